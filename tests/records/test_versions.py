"""Records of an older schema version are read as if brought up, and said to be older."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cadrectl.problem import Problem
from cadrectl.records.places import place
from cadrectl.records.read import Reading, read_workspace

WORKSPACE = 'name: {zh: 某区教育局, en: Bureau}\ndivision: "320499"\nlanguage: zh\npolicies: []\n'
OLD = """\
list: other-pool
title: {zh: 名单, en: A list}
by: bureau
date: 2023-02-28
names:
  - C0001
  - C0002
"""


@dataclass
class Given:
    """A source made of texts."""

    files: dict[str, str]

    def names(self) -> list[str]:
        return sorted(self.files)

    def read(self, name: str) -> bytes | Problem:
        return self.files[name].encode()

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        return ((name, self.read(name)) for name in names)


def reading(version: int, listing: str) -> Reading:
    workspace = WORKSPACE + f"schemas: {{listings: {version}}}\n"
    return read_workspace(
        Given({"data/workspace.yaml": workspace, "data/listings/pool.yaml": listing})
    )


def test_a_listing_of_version_1_is_read_as_one_of_version_2() -> None:
    found = reading(1, OLD)
    assert [(entry.code, entry.line) for entry in found.problems] == [("schema-older", 5)]
    listing = found.records[0]
    assert listing.value["entries"] == [{"cadre": "C0001"}, {"cadre": "C0002"}]
    assert "names" not in listing.value


def test_what_was_brought_up_keeps_its_places() -> None:
    listing = reading(1, OLD).records[0]
    assert place(listing, ("entries",)) == (5, 1)
    assert place(listing, ("entries", 1)) == (7, 5)
    assert place(listing, ("entries", 1, "cadre")) == (7, 5)
    assert place(listing, ("date",)) == (4, 1)


def test_what_is_wrong_in_an_older_record_is_said_at_its_own_place() -> None:
    found = reading(1, OLD.replace("- C0002", "- C 0002"))
    assert [(entry.code, entry.line) for entry in found.problems] == [("wrong-form", 7), ("schema-older", 5)]


def test_a_newer_version_is_refused_once_and_its_records_left_out() -> None:
    found = reading(99, "future: true\n")
    assert [(entry.path, entry.code) for entry in found.problems] == [("data/workspace.yaml", "schema-newer")]
    assert [record.kind for record in found.records] == ["workspace"]


def test_the_current_version_goes_without_saying() -> None:
    assert reading(2, OLD.replace("names:\n  - C0001\n  - C0002", "entries: [{cadre: C0001}]")).problems == []


OLD_SESSION = """\
unit: U001
kind: annual
year: 2024
date: 2025-01-08
people:
- cadre: C0001
  ballots:
  - voter: staff
    excellent: 3
    basically_competent: 1
    abstained: 2
- cadre: C0002
"""


def old_session(text: str) -> Reading:
    workspace = WORKSPACE + "schemas: {evaluations: 1}\n"
    return read_workspace(
        Given({"data/workspace.yaml": workspace, "data/evaluations/2024/U001-annual.yaml": text})
    )


def test_counts_of_version_1_are_read_as_votes_and_keep_their_places() -> None:
    found = old_session(OLD_SESSION)
    assert [entry.code for entry in found.problems] == ["schema-older"]
    session = found.records[0]
    votes = {"excellent": 3, "basically-competent": 1}
    assert session.value["people"][0]["ballots"] == [{"voter": "staff", "votes": votes, "abstained": 2}]
    ballot = ("people", 0, "ballots", 0)
    assert place(session, (*ballot, "votes")) == (8, 5)
    assert place(session, (*ballot, "votes", "basically-competent")) == (10, 5)
    assert place(session, (*ballot, "abstained")) == (11, 5)


def test_what_is_wrong_with_a_count_of_version_1_is_said_where_it_stands() -> None:
    found = old_session(OLD_SESSION.replace("excellent: 3", "excellent: many"))
    assert [(entry.code, entry.line) for entry in found.problems if entry.is_error] == [("wrong-type", 9)]


OLD_PLAN = """\
title: 调整建议
kind: pool
date: 2026-01-08
decisions:
- cadre: C0001
  tier: tier-1
  decision: undecided
  reasons:
  - 缺2024年度考核
"""


def test_a_reason_of_version_1_is_read_as_text_and_keeps_its_place() -> None:
    workspace = WORKSPACE + "schemas: {plans: 1}\n"
    found = read_workspace(
        Given({"data/workspace.yaml": workspace, "data/plans/pool-2025.yaml": OLD_PLAN})
    )
    assert [entry.code for entry in found.problems] == ["schema-older"]
    plan = next(record for record in found.records if record.kind == "plans")
    assert plan.value["decisions"][0]["reasons"] == [{"text": "缺2024年度考核"}]
    reason = ("decisions", 0, "reasons", 0)
    assert place(plan, reason) == place(plan, (*reason, "text")) == (9, 5)
