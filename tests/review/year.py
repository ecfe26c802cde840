"""The district of `data/` under git with one year of personnel work: a commit for each decision, as an office makes it.

People are chosen by what they are, not by id, so that the district may be generated anew.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cadrectl.records.amend import amended
from cadrectl.records.clone import ATTRIBUTES, attributes
from cadrectl.records.read import read_workspace
from cadrectl.records.source import working_tree
from tests.repository import Repository, repository

DATA = Path(__file__).parents[2] / "data"
LETTER = "Approval-Ref: 组函〔2026〕{number}号"
Value = dict[str, Any]


@dataclass(frozen=True)
class Town:
    """The repository, and who and what was in it at the beginning."""

    repo: Repository
    people: Mapping[str, Value]
    units: Mapping[str, Value]

    def holders(self, rank: str) -> list[str]:
        """Whoever holds one appointed post of that rank and nothing else, and is nobody's kin, by id."""
        return [
            id
            for id, value in self.people.items()
            if (post := value["posts"][-1])["rank"] == rank
            and (post["kind"], post.get("to"), value.get("left")) == ("appointed", None, None)
            and "unit" in post
            and sum("to" not in one for one in value["posts"]) == 1
            and not ({"kin", "sanctions", "proceedings", "admonitions"} & value.keys())
        ]

    def place(self, cadre: str) -> tuple[str, str, str]:
        """The unit, post and rank that the person holds."""
        post = self.people[cadre]["posts"][-1]
        return post["unit"], post["post"], post["rank"]

    def change(self, cadre: str, deed: Callable[[Any], None]) -> None:
        """Change a person's file as an editor does; comments and order stay."""
        path = f"data/cadres/{cadre}.yaml"
        text = amended(path, (self.repo.root / path).read_bytes(), deed)
        assert isinstance(text, str), text
        self.repo.put({path: text})


@cache
def _known() -> tuple[dict[str, Value], dict[str, Value]]:
    """The people and units of `data/`."""
    found = read_workspace(working_tree(DATA.parent)).records
    people, units = ({one.id: one.value for one in found if one.kind == kind} for kind in ("cadres", "units"))
    return people, units


def begin(root: Path) -> Town:
    """The district on 1 September 2026, with nothing done yet."""
    made = repository(root)
    shutil.copytree(DATA, root / "data")
    made.put({ATTRIBUTES: attributes()})
    made.commit("年度开始", "2026-09-01")
    return Town(made, *_known())


def appoint(town: Town, cadre: str, place: tuple[str, str, str], day: str) -> None:
    """End the person's post and begin another one (unit, post, rank), decided ten days before."""
    unit, post, rank = place

    def deed(value: Any) -> None:
        value["posts"][-1]["to"] = day
        new = {"unit": unit, "post": post, "rank": rank, "kind": "appointed", "from": day, "decided": f"{day[:8]}05"}
        value["posts"].append(new)

    town.change(cadre, deed)


def case(town: Town, cadre: str, place: tuple[str, str, str], publicity: str) -> None:
    """The appointment case of autumn 2026 with its steps."""
    unit, post, rank = place
    steps = (
        "  - {step: recommendation, date: 2026-09-07}\n  - {step: inspection, date: 2026-09-09, until: 2026-09-14}\n"
        f"  - {{step: deliberation, date: 2026-09-16}}\n  - {{step: publicity, {publicity}}}\n"
    )
    text = f"title: 选任{post}\nunit: {unit}\npost: {post}\nrank: {rank}\nopened: 2026-09-02\nmethod: recommended\n"
    text += f"\ncandidates:\n  - cadre: {cadre}\n\nsteps:\n{steps}"
    town.repo.put({f"data/appointments/2026/{unit}-{cadre}.yaml": text})


def event(town: Town, kind: str, entry: str) -> None:
    """One event of a kind on record."""
    name = "-".join(part.strip().rpartition(" ")[2] for part in entry.split(",")[:2])
    year = entry.partition("date: ")[2][:4]
    text = f"kind: {kind}\nyear: {year}\nentries:\n  - {{{entry}}}\n"
    town.repo.put({f"data/events/{year}/{kind}-{name}.yaml": text})


def year(root: Path) -> Town:
    """The district on 31 August 2027, after a year in which everything was done as it must be."""
    town = begin(root)
    repo, chief, middle = town.repo, town.holders("deputy"), town.holders("middle-chief")
    promoted, seconded, retired, warned = middle[0], chief[0], chief[1], middle[1]
    place = town.place(retired)

    town.change(retired, _retired)
    repo.commit(f"{town.people[retired]['name']}退休", "2026-09-30")

    appoint(town, promoted, place, "2026-10-15")
    case(town, promoted, place, "date: 2026-09-17, until: 2026-09-23")
    event(town, "talk", f"cadre: {promoted}, date: 2026-10-09, occasion: integrity")
    repo.commit(f"提任{town.people[promoted]['name']}\n\n{LETTER.format(number=8)}", "2026-10-14")

    event(town, "talk", f"cadre: {promoted}, date: 2026-10-28, occasion: promotion")
    repo.commit("任职谈话", "2026-10-28")

    host = next(id for id in town.units if id != town.people[seconded]["posts"][-1]["unit"])
    town.change(seconded, lambda value: value["posts"].append(_secondment(host)))
    repo.commit(f"选派{town.people[seconded]['name']}挂职", "2026-11-02")

    sanction = {"kind": "warning", "decided": "2026-12-10", "effective": "2026-12-10"}
    town.change(warned, lambda value: value.update(sanctions=[sanction]))
    repo.commit("登记警告处分", "2026-12-11")

    town.change(seconded, lambda value: value["posts"][-1].update(to="2027-05-01"))
    repo.commit("挂职期满", "2027-05-06")
    return town


def _secondment(unit: str) -> Value:
    return {"unit": unit, "post": "副校长", "rank": "deputy", "kind": "secondment", "from": "2026-11-01"}


def _retired(value: Any) -> None:
    value["posts"][-1]["to"] = "2026-09-30"
    value["left"] = {"date": "2026-09-30", "reason": "retired"}


def draft(root: Path) -> Town:
    """A pull request of autumn 2026 on which there is something to say: branch `draft` against `main`."""
    town = begin(root)
    promoted, warned = town.holders("middle-chief")[:2]
    retired = town.holders("deputy")[1]
    place = town.place(retired)
    town.repo.git("switch", "-q", "-c", "draft")
    town.change(retired, _retired)
    appoint(town, promoted, place, "2026-10-15")
    case(town, promoted, place, "date: 2026-09-17, until: 2026-09-22")
    event(town, "talk", f"cadre: {promoted}, date: 2026-10-09, occasion: integrity")
    sanction = {"kind": "warning", "decided": "2026-09-10", "effective": "2026-09-10"}
    town.change(warned, lambda value: value.update(sanctions=[sanction]))
    town.repo.commit("秋季任免", "2026-10-12")
    return town
