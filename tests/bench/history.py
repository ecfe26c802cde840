"""The measures as people read them, and the history of full runs, one line of JSON each."""

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
    """The table of the last run in the history, and below it when and on what machine it was taken."""
    entry = json.loads(HISTORY.read_text("utf-8").splitlines()[-1])
    found = [Measure(**one) for one in entry.pop("measures")]
    return f"{table(found)}\n\n{in_words(entry)}"


def in_words(about: Mapping[str, Any]) -> str:
    """The circumstances of a run on one line."""
    return ", ".join(f"{name} {value}" for name, value in about.items()) + "."
