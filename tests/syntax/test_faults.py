"""What is said about each slip: one fault, at the place, in words that say what to write."""

from __future__ import annotations

import pytest

from plx_lsp.syntax import parse
from tests.markers import mismatches, read_fixture
from tests.syntax.material import faults_of

FAULTS = r"""
key: "value"
^^^ equals-missing: TOML writes `=` between a key and its value: `key = …`

my key = 1
^^ equals-missing: a key with blanks in it must stand in quotes

this is prose
^^^^ equals-missing: this is neither `key = value` nor a `[header]`

clé = 1
^^^ key-invalid: `clé` needs quotes: a bare key has only letters A to Z, digits, `_` and `-`

// a comment
^^ key-invalid: a comment begins with `#` in TOML

= 1
^ key-missing: a key is missing here: write a name

x..y = 1
 ^ key-missing: a name is missing behind this dot

x = True
    ^^^^ value-invalid: `True` is written `true` in TOML

x = null
    ^^^^ value-invalid: TOML has no `null`: leave the key out

x = “some text”
    ^^^^^^^^^^^ value-invalid: these are typographic quotes: write straight ones, `"`

x = 2024-13-45
    ^^^^^^^^^^ value-invalid: `2024-13-45` is not in the calendar

x = 007
    ^^^ value-invalid: `007` is no number in TOML: write `7`

x = -.5
    ^^^ value-invalid: `-.5` is no number in TOML: write `-0.5`

x = 5.
    ^^ value-invalid: `5.` is no number in TOML: write `5.0`

x = 12px
    ^^^^ value-invalid: `12px` is no number or date: put text in quotes, as in `"12px"`

x = Image
    ^^^^^ value-invalid: `Image` is no TOML value: put text in quotes, as in `"Image"`

x = $name
    ^^^^^ value-invalid: `$name` is no TOML value: put text in quotes, as in `"text"`

x = == 1
    ^ value-invalid: one `=` is enough: delete this one

x = 99999999999999999999
    ^^^^^^^^^^^^^^^^^^^^ value-invalid: `99999999999999999999` is too large: TOML's integers have 64 bits

x = 12:30
    ^^^^^ toml-1.1: TOML 1.1 allows `12:30`, PLX files are TOML 1.0: write the seconds too, as in `07:32:00`

x = "\x41 and \e"
     ^^^^ toml-1.1: TOML 1.1 allows `\x41`, PLX files are TOML 1.0: write `\u0041`

x = { a = 1, }
           ^ toml-1.1: TOML 1.1 allows a comma before `}`, PLX files are TOML 1.0: delete the comma

x = {
    ^ toml-1.1: TOML 1.1 allows line breaks in `{ … }`, PLX files are TOML 1.0: write it on one line
  a = 1, # one
  b = { c = 2 },
}

x = "C:\path"
       ^^ escape-invalid: `\p` is no escape: write `\\p` for a backslash and what follows

x = "\u12"
     ^^ escape-invalid: `\u` needs 4 hexadecimal digits, as in `\u00E9`

x = "\uD800"
     ^^^^^^ escape-invalid: `\uD800` is no Unicode character: write the code of one, as in `\u00E9`

x = 'it's'
        ^^ unexpected-text: the string ends in front of this: write `"…"` around a text that holds `'`

x = "say "hi" there"
          ^^^^^^^^^^ unexpected-text: the string ends in front of this: write `\"` for a quote inside

x = 1, y = 2
     ^^^^^^^ unexpected-text: each key stands on a line of its own: start a new line

x = 7,5
     ^^ unexpected-text: a number has a point in TOML, not a comma: write `.5` for `,5`

x = 1 // one
      ^^^^^^ unexpected-text: a comment begins with `#` in TOML

x = 5 % # of all
      ^ unexpected-text: `%` cannot stand here: delete it, or start a new line

x = [1 2, 3]
      ^ comma-missing: a comma is missing between these two: write `,`

x = [
  "one"
       ^^^ comma-missing: a comma is missing between these two: write `,`
  "two"
]

x = [,]
     ^ value-missing: nothing is written before this comma: write a value, or delete the comma

x = { a = 1,, b = 2 }
            ^ value-missing: nothing is written before this comma: write `key = value`, or delete the comma

x = { a = 1 b }
            ^ unexpected-text: `b` cannot stand here: write `key = value`

x = [1, 2}
         ^ bracket-mismatch: this list opens with `[`: close it with `]`

x = { a = 1 ]
            ^ bracket-mismatch: this table opens with `{`: close it with `}`

[x y]
   ^ header-invalid: this cannot stand in a header: put a name with blanks or signs in it in quotes

[[x]
^^^^ header-unclosed: this header opens with `[[`: close it with `]]`

[x]]
   ^ unexpected-text: `]` cannot stand here: delete it, or start a new line

[]
 ^ key-missing: a key is missing here: write a name

<<<<<<< HEAD
^^^^^^^^^^^^ merge-marker: this line is left over from a merge
"""


@pytest.mark.parametrize("marked", FAULTS.strip("\n").split("\n\n"), ids=lambda marked: marked.split("\n")[0])
def test_one_slip_is_one_fault_at_its_place(marked: str) -> None:
    fixture = read_fixture(f"{marked}\n")
    assert mismatches(fixture, faults_of(parse(fixture.text))) == []


@pytest.mark.parametrize(
    ("text", "start", "message"),
    [
        (
            "a = 1\rb = 2\r",
            5,
            "a carriage return alone does not end a line in TOML: save the file with LF or CRLF line ends",
        ),
        ('a = "\0"', 5, "the control character U+0000 cannot stand here: delete it, or write `\\u0000`"),
        ("# \x7f\n", 2, "the control character U+007F cannot stand here"),
    ],
)
def test_control_characters_are_named(text: str, start: int, message: str) -> None:
    found = [(start, fault.code, fault.message[: len(message)]) for start, _, fault in parse(text).faults()]
    assert found == [(start, "control-character", message)]


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("x = { a = 1 b = 2 }", "x = { a = 1, b = 2 }"),
        ('x = ["a" "b"]', 'x = ["a", "b"]'),
        ('x = [\n  "a" # one\n  "b"\n]', 'x = [\n  "a", # one\n  "b"\n]'),
        ("[a.b", "[a.b]"),
        ("[[a.b]", "[[a.b]]"),
        ("[[a.b # c", "[[a.b]] # c"),
    ],
)
def test_what_a_fault_inserts_mends_it(broken: str, mended: str) -> None:
    document = parse(f"k = 1\n[t]\n{broken}\n")
    ((_, _, fault),) = document.faults()
    assert fault.insert is not None
    block = document.blocks[-1]
    text = block.text[: fault.at] + fault.insert + block.text[fault.at :]
    assert mended in text
    assert parse(text).faults() == []


def test_one_fault_a_line() -> None:
    text = 'a = [1 2 3 4 ? ? \nb = 1\nc = oops oops "\nd = {\n'
    document = parse(text)
    assert [document.lines.line_at(start) for start, _, _ in document.faults()] == [0, 2, 3]
    assert [entry.keys[0].name for entry in document.blocks[0].entries] == ["a", "b", "c", "d"]
