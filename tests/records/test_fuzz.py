"""No input ends in a traceback, and none takes time out of proportion to its size."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cadrectl.problem import Problem
from cadrectl.records.comments import canonical_text
from cadrectl.records.read import parse, read_record
from cadrectl.records.versions import Versions
from tests.examples import examples

PATH = "data/cadres/C0001.yaml"
SOUND = """\
name: 王某
gender: man
birth: {declared: 1980-05, evidence: [{document: 履历表, value: "1980"}]}
posts:  # 任职
  - unit: U001
    post: 校长
    rank: principal
    kind: appointed
    from: 2011-09-01
    leading: true
"""
PUNCTUATION = "|>'\"{}[],%\t\n\r\x00\x85\u2028\ufeff：，~\\\ud7ff\U0010ffff@`"
WORDS = [
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "? ",
    "- ",
    ": ",
    "# ",
    "    ",
    "---\n",
    "...\n",
    "posts:",
    "name:",
    "2011.10",
]
PIECES = st.sampled_from([*PUNCTUATION, *WORDS, "9" * 5000, "1e999", "a" * 5000])


def read(data: bytes) -> list[Problem]:
    """Everything that reading does to a file, its problems in hand."""
    record, problems = read_record(PATH, data, Versions())
    assert (record is None) == any(entry.is_error for entry in problems)
    for entry in problems:
        assert entry.line >= 1
        assert entry.column >= 1
    written = canonical_text(PATH, data)
    if isinstance(written, str):
        again = canonical_text(PATH, written.encode())
        assert again == written
    return problems


@given(st.binary(max_size=300))
@examples(300)
def test_no_bytes_end_in_a_traceback(data: bytes) -> None:
    read(data)


@given(st.lists(PIECES | st.text(max_size=5), max_size=25))
@examples(500)
def test_no_pile_of_yaml_punctuation_ends_in_a_traceback(pieces: list[str]) -> None:
    read("".join(pieces).encode("utf-8", "surrogatepass"))


@given(
    st.lists(
        st.tuples(st.integers(0, len(SOUND)), st.integers(0, 3), PIECES | st.text(max_size=2)), max_size=4
    )
)
@examples(500)
def test_no_mutation_of_a_sound_record_ends_in_a_traceback(edits: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for start, removed, added in edits:
        text = text[:start] + added + text[start + removed :]
    read(text.encode("utf-8", "surrogatepass"))


def test_the_sound_record_is_sound() -> None:
    assert read(SOUND.encode()) == []


def test_a_hundred_thousand_brackets_are_refused_at_the_thirty_third() -> None:
    problems = parse(PATH, b"[" * 100_000).problems
    assert [(entry.code, entry.column) for entry in problems] == [("too-deep", 33)]


def test_a_billion_laughs_are_refused_where_they_begin() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghi")
    )
    codes = {entry.code for entry in parse(PATH, bomb.encode()).problems}
    assert codes == {"anchor", "alias"}


def test_hostile_megabytes_take_no_longer_than_honest_ones() -> None:
    size = 1 << 17
    line = "  - {unit: U001, post: 校长, rank: principal, kind: appointed, from: 2011-09}\n"
    honest = "posts:\n" + line * (size // len(line.encode()))
    allowed = 4 * elapsed(honest)
    for unit in ("a", "- ", "? ", "\t", "'", "#", "\n", "：", "[a, ", "k: v\n", "- b\n", "b, ", "{},"):
        for start in ("", "a: ", '"', "[", "posts: [", "[" * 31, "{a: " * 30, "\\"):
            hostile = start + unit * ((size - len(start)) // len(unit.encode()))
            assert elapsed(hostile) < allowed + 1, hostile[:150]


def elapsed(text: str) -> float:
    """Processor seconds of this process: no wall clock, and no date."""
    start = time.process_time()
    read(text.encode())
    return time.process_time() - start
