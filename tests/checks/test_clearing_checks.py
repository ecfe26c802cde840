"""Clearings of teaching posts: a person's matter is recorded once."""

from typing import Any

import pytest

from tests.checks.district import Files, codes, label, said, sound

SPRING = "data/clearings/2025/U001-2025-spring.yaml"


def with_clearings(**entries: Any) -> Files:
    """The sound district with two clearings of C0002: in the spring, and as `entries` says of a second file."""
    files = sound()
    terms = [{"id": "personnel", "label": label("personnel")}]
    files["data/vocabularies/legal-bases.yaml"] = {"title": label("legal bases"), "terms": terms}
    entry = {"cadre": "C0002", "date": "2025-07-01", "outcome": "transfer", "basis": "personnel"}
    head = {"year": 2025, "unit": "U001", "date": "2025-06-30"}
    files[SPRING] = {**head, "semester": "2025-spring", "entries": [entry]}
    more = {**head, **{key: entries.pop(key) for key in ("semester",) if key in entries}}
    files["data/clearings/2025/second.yaml"] = {**more, "entries": [{**entry, **entries}]}
    return files


@pytest.mark.parametrize("outcome", ["transfer", "leave"])
def test_a_person_is_cleared_once_in_a_semester(outcome: str) -> None:
    files = with_clearings(semester="2025-spring", date="2025-07-02", outcome=outcome)
    assert said(files) == [
        ("cleared-twice", "data/clearings/2025/second.yaml", "cadre: C0002")
    ]


def test_a_person_is_cleared_once_on_a_day_whatever_the_semester_of_the_file() -> None:
    assert codes(with_clearings(date="2025-07-01")) == ["cleared-twice"]


def test_a_person_may_be_cleared_again_in_another_semester() -> None:
    assert codes(with_clearings(semester="2025-autumn", date="2026-01-02")) == []


def test_two_people_may_be_cleared_on_one_day() -> None:
    assert codes(with_clearings(cadre="C0001")) == []
