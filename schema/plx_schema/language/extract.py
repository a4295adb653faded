"""PipeExtract, PipeOcr before 0.12: reads pages out of a PDF or an image."""

from typing import Annotated, ClassVar

from plx_schema.language.names import Count, ExtractModel, PositiveInt, Text, Word
from plx_schema.language.pipe import PipeTable
from plx_schema.language.settings import ExtractChoice
from plx_schema.language.table import key


class PipeExtract(PipeTable):
    """Reads pages of text and images out of its one input, a PDF or an image."""

    spellings: ClassVar[str] = "PipeExtract"

    type: Annotated[str, Word(["PipeExtract"], {"PipeOcr": "PipeExtract"})] = key(
        "Reads pages of text and images out of a PDF or an image.", required=True
    )
    model: ExtractChoice | None = key(
        "The extraction model: a name of the deck, or a setting table. Default: the deck's choice.", since="0.12"
    )
    ocr: ExtractChoice | None = key(since="0.11", until="0.11")
    ocr_model: ExtractModel | None = key(since="0.10", until="0.10")
    ocr_handle: ExtractModel | None = key(until="0.10")
    ocr_platform: Text | None = key("The provider of text recognition.", until="0.10", examples=["mistral"])
    page_images: bool | None = key("Whether to return the images found on the pages.", default=False)
    max_page_images: Count | None = key("The most images to return; 0 for none.", since="0.18")
    page_image_captions: bool | None = key("Whether to describe those images.", default=False)
    page_views: bool | None = key("Whether to return a picture of each page.", default=False)
    page_views_dpi: PositiveInt | None = key("The resolution of those pictures, in dots per inch.", default=72)
