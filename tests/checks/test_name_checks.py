"""File names and folders."""

from datetime import date

import pytest

from cadrectl.checks import run
from cadrectl.text import render
from tests.checks.district import cadre, codes, membership, post, said, session, sound


def test_a_cadre_file_is_named_c_and_at_least_four_digits() -> None:
    files = sound()
    files["data/cadres/C012.yaml"] = cadre("Zhao", post("teacher", "staff", "2010-08"))
    assert said(files) == [("file-name", "data/cadres/C012.yaml", "name: Zhao")]


@pytest.mark.parametrize("id", ["C0012", "C100000"])
def test_four_digits_or_more_are_a_cadre_id(id: str) -> None:
    files = sound()
    files[f"data/cadres/{id}.yaml"] = cadre("Zhao", post("teacher", "staff", "2010-08"))
    assert codes(files) == []


def test_the_name_of_a_file_that_cannot_be_read_is_checked_too() -> None:
    (found,) = run([], date(2026, 3, 1), ["data/cadres/C12.yaml", "data/cadres/C0012.yaml"])
    assert (found.code, found.path, found.line) == ("file-name", "data/cadres/C12.yaml", 1)
    assert render(found.hint, "en") == "Rename it; the form is: C and at least four digits, as C0001."


def test_a_membership_is_named_after_its_person() -> None:
    files = sound()
    files["data/reserve/C0001-2024.yaml"] = files.pop("data/reserve/C0002-2024.yaml")
    assert said(files) == [("misnamed-record", "data/reserve/C0001-2024.yaml", "cadre: C0002")]


def test_a_membership_is_named_after_the_first_year_of_its_term() -> None:
    files = sound()
    files["data/reserve/C0002-2025.yaml"] = files.pop("data/reserve/C0002-2024.yaml")
    assert codes(files) == ["misnamed-record"]


def test_a_second_membership_of_one_term_has_a_number() -> None:
    files = sound()
    left = {"date": "2025-01-01", "reason": "changed-tier"}
    files["data/reserve/C0002-2024.yaml"]["left"] = left
    files["data/reserve/C0002-2024-2.yaml"] = membership(
        "C0002", tier="tier-1", approval={"date": "2025-01-01", "body": "education-bureau"}
    )
    assert codes(files) == []


def test_a_session_is_named_after_its_unit_and_kind() -> None:
    files = sound()
    files["data/evaluations/2024/U001-semester.yaml"] = files.pop("data/evaluations/2024/U001-annual.yaml")
    assert codes(files) == ["misnamed-record"]


def test_a_second_session_of_one_kind_has_a_number() -> None:
    files = sound()
    files["data/evaluations/2024/U001-semester-1.yaml"] = session(kind="semester")
    files["data/evaluations/2024/U001-semester-2.yaml"] = session(kind="semester")
    assert codes(files) == []


def test_a_session_lies_in_the_folder_of_the_year_that_it_assesses() -> None:
    files = sound()
    files["data/evaluations/2025/U001-annual.yaml"] = files.pop("data/evaluations/2024/U001-annual.yaml")
    assert said(files) == [("year-folder", "data/evaluations/2025/U001-annual.yaml", "year: 2024")]


def test_a_finding_lies_in_the_folder_of_its_date() -> None:
    files = sound()
    files["data/findings/2024/f1.yaml"] = files.pop("data/findings/2025/f1.yaml")
    assert said(files) == [("year-folder", "data/findings/2024/f1.yaml", "date: '2025-06-01'")]


def test_the_second_file_of_an_id_is_refused() -> None:
    files = sound()
    files["data/units/old/U001.yaml"] = files["data/units/U001.yaml"]
    assert said(files) == [("duplicate-id", "data/units/old/U001.yaml", "name: First School")]


def test_what_is_wrong_with_the_first_of_two_files_is_not_said_again_of_the_second() -> None:
    files = sound()
    files["data/units/U002.yaml"]["group"] = "east"
    files["data/units/old/U002.yaml"] = files["data/units/U002.yaml"]
    assert sorted(codes(files)) == ["duplicate-id", "not-in-vocabulary"]


def test_a_session_may_have_the_name_of_one_in_another_year() -> None:
    files = sound()
    files["data/evaluations/2025/U001-annual.yaml"] = session(year=2025, date="2026-01-08", people=[])
    assert codes(files) == []


def test_a_policy_is_named_by_its_own_id() -> None:
    files = sound()
    files["data/policies/pool-2021.yaml"] = files.pop("data/policies/pool-2020.yaml")
    assert [(code, path) for code, path, _ in said(files)] == [
        ("misnamed-record", "data/policies/pool-2021.yaml")
    ]
