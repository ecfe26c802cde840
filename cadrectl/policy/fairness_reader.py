"""How a policy has it watched whether outcomes divide evenly between groups of people, as it is read."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct

from cadrectl.facts.kinds import person_fields
from cadrectl.policy.fitting import field_measure
from cadrectl.policy.literal import literal, sources
from cadrectl.policy.model import Pointer
from cadrectl.policy.number_model import Assessment, Fairness, Pool
from cadrectl.policy.problems import Reporter
from cadrectl.text import say

AGE, POOL = "age", "pool"
_AT: Pointer = ("fairness",)


class FairnessReader(Struct, frozen=True):
    """Reads `fairness` in sight of the assessments and the pool whose outcomes it names."""

    report: Reporter
    assessments: Collection[Assessment]
    pool: Pool | None

    def fairness(self, raw: Mapping[str, Raw]) -> Fairness:
        """What is read; reports unknown words, a ratio that is none, and ages without (or missing for) bands of age."""
        ratio = literal(raw["ratio"])
        if not isinstance(ratio, Fraction) or not 0 < ratio <= 1:
            message = say("“{value}” is no value for this.", value=str(raw["ratio"]))
            self.report.add("bad-literal", (*_AT, "ratio"), message, say("Write a share, such as 80%."))
            ratio = Fraction(1)
        if (AGE in raw["by"]) != ("ages" in raw):
            message = say("`ages` stands beside `age` among the groups, and only there.")
            self.report.add("bad-argument", (*_AT, "by"), message)
        self._known(
            raw["by"], (*_AT, "by"), {AGE} | {one for one in person_fields() if field_measure("", one) == "word"}
        )
        known = self._outcomes()
        self._known(raw["favourable"], (*_AT, "favourable"), known)
        for name, words in raw["favourable"].items():
            self._known(words, (*_AT, "favourable", name), known.get(name, words))
        return Fairness(
            sources(raw),
            raw.get("reading"),
            ratio,
            raw["at_least"],
            tuple(raw["by"]),
            tuple(sorted(raw.get("ages", ()))),
            {name: tuple(words) for name, words in raw["favourable"].items()},
            _AT,
        )

    def _outcomes(self) -> dict[str, tuple[str, ...]]:
        """The outcomes that there may be: grades by assessment, decisions of the pool."""
        found = {one.id: one.grades.order for one in self.assessments if one.grades is not None}
        return found | ({POOL: (*self.pool.order, "enter")} if self.pool is not None else {})

    def _known(self, words: Collection[str], at: Pointer, known: Collection[str]) -> None:
        for index, word in enumerate(words):
            if word not in known:
                place = (*at, word) if isinstance(words, Mapping) else (*at, index)
                self.report.unknown_word(place, word, known)
