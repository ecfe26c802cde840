"""Two sides of one record that are merged without git: what both sides said is there, or people are asked."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.records.comments import canonical_text
from cadrectl.records.read import parse
from cadrectl.review.merging import InDoubt, merged
from cadrectl.text import render
from tests.examples import examples

PATH = "data/cadres/C0001.yaml"
PERSON = """\
name: 王芳
gender: woman
birth: 1985-05-01

honours:
{honours}
posts:
  - unit: U001
    post: 校长
    rank: principal
    kind: appointed
    from: 2015-08-20
    decided: 2015-08-10
"""
Honour = tuple[str, int]
CITY, DISTRICT = "city-backbone", "district-backbone"


def person(*honours: Honour) -> str:
    """Wang Fang with these honours, each a level and a year."""
    listed = "".join(
        f"  - level: {level}\n    date: {year}-09-10\n" for level, year in sorted(honours, key=lambda one: one[1])
    )
    return PERSON.format(honours=listed) if honours else PERSON.replace("honours:\n{honours}\n", "")


def merge(base: str, ours: str, theirs: str) -> str:
    """What becomes of the three; a text, for these are records."""
    found = merged(PATH, base.encode(), ours.encode(), theirs.encode())
    assert found is not None
    return found


def held(text: str) -> set[Honour]:
    """The honours of a merged record, which must be in its canonical form."""
    assert canonical_text(PATH, text.encode()) == text
    listed: Sequence[dict[str, object]] = parse(PATH, text.encode()).value.get("honours", [])
    return {(str(one["level"]), int(str(one["date"])[:4])) for one in listed}


BASE = ((CITY, 2018),)


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ([(CITY, 2018), (CITY, 2020)], [(CITY, 2018), (CITY, 2021)], {(CITY, 2018), (CITY, 2020), (CITY, 2021)}),
        ([(CITY, 2018), (CITY, 2020)], [(CITY, 2018), (CITY, 2020)], {(CITY, 2018), (CITY, 2020)}),
        ([(CITY, 2018), (CITY, 2020)], [(DISTRICT, 2018)], {(DISTRICT, 2018), (CITY, 2020)}),
        ([(CITY, 2019)], [(CITY, 2018), (CITY, 2021)], {(CITY, 2019), (CITY, 2021)}),
        ([(CITY, 2019)], [(CITY, 2019)], {(CITY, 2019)}),
        ([], [], set()),
    ],
)
def test_entries_of_both_sides_are_kept(ours: list[Honour], theirs: list[Honour], both: set[Honour]) -> None:
    assert held(merge(person(*BASE), person(*ours), person(*theirs))) == both
    assert held(merge(person(*BASE), person(*theirs), person(*ours))) == both


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param([(CITY, 2019)], [(CITY, 2020)], id="one entry with two new dates"),
        pytest.param([(CITY, 2019), (DISTRICT, 2015)], [(DISTRICT, 2015)], id="a new date and struck out"),
        pytest.param(
            [(CITY, 2019), (DISTRICT, 2015)], [(DISTRICT, 2018), (DISTRICT, 2015)], id="a new date and changed"
        ),
        pytest.param([(DISTRICT, 2015)], [(DISTRICT, 2018), (DISTRICT, 2015)], id="struck out and changed"),
        pytest.param([*BASE, (DISTRICT, 2015), (CITY, 2021)], [*BASE, (DISTRICT, 2021)], id="one date added twice"),
    ],
)
def test_what_may_be_one_entry_or_two_is_for_people(ours: list[Honour], theirs: list[Honour]) -> None:
    base = person(*BASE, (DISTRICT, 2015))
    for one, other in ((ours, theirs), (theirs, ours)):
        with pytest.raises(InDoubt) as doubt:
            merge(base, person(*one), person(*other))
        assert "honours" in render(doubt.value.told, "en")


def test_two_additions_of_one_date_that_tell_different_things_are_not_made_one() -> None:
    ours = person(*BASE, (CITY, 2021)).replace("2021-09-10\n", "2021-09-10\n    document: 教〔2021〕3号\n")
    with pytest.raises(InDoubt):
        merge(person(*BASE), ours, person(*BASE, (CITY, 2021)))


def test_other_line_ends_and_a_byte_order_mark_lose_nothing() -> None:
    ours, theirs = person(*BASE, (CITY, 2020)), person(*BASE, (CITY, 2021))
    both = merge(person(*BASE), ours, theirs)
    assert merge(person(*BASE), ours, theirs.replace("\n", "\r\n")) == both
    returns = merge(person(*BASE).replace("\n", "\r\n"), ours.replace("\n", "\r\n"), theirs)
    assert canonical_text(PATH, returns.encode()) == both
    marked = ours.encode("utf-8-sig")
    assert merged(PATH, marked, marked, theirs.encode()) is None, (
        "no sound record: git merges the lines, and `validate` names the mark"
    )


def test_a_file_that_both_sides_add_is_merged_as_far_as_they_agree() -> None:
    assert held(merge("", person((CITY, 2018)), person((CITY, 2020)))) == {(CITY, 2018), (CITY, 2020)}
    with pytest.raises(InDoubt) as doubt:
        merge("", person(), person().replace("woman", "man"))
    assert render(doubt.value.told, "en") == "both sides changed gender"


def test_an_outcome_that_is_no_sound_record_is_for_people_in_words() -> None:
    base = person().replace("posts:", "name_pinyin: x\n\nposts:")
    with pytest.raises(InDoubt) as doubt:
        merge(base, base, base.replace("birth: 1985-05-01", "birth: 1985-05-02"))
    assert "name_pinyin" in render(doubt.value.told, "en")


years = st.dictionaries(st.integers(2015, 2019), st.sampled_from([CITY, DISTRICT]), max_size=4)
entries = years.map(lambda by_year: {(level, year) for year, level in by_year.items()})


@examples(40)
@given(entries, entries, entries)
def test_whatever_a_side_adds_is_there_and_nothing_that_nobody_wrote(
    base: set[Honour], ours: set[Honour], theirs: set[Honour]
) -> None:
    try:
        found = held(merge(person(*base), person(*ours), person(*theirs)))
    except InDoubt:
        assert ours != theirs
        return
    assert (ours | theirs) - base <= found <= ours | theirs
    assert base & ours & theirs <= found
