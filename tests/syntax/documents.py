"""Generated TOML: sound documents, odd ones, and scraps to edit them with."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ["a", "b", "c", "d", "e", "1", "-", "a-b", '"a"', "'b'", '""', '"x.y"', '"\\u0061"', "true", "1979-05-27"]
SOUND = [
    *(
        "true",
        "false",
        "inf",
        "-inf",
        "+nan",
        "0",
        "+0",
        "-17",
        "1_000",
        "0xDEAD_beef",
        "0o17",
        "0b101",
        "9223372036854775807",
    ),
    *(
        "1.0",
        "-0.0",
        "1e5",
        "1E+0_3",
        "6.02e-2_3",
        "1979-05-27",
        "07:32:00",
        "07:32:00.999999999",
        "1979-05-27T07:32:00Z",
    ),
    *(
        "1979-05-27 07:32:00",
        "1979-05-27t07:32:00.5-07:00",
        '""',
        "''",
        '"a\\tb"',
        '"\\u00E9"',
        "'\\'",
        '""""""',
        "''''''",
    ),
    *(
        '"""a"""',
        "'''\na\n'''",
        '"""\r\na\\\r\n  b"""',
        '"""a""b"""',
        '"""a""""',
        '"""""a"""""',
        '"""\\""""""',
        "'''a''b''''",
    ),
    *('"""a\\ \n\n b"""', '"é😀\u2028"', "'''\nx = 1\n[a]\n'''", '"""\nb = """', '"# no comment"'),
]
ODD = [
    *(
        "True",
        "01",
        "1__0",
        "_1",
        "0x_F",
        "0o8",
        "0b2",
        "+0x1",
        "1.",
        ".5",
        "1_.0",
        "1979-02-30",
        "24:00:00",
        "1979-05-27T",
    ),
    *(
        "1979-05-27T07:32:00+25:00",
        "1979-05-27 ",
        "1979-5-27",
        '"\\uD800"',
        '"\\q"',
        '"a',
        "'a",
        '"""\\"""',
        "a",
        "",
        "é",
        '"\0"',
    ),
]


def _quoted(quote: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("ab \"'\\\n\té😀\0\r#="), max_size=6).map(lambda text: quote + text + quote)


def _keys(most: int) -> st.SearchStrategy[str]:
    return st.builds(
        str.join, st.sampled_from([".", ".", " . "]), st.lists(st.sampled_from(NAMES), min_size=1, max_size=most)
    )


def _array(items: list[tuple[str, str, str]], end: str) -> str:
    return "[" + ",".join(["".join(item) for item in items]) + (end if items else "") + "]"


def _table(entries: list[tuple[str, str]], end: str) -> str:
    return "{ " + ", ".join([f"{key} = {value}" for key, value in entries]) + end + " }"


def _values(scalars: st.SearchStrategy[str], ends: list[str]) -> st.SearchStrategy[str]:
    gaps = st.sampled_from(["", "", " ", "\t", "\n", " # x\n", "\r\n"])

    def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds(_array, st.lists(st.tuples(gaps, inner, gaps), max_size=3), st.sampled_from(["", ",", ",\n"])),
            st.builds(_table, st.lists(st.tuples(_keys(2), inner), max_size=3), st.sampled_from(ends)),
        )

    return st.recursive(scalars, containers, max_leaves=4)


def _lines(values: st.SearchStrategy[str], line_ends: list[str], comments: list[str]) -> st.SearchStrategy[str]:
    ends = st.sampled_from(line_ends)
    return st.one_of(
        st.tuples(_keys(3), st.sampled_from([" = ", "=", " =\t"]), values, ends).map("".join),
        st.tuples(st.sampled_from(["[", " ["]), _keys(3), st.just("]"), ends).map("".join),
        st.tuples(st.just("[["), _keys(3), st.just("]]"), ends).map("".join),
        st.tuples(st.sampled_from(["", " "]), st.sampled_from(comments), ends).map("".join),
    )


SOUND_LINES = _lines(
    _values(st.sampled_from(SOUND), [""]), ["\n", "\n", "\r\n", " # note\n", "\n\n", " \n"], ["# a", ""]
)
ODD_LINES = _lines(
    _values(
        st.sampled_from(SOUND) | st.sampled_from(ODD) | _quoted('"') | _quoted('"""') | _quoted("'''"), ["", ",", "\n"]
    ),
    ["\n", "\n", "\n", "\r\n", "", "\r", " junk\n"],
    ["# a", "#\x7f", "x", "=", "]"],
)
# Most documents are sound but for what is defined twice; a few odd lines each spoil one.
DOCUMENTS = st.one_of(
    st.lists(SOUND_LINES, max_size=5).map("".join),
    st.lists(SOUND_LINES, max_size=3).map("".join),
    st.lists(SOUND_LINES | ODD_LINES, max_size=5).map("".join),
)
SCRAPS = st.one_of(
    st.sampled_from(
        [
            *('"""', "'''", '"', "'", "[", "]", "{", "}", "\n", "\r\n", "\r", "=", ",", "#", "\\", ".", " ", "\t", "\ufeff", "\0"),
            *("[a.b]", "\n[a]\n", "[[", "x = ", "x = [", 'x = """\n', '\n"""\n', "u = {\n", "é", "😀", "1", "\\u00e9", "\\\n"),
        ]
    ),
    ODD_LINES,
)  # fmt: skip
