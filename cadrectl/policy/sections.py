"""A policy opened: its head read at once, each section of its record when it is first asked for.

The readers of a section are imported with it, for most commands ask for few sections of few policies. Whether all of
a policy is right is not asked here (`parse`).
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Any as Raw

from msgspec import Struct

from cadrectl.calendar import NEVER, parse_date
from cadrectl.policy import model
from cadrectl.policy.bars import read_effect, read_relaxation
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.model import Condition, Figure, Pointer, Policy, Selection, Tier
from cadrectl.policy.problems import Reporter
from cadrectl.policy.tiers import TierReader
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.policy.changes import ChangeRule
    from cadrectl.policy.duties import Duty
    from cadrectl.policy.movement import Movement
    from cadrectl.policy.number_model import Assessment, Fairness, Ladder, Pool
    from cadrectl.policy.procedures import Procedure


def opened(value: Mapping[str, Raw], path: str, place: Callable[[Pointer], tuple[int, int]]) -> Policy:
    """The policy that a record states, its sections not read yet; the record has passed its schema."""
    span = value["in_force"]
    return Policy(
        id=value["policy"],
        series=value.get("series", value["policy"]),
        path=path,
        title=value["title"],
        issuer=value.get("issuer"),
        number=value.get("number", ""),
        in_force=(first_day(span["from"]), _last_day(span.get("until"))),
        dates=value.get("dates", {}),
        conventions=value.get("conventions", {}),
        labels=value.get("labels", {}),
        absences={
            kind: stated if isinstance(stated, str) else first_day(stated["none_since"])
            for kind, stated in value.get("missing_means", {}).items()
        },
        superiors=tuple(raw["policy"] for raw in value.get("under", [])),
        reference=value.get("reference", False),
        sections=Sections(value, Reporter(path, place)),
    )


class Sections(Struct, frozen=True, dict=True):
    """Reads the sections of one policy record; what is wrong in those that were read is in the report."""

    value: Mapping[str, Raw]
    report: Reporter

    @cached_property
    def _conditions(self) -> ConditionReader:
        value = self.value
        return ConditionReader(
            self.report,
            value.get("dates", {}),
            value.get("conventions", {}),
            value.get("sets", {}),
            set(value.get("conditions", {})),
        )

    @cached_property
    def _tier(self) -> Callable[[Mapping[str, Raw], Pointer], Tier]:
        return TierReader(self._conditions, self.value.get("relaxations", []), self.value.get("groups", {})).tier

    def _stated(self, key: str) -> list[tuple[Mapping[str, Raw], Pointer]]:
        """The entries of a list in the record, each with the keys that lead to it."""
        return [(raw, (key, index)) for index, raw in enumerate(self.value.get(key, []))]

    def state(self, key: str) -> bool:
        """Whether the record has a section under this key."""
        return key in self.value

    def sets(self) -> Mapping[str, Selection]:
        """The named sets of records."""
        stated = self.value.get("sets", {})
        return {name: self._conditions.selection(raw, ("sets", name)) for name, raw in stated.items()}

    def conditions(self) -> Mapping[str, Condition]:
        """The named conditions."""
        stated = self.value.get("conditions", {})
        return {name: self._conditions.person(raw, ("conditions", name)) for name, raw in stated.items()}

    def relaxations(self) -> Mapping[str, model.Relaxation]:
        """What softens limits, by id."""
        return {raw["id"]: read_relaxation(self._conditions, raw, at) for raw, at in self._stated("relaxations")}

    def effects(self) -> tuple[model.Effect, ...]:
        """What records bar."""
        return tuple(read_effect(self._conditions, raw, at) for raw, at in self._stated("effects"))

    def above(self) -> tuple[model.Above, ...]:
        """The clauses of superior policies that clauses here may not be looser than."""
        found = []
        for raw, at in self._stated("under"):
            if "clause" in raw and "stricter" in raw:
                ours = raw.get("ours", raw["clause"])
                found.append(model.Above(raw["policy"], raw["clause"], ours, raw["stricter"], at))
            elif "clause" in raw:
                message = say("`{fact}` needs `{argument}`.", fact="under", argument="stricter")
                self.report.add("bad-argument", (*at, "clause"), message)
        return tuple(found)

    def figures(self, named: Mapping[str, Condition]) -> tuple[Figure, ...]:
        """What is counted; `named` are the named conditions."""
        if "figures" not in self.value:
            return ()
        from cadrectl.policy.figure_reader import FigureReader

        reader = FigureReader(self._conditions, named)
        return tuple(reader.figure(raw, at) for raw, at in self._stated("figures"))

    def actions(self) -> "tuple[Ladder, ...]":
        """The ladders of actions."""
        if "actions" not in self.value:
            return ()
        from cadrectl.policy.assessments import read_actions

        return read_actions(self.report, self.value["actions"])

    def assessments(self, ladders: "tuple[Ladder, ...]") -> "tuple[Assessment, ...]":
        """How people and bodies are assessed."""
        if "assess" not in self.value:
            return ()
        from cadrectl.policy.assessments import AssessmentReader

        return AssessmentReader(self._conditions, ladders).assessments(self.value["assess"])

    def pool(self, ladders: "tuple[Ladder, ...]") -> "Pool | None":
        """The rules of the reserve pool."""
        if "pool" not in self.value:
            return None
        from cadrectl.policy.assessments import AssessmentReader

        return AssessmentReader(self._conditions, ladders).pool(self.value)

    def fairness(self, assessments: "tuple[Assessment, ...]", pool: "Pool | None") -> "Fairness | None":
        """How it is watched that outcomes divide evenly."""
        if "fairness" not in self.value:
            return None
        from cadrectl.policy.fairness_reader import FairnessReader

        return FairnessReader(self.report, assessments, pool).fairness(self.value["fairness"])

    def changes(self) -> "tuple[ChangeRule, ...]":
        """What changes must meet and bring."""
        if "changes" not in self.value:
            return ()
        from cadrectl.policy.changes import ChangeReader

        return ChangeReader(self.report, self._tier).rules(self.value["changes"])

    def procedures(self) -> "tuple[Procedure, ...]":
        """The procedures of appointment."""
        if "procedures" not in self.value:
            return ()
        from cadrectl.policy.procedures import ProcedureReader

        return ProcedureReader(self.report, self._tier).procedures(self.value["procedures"])

    def duties(self, named: Mapping[str, Condition]) -> "tuple[Duty, ...]":
        """The duties; `named` are the named conditions."""
        if "duties" not in self.value:
            return ()
        from cadrectl.policy.duties import DutyReader

        return DutyReader(self._conditions, named).duties(self.value["duties"])

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers, in the order of the record."""
        return tuple(self._tier(raw, at) for raw, at in self._stated("select"))

    def movement(self) -> "Movement | None":
        """How people are moved."""
        if "movement" not in self.value:
            return None
        from cadrectl.policy.movement_parse import read_movement

        return read_movement(self.value["movement"], self._conditions, self._tier)


def first_day(text: str) -> int:
    """The first day that a date of the record means."""
    found = parse_date(text)
    assert found is not None  # the schema has checked its form
    return found[0]


def _last_day(text: str | None) -> int:
    found = parse_date(text) if text is not None else None
    return NEVER if found is None else found[1]
