"""One rule of each class broken on purpose in the district of `data/`: the change is stopped and the article named."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.review.conftest import Rows
from tests.review.year import LETTER, Town, appoint, begin, case, event

PROMOTION = "《党政领导干部选拔任用工作条例》第二十四条"
RESERVE = """\
cadre: {cadre}
policy: jt-tiers
tier: {tier}

term:
  from: 2026-10-01
  until: 2028-12-31

route: selected

approval:
  date: 2026-09-28
  body: education-committee
"""
Value = Any


def free(town: Town) -> tuple[str, str, str]:
    """A deputy's place that its holder has just left."""
    retired = town.holders("deputy")[1]
    place = town.place(retired)

    def leave(value: Value) -> None:
        value["posts"][-1]["to"] = "2026-09-30"
        value["left"] = {"date": "2026-09-30", "reason": "retired"}

    town.change(retired, leave)
    return place


def promotion(town: Town, place: tuple[str, str, str], publicity: str = "date: 2026-09-17, until: 2026-09-23") -> str:
    """A middle manager takes a place on 15 October 2026, with everything but the letter; who it is."""
    cadre = town.holders("middle-chief")[0]
    appoint(town, cadre, place, "2026-10-15")
    case(town, cadre, place, publicity)
    event(town, "talk", f"cadre: {cadre}, date: 2026-10-09, occasion: integrity")
    return cadre


def without_steps(town: Town) -> None:
    cadre = promotion(town, free(town))
    for path in (town.repo.root / "data/appointments/2026").glob(f"*-{cadre}.yaml"):
        path.unlink()


def short_publicity(town: Town) -> None:
    promotion(town, free(town), "date: 2026-09-17, until: 2026-09-22")


def without_letter(town: Town) -> None:
    promotion(town, free(town))


def without_talk(town: Town) -> None:
    cadre = promotion(town, free(town))
    (town.repo.root / f"data/events/2026/talk-{cadre}-2026-10-09.yaml").unlink()


def beyond_headcount(town: Town) -> None:
    """The third of two, the second of one: nobody leaves, and so many come as there are places, and one more."""
    unit, post, rank = town.place(town.holders("deputy")[0])
    places = next(one["headcount"] for one in town.units[unit]["posts"] if one["post"] == post)
    for cadre in town.holders("middle-chief")[: places + 1]:
        appoint(town, cadre, (unit, post, rank), "2026-10-15")


def within_influence(town: Town) -> None:
    cadre = promotion(town, free(town))
    sanction = {"kind": "warning", "decided": "2026-04-16", "effective": "2026-04-16"}
    town.change(cadre, lambda value: value.update(sanctions=[sanction]))


def under_proceedings(town: Town) -> None:
    cadre = promotion(town, free(town))
    town.change(cadre, lambda value: value.update(proceedings=[{"kind": "inspection", "opened": "2026-08-01"}]))


def without_certificate(town: Town) -> None:
    held = next(id for id in town.holders("principal") if town.place(id)[1] in ("校长", "园长"))
    place = town.place(held)
    town.change(held, lambda value: value["posts"][-1].update(to="2026-10-15"))
    cadre = next(id for id in town.holders("deputy") if "post-training" not in str(town.people[id]))
    appoint(town, cadre, place, "2026-10-15")


def moved_down(town: Town) -> None:
    unit, _, _ = town.place(cadre := town.holders("deputy")[0])
    appoint(town, cadre, (unit, "办公室主任", "middle-chief"), "2026-10-15")
    town.change(cadre, lambda value: value["posts"][-1].pop("decided"))


def undecided_middle(town: Town) -> None:
    unit, post, rank = town.place(cadre := town.holders("middle-chief")[0])
    appoint(town, cadre, (unit, f"{post}（兼）", rank), "2026-10-15")
    town.change(cadre, lambda value: value["posts"][-1].pop("decided"))


def without_agreement(town: Town) -> None:
    town.repo.put({"data/reserve/C0001-2026-9.yaml": RESERVE.format(cadre="C0001", tier="tier-3")})


def too_old(town: Town) -> None:
    cadre = min(town.holders("middle-chief"), key=lambda id: str(town.people[id]["birth"]))
    town.repo.put({f"data/reserve/{cadre}-2026.yaml": RESERVE.format(cadre=cadre, tier="tier-2")})


def beyond_the_cap(town: Town) -> None:
    """Twenty-one more for a tier of twenty."""
    chosen = [id for id in town.people if not list((town.repo.root / "data/reserve").glob(f"{id}-*"))][:21]
    town.repo.put({f"data/reserve/{id}-2026.yaml": RESERVE.format(cadre=id, tier="tier-1") for id in chosen})


def left_without_a_talk(town: Town) -> None:
    members = sorted((town.repo.root / "data/reserve").glob("*-2026.yaml"))
    path = next(one for one in members if "left:" not in one.read_text("utf-8"))
    town.repo.append(f"data/reserve/{path.name}", "left:\n  date: 2026-12-20\n  reason: veto\n")


def contradiction(town: Town) -> None:
    town.change(town.holders("deputy")[0], lambda value: value["posts"][-1].update(unit="U999"))


def mass_removal(town: Town) -> None:
    for path in sorted((town.repo.root / "data/cadres").iterdir())[:40]:
        path.unlink()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The district, made once; each class is broken on a branch of its own."""
    return begin(tmp_path_factory.mktemp("classes") / "区")


@pytest.mark.parametrize(
    ("deed", "kind", "article"),
    [
        (without_steps, "promoted", "QJ-1"),
        (short_publicity, "promoted", "QJ-1"),
        (without_letter, "promoted", "QJ-2"),
        (without_talk, "promoted", "PT-10"),
        (beyond_headcount, "promoted", "QJ-2"),
        (within_influence, "promoted", PROMOTION),
        (under_proceedings, "promoted", PROMOTION),
        (without_certificate, "promoted", "QJ-3"),
        (moved_down, "demoted", "QJ-1"),
        (undecided_middle, "reassigned", "QJ-1"),
        (without_agreement, "entered-pool", "JT-7"),
        (too_old, "entered-pool", "JT-3"),
        (beyond_the_cap, "entered-pool", "JT-1"),
        (left_without_a_talk, "left-pool", "JT-11"),
        (contradiction, "corrected", "unknown-reference"),
        (mass_removal, "mass-removal", "workspace.yaml"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_rule_of_the_class_broken_on_purpose_stops_the_change_by_its_article(
    district: Town, rows: Rows, deed: Callable[[Town], None], kind: str, article: str
) -> None:
    district.repo.git("switch", "-q", "-c", deed.__name__, "main")
    deed(district)
    answered = deed not in (without_letter, without_agreement)
    district.repo.commit(f"变动\n\n{LETTER.format(number=1)}" if answered else "变动", "2026-10-12")
    found = rows("--as-of", "2026-10-12", "review", "main..HEAD", where=district.repo.root)
    blocking = {
        source
        for row in found
        if row["change"] == kind and row["blocks"]
        for part in (*row["rules"], *row["missing"])
        if part["blocks"]
        for source in part["source"]
    }
    assert article in blocking
