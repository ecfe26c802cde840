"""Which rules of the 43 schemes the corpus states, from its policies and its index. Writes the page about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.policy.schemes import SCHEMES, value

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scheme:
    """One of the 43: where its rules are, by number."""

    number: str
    title: str
    issue: int
    rules: frozenset[int]
    cited: frozenset[int]  # the sources of its policies
    later: dict[int, int]  # by rule the issue that brings it
    outside: dict[int, str]  # by rule the reason why no policy states it
    folders: tuple[str, ...]
    cases: int


@cache
def schemes() -> tuple[Scheme, ...]:
    """All rows of the index, in order."""
    return tuple(_scheme(row) for row in value(HERE / "index.yaml")["schemes"])


def table() -> str:
    """A line for every scheme: what is stated, by how many cases it is tried, and what is left."""
    rows = ["| | scheme | policies | rules stated | cases | not stated | issue |", "| --- " * 7 + "|"]
    for one in schemes():
        policies = ", ".join(f"`{folder}`" for folder in one.folders) or "none yet"
        left = "; ".join(_left(one)) or "none"
        cells = (one.number, one.title, policies, _ranges(one.cited) or "none", one.cases, left, one.issue)
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows) + "\n"


def outside() -> str:
    """A line for every rule that no policy states, with the reason."""
    rows = ["| scheme | rule | why no policy states it |", "| --- | --- | --- |"]
    rows += [f"| {one.number} | {rule} | {why} |" for one in schemes() for rule, why in sorted(one.outside.items())]
    return "\n".join(rows) + "\n"


def _scheme(row: dict[str, Any]) -> Scheme:
    shipped = row.get("starter", ())  # of the policies that come with the program
    policies = [path for path in SCHEMES if path.parent.name.startswith(f"{row['number']}-") or path.stem in shipped]
    sources = {source for path in policies for source in _sources(value(path))}
    sources |= {rule for rule, text in row.get("cites", {}).items() if text in sources}  # by its article
    cases = (value(path.with_name(f"{path.stem}.cases.yaml"), "cases")["cases"] for path in policies)
    return Scheme(
        number=row["number"],
        title=row["title"],
        issue=int(row["issue"]),
        rules=frozenset(range(1, int(row["rules"]) + 1)),
        cited=frozenset(int(source) for source in sources if source.isdecimal()),
        later={rule: int(issue) for span, issue in row.get("later", {}).items() for rule in _span(span)},
        outside={rule: why for span, why in row.get("outside", {}).items() for rule in _span(span)},
        folders=tuple(sorted({path.stem if path.stem in shipped else path.parent.name for path in policies})),
        cases=sum(map(len, cases)),
    )


def _sources(stated: object) -> Iterator[str]:
    """Every source that a policy cites."""
    if isinstance(stated, list):
        for part in stated:
            yield from _sources(part)
    elif isinstance(stated, dict):
        for key, part in stated.items():
            if key == "source":
                yield from map(str, part if isinstance(part, list) else [part])
            else:
                yield from _sources(part)


def _span(text: str) -> range:
    """The rules of `3` or `4-7`."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _left(one: Scheme) -> Iterator[str]:
    for issue in sorted(set(one.later.values())):
        rules = frozenset(rule for rule, bringing in one.later.items() if bringing == issue)
        yield f"{_ranges(rules)}: issue {issue}"
    if one.outside:
        yield f"{_ranges(frozenset(one.outside))}: outside"


def _ranges(rules: frozenset[int]) -> str:
    """Numbers in few words: 1-3, 5."""
    starts = [rule for rule in sorted(rules) if rule - 1 not in rules]
    ends = [rule for rule in sorted(rules) if rule + 1 not in rules]
    return ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in zip(starts, ends, strict=True)
    )
