"""Cases of a policy, tried together: what one gives is not seen by another."""

from cadrectl.decide.cases import run
from cadrectl.policy.parse import parse

POLICY = {
    "policy": "avoidance",
    "title": {"zh": "回避", "en": "Avoidance"},
    "in_force": {"from": "2020-01-01"},
    "select": [
        {
            "id": "post",
            "title": {"zh": "职务", "en": "Post"},
            "source": "1",
            "require": {"related": {"in": "unit", "where": {"rank": "deputy"}}},
        }
    ],
}


def case(rank: str, verdict: str) -> dict[str, object]:
    """A case whose spouse, under the same id in every case, holds a post of this rank in the same unit."""
    post = {"unit": "office", "post": "职员", "kind": "appointed", "from": "2020-09-01"}
    return {
        "name": {"zh": rank, "en": rank},
        "given": {
            "units": {"office": {"name": "教育局", "kind": "bureau-office"}},
            "cadres": {"spouse": {"name": "卫四", "posts": [{**post, "rank": rank}]}},
            "cadre": {"kin": [{"cadre": "spouse", "relation": "spouse"}], "posts": [{**post, "rank": "staff"}]},
        },
        "expect": {"post": verdict},
    }


def test_people_of_the_same_id_in_two_cases_are_two_people() -> None:
    policy, problems = parse(POLICY, "avoidance.yaml", lambda _: (0, 0))
    cases = {"defaults": {"as_of": "2026-09-01"}, "cases": [case("deputy", "pass"), case("staff", "fail")]}
    assert not problems
    assert [outcome.found for outcome in run(policy, (), cases, {})] == ["pass", "fail"]
