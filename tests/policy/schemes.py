"""The schemes that the tests know, and one way to read a scheme from its text, as a workspace reads it."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from cadrectl.decide.policy_checks import check
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem
from cadrectl.records.places import place
from cadrectl.records.read import parse
from cadrectl.records.record import Record
from cadrectl.records.validation import validate
from cadrectl.vocabulary import Vocabulary, vocabularies

ROOT = Path(__file__).parents[2]
SCHEMES = (
    *sorted(path for path in (ROOT / "cadrectl/starter/policies").glob("*.yaml") if ".cases" not in path.name),
    *sorted(path for path in (ROOT / "tests/corpus").glob("[0-9]*/*.yaml") if ".cases" not in path.name),
)


def read(text: str, name: str = "scheme") -> tuple[list[Policy], list[Problem], Stated | None]:
    """The policy that a text states, with every problem of its form, its schema and its language."""
    path = f"data/policies/{name}.yaml"
    parsed = parse(path, text.encode())
    problems = [*parsed.problems, *validate(path, "policies", parsed)]
    if problems or not isinstance(parsed.value, dict):
        return [], problems, None
    record = Record(path, "policies", name, parsed.value, parsed.marks)
    stated = Stated(parsed.value, path, partial(place, record))
    return *policies([stated]), stated


@cache
def known(scheme: Path) -> tuple[list[Policy], list[Problem], Stated | None]:
    """The policy of one of `SCHEMES`, as `read` gives it."""
    return read(scheme.read_text("utf-8"), scheme.stem)


@cache
def words() -> Mapping[str, Vocabulary]:
    """The vocabularies that come with the program."""
    folder = ROOT / "cadrectl/starter/vocabularies"
    return vocabularies((path.stem, value(path, "vocabularies")) for path in sorted(folder.glob("*.yaml")))


def value(path: Path, kind: str = "policies") -> dict[str, Any]:
    """The value of a record that is in order."""
    parsed = parse(f"data/{kind}/{path.name}", path.read_bytes())
    assert not parsed.problems
    assert isinstance(parsed.value, dict)
    return parsed.value


def problems_of(*texts: str) -> list[Problem]:
    """What reading and checking find in schemes given as texts; each names its policy as its file."""
    found: list[Problem] = []
    sound: list[Policy] = []
    places = {}
    for text in texts:
        name = text.split("\n", 1)[0].removeprefix("policy: ")
        read_here, problems, stated = read(text, name)
        found += problems
        sound += read_here
        if stated is not None:
            places[stated.path] = stated.place
    return [*found, *check(sound, words(), places)]


def codes(*texts: str) -> Sequence[str]:
    """The codes of these problems, in order."""
    return [one.code for one in problems_of(*texts)]
