"""References to records and words of vocabularies."""

from typing import Any

import pytest

from cadrectl import checks
from cadrectl.text import render
from tests.checks.district import AS_OF, Files, codes, label, problems, record, said, sound


@pytest.mark.parametrize(
    ("path", "change", "line"),
    [
        ("data/reserve/C0002-2024.yaml", {"mentor": "C0009"}, "mentor: C0009"),
        ("data/reserve/C0002-2024.yaml", {"round": "2030"}, "round: '2030'"),
        ("data/relaxations/2024-1.yaml", {"cadre": "C0009"}, "cadre: C0009"),
        ("data/relaxations/2024-1.yaml", {"policy": "pol"}, "policy: pol"),
        ("data/workspace.yaml", {"policies": ["pool", "tiers"]}, "tiers"),
        ("data/units/U002.yaml", {"succeeded_by": ["U003"]}, "U003"),
        ("data/cadres/C0002.yaml", {"kin": [{"cadre": "C0009", "relation": "spouse"}]}, "cadre: C0009"),
        (
            "data/cadres/C0002.yaml",
            {"class_work": [{"kind": "class-teacher", "unit": "U9", "from": "2004"}]},
            "unit: U9",
        ),
    ],
)
def test_an_id_without_a_record_is_said_at_its_place(path: str, change: Files, line: str) -> None:
    files = sound()
    files[path].update(change)
    assert said(files) == [("unknown-reference", path, line)]


def test_the_unknown_person_of_a_finding_is_said_at_the_entry() -> None:
    files = sound()
    files["data/findings/2025/f1.yaml"]["entries"].append(
        {"cadre": "C0009", "what": ["ability"], "meets": True}
    )
    assert said(files) == [("unknown-reference", "data/findings/2025/f1.yaml", "cadre: C0009")]


def test_the_unknown_person_of_a_listing_is_said_at_the_entry() -> None:
    files = sound()
    title = {"zh": "名单", "en": "list"}
    files["data/listings/young.yaml"] = {
        "list": "excellent-young-cadres",
        "title": title,
        "by": "organisation-department",
        "date": "2019",
        "entries": [{"cadre": "C0002"}, {"cadre": "C0009"}],
    }
    assert said(files) == [("unknown-reference", "data/listings/young.yaml", "cadre: C0009")]


def test_a_scheme_is_named_by_its_series_and_not_by_the_id_of_one_version() -> None:
    files = sound()
    files["data/workspace.yaml"]["policies"] = ["pool", "pool-2020"]
    assert said(files) == [("version-named", "data/workspace.yaml", "pool-2020")]
    [told] = problems(files)
    assert render(told.hint, "en") == "Name the scheme: pool. The version in force on the day is used."


def test_a_scheme_of_one_version_is_named_by_its_id() -> None:
    files = sound()
    del files["data/policies/pool-2020.yaml"]["series"]
    files = {path: _named(value, "pool", "pool-2020") for path, value in files.items()}
    assert codes(files) == []


def _named(value: Any, old: str, new: str) -> Any:
    return {**value, "policy": new} if value.get("policy") == old else (
        {**value, "policies": [new]} if "policies" in value else value
    )


def test_a_relaxation_in_a_case_names_the_scheme() -> None:
    files = sound()
    granted = files["data/relaxations/2024-1.yaml"]
    given = {"as_of": "2024-06-01", "relaxations": [granted, {**granted, "policy": "pool-2020"}]}
    case = {"name": label("relaxed"), "given": given, "expect": {"tier-2": "unknown"}}
    files["data/policies/pool-2020.cases.yaml"] = {"policy": "pool-2020", "cases": [case]}
    assert said(files) == [("version-named", "data/policies/pool-2020.cases.yaml", "policy: pool-2020")]


def test_a_private_record_needs_its_cadre() -> None:
    files = sound()
    files["data/cadres-private/C0009.yaml"] = {"phone": "000000"}
    assert said(files) == [("unknown-reference", "data/cadres-private/C0009.yaml", "phone: '000000'")]


@pytest.mark.parametrize(
    ("path", "change", "line"),
    [
        ("data/units/U002.yaml", {"kind": "primery"}, "kind: primery"),
        ("data/cadres/C0002.yaml", {"honours": [{"level": "city-bone", "date": "2015"}]}, "level: city-bone"),
        ("data/units/U002.yaml", {"group": "east"}, "group: east"),
    ],
)
def test_a_word_of_no_vocabulary_is_said_at_its_place(path: str, change: Files, line: str) -> None:
    files = sound()
    files[path].update(change)
    assert said(files) == [("not-in-vocabulary", path, line)]


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"kind": "primery"}, "Did you mean primary?"),
        ({"kind": "zzz"}, "Use one of: junior-high, primary."),
        ({"group": "east"}, "There is no such list of words yet; add it."),
    ],
)
def test_the_hint_offers_the_nearest_word(change: Files, hint: str) -> None:
    files = sound()
    files["data/units/U002.yaml"].update(change)
    assert [render(found.hint, "en") for found in problems(files)] == [hint]


@pytest.mark.parametrize(
    "path",
    [
        "data/cadres/C0002.yaml",
        "data/units/U001.yaml",
        "data/vocabularies/honours.yaml",
        "data/policies/pool-2020.yaml",
        "data/rounds/2024.yaml",
    ],
)
def test_a_file_that_could_not_be_read_may_still_be_named(path: str) -> None:
    files = sound()
    records = [record(name, value) for name, value in files.items() if name != path]
    assert checks.run(records, AS_OF, [path]) == []
    assert path.startswith("data/rounds") or checks.run(records, AS_OF) != []
