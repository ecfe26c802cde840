"""The measures as people read them, and the history of runs in full size, one line of JSON each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.measures import Measure

HISTORY = Path(__file__).with_name("history.jsonl")


def table(found: Sequence[Measure]) -> str:
    """The measures as a Markdown table."""
    lines = ["| measure | figure | at most | reached | made of |", "| --- | --- | --- | --- | --- |"]
    for one in found:
        limit = f"{one.at_most:.3g} {one.unit}"
        reached = "yes" if one.reached else "no"
        lines.append(f"| {one.name} | {one.figure:.3g} {one.unit} | {limit} | {reached} | {one.made_of} |")
    return "\n".join(lines)


def remember(about: Mapping[str, Any], found: Sequence[Measure]) -> None:
    """Add a run to the history: when, on what, and every measure."""
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps({**about, "measures": [asdict(one) for one in found]}, ensure_ascii=False) + "\n")


def latest() -> str:
    """The table of the last figure of every measure in the history, and below it when and on what each was taken."""
    runs = [json.loads(line) for line in HISTORY.read_text("utf-8").splitlines()]
    last = {one["name"]: (number, Measure(**one)) for number, run in enumerate(runs) for one in run.pop("measures")}
    taken = sorted({number for number, _ in last.values()})
    lines = [in_words(runs[number]) for number in taken]
    return "\n\n".join([table([measure for _, measure in last.values()]), *lines])


def in_words(about: Mapping[str, Any]) -> str:
    """The circumstances of a run on one line."""
    return ", ".join(f"{name} {value}" for name, value in about.items()) + "."
