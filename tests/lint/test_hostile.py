"""Texts made to take long: thousands of faults of one kind in one file. Each is judged in a few seconds at most.

A rule that looks at everything for each fault would take minutes here, so the bound need not be sharp.
"""

from __future__ import annotations

import time

import pytest

from tests.lint.checking import check

N = 3000
SECONDS = 10.0

HEAD = 'domain = "a"\n'
LLM = '[pipe.a]\ntype = "PipeLLM"\noutput = "Text"\n'


def _each(text: str, between: str = "\n") -> str:
    """The text for each number, with it in place of `%`, and the next one in place of `&`."""
    return between.join(text.replace("%", str(number)).replace("&", str(number + 1)) for number in range(N))


SHAPES = {
    "pipes of one code": _each('[pipe.a]\ntype = "PipeLLM"\noutput = "Text"\nprompt = "x"'),
    "unknown names among many": _each(
        '[concept.Concept%]\ndescription = "x"\nrefines = "Concep%"\n\n'
        '[pipe.write_%]\ntype = "PipeSequence"\noutput = "Txt%"\nsteps = [{ pipe = "wirte_%", result = "x" }]\n'
    ),
    "variables": f'{LLM}inputs = {{ {_each("""i% = "Text" """, ", ")} }}\nprompt = """{_each("$v%", " ")}"""',
    "addresses": f'{LLM}prompt = """{_each("me@v%", " ")}"""',
    "missing inputs": '[pipe.all]\ntype = "PipeSequence"\noutput = "Text"\nsteps = ['
    + _each('{ pipe = "p%", result = "r%" }', ", ")
    + "]\n"
    + _each('[pipe.p%]\ntype = "PipeLLM"\ninputs = { n% = "Text" }\noutput = "Text"\nprompt = "$n%"'),
    "a chain of sequences": _each(
        '[pipe.s%]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{ pipe = "s&", result = "x" }]'
    ),
    "a circle of sequences": _each('[pipe.s%]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{ pipe = "s0" }]'),
    "a chain of concepts": _each('[concept.C%]\ndescription = "x"\nrefines = "C&"'),
    "open tags": f'{LLM}prompt = """{_each("{{ a% ", " ")}"""',
    "ignores": _each("# plx: ignore[nothing%]"),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_thousands_of_faults_take_seconds(shape: str) -> None:
    start = time.perf_counter()
    check(HEAD + SHAPES[shape])
    assert time.perf_counter() - start < SECONDS
