"""Offsets to positions, plain values to protocol types, and back: the one place where the two meet.

Everything below this room counts code points from the start of a text; everything the client sees is a line and a
column in the encoding that was negotiated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from plx_lsp.lint.pages import page_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.completion import Completion, Completions
    from plx_lsp.features.values import Command
    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.source import Source
    from plx_lsp.server.client import Client
    from plx_lsp.server.session import Session
    from plx_lsp.syntax import LineTable

SOURCE = "plx"
"""What diagnostics say they come from."""

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
}
_TAGS = {"unnecessary": types.DiagnosticTag.Unnecessary, "deprecated": types.DiagnosticTag.Deprecated}


_COMPLETION_KINDS = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "type": types.CompletionItemKind.Class,
    "concept": types.CompletionItemKind.Interface,
    "pipe": types.CompletionItemKind.Function,
    "model": types.CompletionItemKind.Constant,
    "variable": types.CompletionItemKind.Variable,
    "rule": types.CompletionItemKind.Keyword,
    "snippet": types.CompletionItemKind.Snippet,
    "table": types.CompletionItemKind.Struct,
}
_CHOOSE_AGAIN = types.Command("Suggest", "editor.action.triggerSuggest")
"""VS Code's own command, which clients that do not know it pass over."""


class Converter:
    """Conversions for one session: its position encoding, its documents, what its client can show."""

    def __init__(self, session: Session, client: Client) -> None:
        self._session = session
        self._client = client

    # -- places -------------------------------------------------------------------------------------------------------

    def offset(self, source: Source, position: types.Position) -> int:
        """The offset of a position; one outside the text counts as its nearest end."""
        return source.document.lines.offset(position.line, position.character, self._session.encoding)

    def position(self, lines: LineTable, offset: int) -> types.Position:
        """The position of an offset."""
        return types.Position(*lines.position(offset, self._session.encoding))

    def range(self, source: Source, start: int, end: int) -> types.Range:
        """The range `start:end` of a source."""
        lines = source.document.lines
        return types.Range(self.position(lines, start), self.position(lines, end))

    # -- words --------------------------------------------------------------------------------------------------------

    def markup(self, text: str) -> types.MarkupContent:
        """Markdown."""
        return types.MarkupContent(types.MarkupKind.Markdown, text)

    def command(self, command: Command) -> types.Command:
        """A command of ours; places in its argument become URIs."""
        argument: dict[str, str] = dict(command.argument)
        if "path" in argument:
            argument = {"uri": self._session.uri(argument.pop("path")), **argument}
        return types.Command(command.title, command.name, arguments=[argument] if command.name else None)

    # -- completion ---------------------------------------------------------------------------------------------------

    def completions(self, source: Source, found: Completions) -> types.CompletionList:
        """What is offered, in its order."""
        ranges: dict[tuple[int, int], types.Range] = {}
        items: list[types.CompletionItem] = []
        uri = self._session.uri(source.path)
        for position, each in enumerate(found.items):
            place = (each.start, each.end)
            if place not in ranges:
                ranges[place] = self.range(source, *place)
            items.append(self._completion(each, ranges[place], f"{position:05}", uri))
        return types.CompletionList(is_incomplete=not found.is_complete, items=items)

    def _completion(self, each: Completion, place: types.Range, order: str, uri: str) -> types.CompletionItem:
        client = self._client
        is_snippet = bool(each.snippet) and client.takes_snippets
        text = each.snippet if is_snippet else each.text
        return types.CompletionItem(
            label=each.label,
            kind=_COMPLETION_KINDS[each.kind],
            detail=each.detail or None,
            label_details=types.CompletionItemLabelDetails(description=each.note) if each.note else None,
            sort_text=order,
            filter_text=each.filter or None,
            insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
            text_edit=types.TextEdit(place, text),
            tags=[types.CompletionItemTag.Deprecated] if each.deprecated else None,
            data={"about": list(each.about), "uri": uri} if each.about else None,
            command=_CHOOSE_AGAIN if each.again and client.is_vscode else None,
        )

    # -- diagnostics --------------------------------------------------------------------------------------------------

    def diagnostic(self, source: Source, each: Diagnostic) -> types.Diagnostic:
        """A diagnostic of `source`, with the place of its rule's page."""
        return types.Diagnostic(
            range=self.range(source, each.start, each.end),
            message=each.message,
            severity=_SEVERITIES[each.severity],
            code=each.rule,
            code_description=types.CodeDescription(page_url(each.rule)),
            source=SOURCE,
            tags=[_TAGS[tag] for tag in each.tags] or None,
            related_information=list(self._related(each)) or None,
        )

    def _related(self, each: Diagnostic) -> Iterator[types.DiagnosticRelatedInformation]:
        for place in each.related:
            location = self.location(place.path, place.start, place.end)
            if location is not None:
                yield types.DiagnosticRelatedInformation(location, place.message)

    def location(self, path: str, start: int, end: int) -> types.Location | None:
        """The place `start:end` of a file of the session."""
        home = self._session.home_of(path)
        if home is None or path not in home.sources:
            return None
        return types.Location(self._session.uri(path), self.range(home.sources[path], start, end))
