"""Every figure of a report is the number of the rows behind it."""

from collections import Counter

import pytest

from cadrectl.report.body import PEOPLE, structure
from cadrectl.report.document import Document, Share, Table, figure_text, spoken
from cadrectl.report.ground import Ground, Period
from cadrectl.report.periodic import periodic
from tests.report.conftest import AUGUST, ROOT, YEAR, ground


def tables(document: Document) -> list[Table]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Table)]


def test_a_figure_of_the_structure_is_the_number_of_people_in_the_annex_of_that_class_and_rank(
    district: Ground,
) -> None:
    document = spoken(periodic("monthly", district), "zh")
    people = next(annex for annex in document.annexes if annex.id == PEOPLE)
    rank = people.columns.index("层次")
    checked = 0
    for table in tables(document):
        if table.annex != PEOPLE:
            continue
        trait = people.columns.index(table.columns[0])
        counted = Counter((row[trait], row[rank]) for row in people.rows)
        for row in table.rows[:-1]:
            for column, number in zip(table.columns[1:-2], row[1:-2], strict=True):
                assert number == counted[row[0], column], (table.title, row[0], column)
                checked += 1
            assert row[-2] == sum(each for (label, _), each in counted.items() if label == row[0])
        assert table.rows[-1][-2] == len(people.rows)
    assert checked > 100


def test_the_classes_of_a_trait_hold_everybody_once(district: Ground) -> None:
    for block in structure(district).section.blocks:
        if isinstance(block, Table):
            numbers = [row[-2] for row in block.rows]
            assert sum(numbers[:-1]) == numbers[-1] == len(district.moment.people)  # type: ignore[arg-type]


def test_a_tier_ends_the_month_with_those_before_and_those_who_entered_less_those_who_left(district: Ground) -> None:
    pool = next(table for table in tables(periodic("monthly", district)) if table.id == "pool")
    for _, quota, before, entered, left, now, free, women, share in pool.rows:
        assert before + entered - left == now  # type: ignore[operator]
        assert free == max(quota - now, 0)  # type: ignore[operator]
        assert share == Share(women, now)  # type: ignore[arg-type]


def test_a_vacancy_counted_is_a_post_of_the_annex_and_a_move_due_a_person_of_it(district: Ground) -> None:
    document = spoken(periodic("monthly", district), "zh")
    annexes = {annex.id: annex for annex in document.annexes}
    found = {table.id: table for table in tables(document)}
    ranks = Counter(row[3] for row in annexes["vacancies"].rows)
    assert {row[0]: row[-2] for row in found["vacancies"].rows} == dict(ranks)
    states = Counter(row[3] for row in annexes["rotation"].rows)
    assert {row[0]: row[1] for row in found["rotation"].rows if row[1]} == dict(states)


def test_what_a_table_of_duties_counts_is_in_its_annex(district: Ground) -> None:
    document = spoken(periodic("monthly", district), "zh")
    due = next(table for table in tables(document) if table.id == "due")
    owed = Counter(row[3] for row in next(annex for annex in document.annexes if annex.id == "due").rows)
    assert {row[0]: sum(row[1:4]) for row in due.rows} == dict(owed)  # type: ignore[arg-type]


def test_every_table_names_an_annex_that_is_there(district: Ground) -> None:
    document = periodic("monthly", district)
    assert {table.annex for table in tables(document) if table.annex} <= {annex.id for annex in document.annexes}


@pytest.mark.parametrize(("kind", "period"), [("monthly", AUGUST), ("annual", YEAR)])
def test_every_figure_can_be_followed_to_rows_of_an_annex(kind: str, period: Period) -> None:
    """But for a table that is such rows itself: the projects of the fund."""
    document = spoken(periodic(kind, ground(ROOT, period)), "en")
    annexes = {annex.id for annex in document.annexes}
    for one in tables(document):
        if one.id == "summary":
            assert {row[2] for row in one.rows if row[1]} <= annexes
        elif one.id != "fund":
            assert one.annex in annexes, one.id


def test_a_share_is_shown_with_one_decimal_and_halves_go_up() -> None:
    assert figure_text(Share(1, 3)) == "33.3%"
    assert figure_text(Share(1, 16)) == "6.3%"  # 6.25
    assert figure_text(Share(0, 0)) == "–"
