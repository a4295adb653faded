"""What the parser carries along: the text, the block it is in, what it found wrong, how far it looked.

For the parser's modules only (`blocks`, `keys`, `values`, `strings`, `scalars`). Positions that go in and out are
absolute; what it keeps is relative to the block's start. It decides nothing about TOML's grammar beyond blanks, line
ends and comments.
"""

from __future__ import annotations

from .messages import unexpected
from .patterns import BLANKS, COMMENT, JUNK, LINE_END, REST_OF_LINE, WHITESPACE
from .tree import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Mark = tuple[int, int, int, tuple[int, int]]

# Containers and key parts inside one entry or header, counted together. It keeps every walk over the tree, in whatever
# language feature, far from the interpreter's recursion limit.
MAX_DEPTH = 64


class Reader:
    """A text being parsed, block by block.

    `reach` is how far it looked (one behind the text's end if that end decided something). `inline` says how inline
    tables are being read, if one is; `hopeless` has the starts of those that several lines do not make healthy.
    """

    __slots__ = (
        "_found",
        "_line",
        "_quiet",
        "base",
        "comments",
        "depth",
        "faults",
        "hopeless",
        "inline",
        "reach",
        "size",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.size = len(text)
        self._line = (0, -1)
        self.start_block(0)

    def start_block(self, base: int) -> None:
        """Forget the block before: from here on, offsets count from `base`."""
        self.base = base
        self.faults: list[Fault] = []
        self.comments: list[tuple[int, int]] = []
        self.reach = base
        self.depth = 0
        self._found = 0
        self.hopeless: set[int] = set()
        self.inline: Literal["one line", "lines"] | None = None
        self._quiet = (0, -1)

    def fault(self, code: str, start: int, end: int, message: str, insert: str | None = None, at: int = 0) -> None:
        """Note what is wrong at `start:end`. Of each line only the first fault is kept: the rest are its echoes."""
        self._found += 1
        quiet_from, quiet_to = self._quiet
        if quiet_from <= start <= quiet_to:
            return
        self._quiet = (self.text.rfind("\n", self.base, start) + 1, self.line_end(start))
        base = self.base
        self.faults.append(Fault(code, start - base, end - base, message, insert, at - base if insert else 0))

    def look(self, position: int) -> None:
        """Note that what the text holds up to `position` decided how this block was read."""
        self.reach = max(self.reach, position)

    def mark(self) -> Mark:
        """A point to return to with `rewind`."""
        return len(self.faults), len(self.comments), self._found, self._quiet

    def is_healthy_since(self, mark: Mark) -> bool:
        """Whether nothing was found wrong since `mark`, echoes included."""
        return self._found == mark[2]

    def rewind(self, mark: Mark) -> None:
        """Forget the faults and comments noted since `mark`."""
        faults, comments, self._found, self._quiet = mark
        del self.faults[faults:]
        del self.comments[comments:]

    def line_end(self, position: int) -> int:
        """Where the line feed that ends the line of `position` is, or the end of the text."""
        start, end = self._line
        if not start <= position <= end:
            end = self.text.find("\n", position)
            end = self.size if end < 0 else end
            self._line = (position, end)
        return end

    def skip_blanks(self, position: int) -> int:
        """Behind spaces and tabs."""
        return BLANKS(self.text, position).end()

    def skip_trivia(self, position: int) -> int:
        """Behind blanks, line ends and comments; notes the comments."""
        while True:
            position = WHITESPACE(self.text, position).end()
            if not self.text.startswith("#", position):
                return position
            position = self.read_comment(position)

    def read_comment(self, position: int) -> int:
        """Read the comment at `position`, up to the end of its line."""
        text = self.text
        end = COMMENT(text, position).end()
        if not self.at_line_end(end):
            self.control_character(end)
            end = REST_OF_LINE(text, end).end()
        self.comments.append((position - self.base, end - self.base))
        return end

    def at_line_end(self, position: int) -> bool:
        """Whether a line, or the text, ends here."""
        text = self.text
        return text.startswith(("\n", "\r\n"), position) or position >= self.size

    def control_character(self, position: int) -> None:
        """Note a character that TOML allows nowhere."""
        character = self.text[position]
        if character == "\r":
            message = "a carriage return alone does not end a line in TOML: save the file with LF or CRLF line ends"
        else:
            code = f"{ord(character):04X}"
            message = (
                f'the control character U+{code} cannot stand here: delete it, or write `\\u{code}` in a string in `"`'
            )
        self.fault("control-character", position, position + 1, message)

    def finish_line(self, position: int) -> int:
        """Read the end of a statement's line, comment included, to the start of the next line that is not blank."""
        behind = self.skip_blanks(position)
        if not self.text.startswith(("#", "\r"), behind) and not self.at_line_end(behind):
            behind = self._skip_junk(position, behind)
        if self.text.startswith("#", behind):
            behind = self.read_comment(behind)
        match = LINE_END(self.text, behind)
        if match:
            return match.end()
        self.control_character(behind)  # a carriage return alone: where a line was meant to end
        return behind + 1

    def _skip_junk(self, position: int, start: int) -> int:
        """Note what cannot stand at `start`, behind a statement that ended at `position`; gives where it ends."""
        match = JUNK(self.text, start)
        found = match.group().rstrip()
        touches_quote = position == start and self.text.startswith(('"', "'"), start - 1)
        message = unexpected(found, self.text[start - 1] if touches_quote else "")
        self.fault("unexpected-text", start, start + len(found), message)
        return match.end()
