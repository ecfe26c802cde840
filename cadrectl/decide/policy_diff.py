"""Who comes out otherwise under another version of a policy, and by which clauses. The texts are not compared."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.decide.eligibility import ClauseAnswer, Question, Standing, eligible
from cadrectl.facts.moment import Book
from cadrectl.policy.model import Policy

Versions = tuple[Policy, Policy]  # the one before, the one after


class ClauseChange(Struct, frozen=True):
    """A clause on which an outcome turns, as each version judges it; None where a version does not ask it."""

    id: str
    before: ClauseAnswer | None
    after: ClauseAnswer | None


class Change(Struct, frozen=True):
    """One person whose verdict for a tier differs; None where a version does not have the tier."""

    cadre: str
    name: str
    unit: str | None
    tier: str
    before: str | None
    after: str | None
    clauses: list[ClauseChange]


def changes(book: Book, versions: Versions, known: Sequence[Policy], question: Question) -> list[Change]:
    """Everybody who changes outcome, tier by tier, then by id of the person."""
    asked = replace(question, explain=False, horizon=None)
    before, after = (_standings(book, policy, known, asked) for policy in versions)
    changed = [key for key in before | after if _verdict(before.get(key)) != _verdict(after.get(key))]
    if not changed:
        return []
    people = tuple(dict.fromkeys(cadre for _, cadre in changed))
    told = replace(asked, cadres=people, explain=True)
    before, after = (_standings(book, policy, known, told) for policy in versions)
    return [_change(before.get(key), after.get(key)) for key in changed]


def _standings(
    book: Book, policy: Policy, known: Sequence[Policy], question: Question
) -> dict[tuple[str, str], Standing]:
    return {(one.tier, one.cadre): one for one in eligible(book, [policy], known, question)}


def _verdict(standing: Standing | None) -> str | None:
    return None if standing is None else standing.verdict


def _change(before: Standing | None, after: Standing | None) -> Change:
    one = before or after
    assert one is not None
    return Change(
        one.cadre, one.name, one.unit, one.tier, _verdict(before), _verdict(after), list(by_clauses(before, after))
    )


def by_clauses(before: Standing | None, after: Standing | None) -> Iterator[ClauseChange]:
    """The clauses that decide in either version and are not judged alike; all that decide where none differs."""
    standings = [one for one in (before, after) if one is not None]
    deciding = dict.fromkeys(path for one in standings for path in (*one.failed, *one.unknown))
    old, new = _answers(before), _answers(after)
    found = [ClauseChange(path, old.get(path), new.get(path)) for path in deciding]
    return iter([one for one in found if _judged(one.before) != _judged(one.after)] or found)


def _answers(standing: Standing | None) -> dict[str, ClauseAnswer]:
    return {} if standing is None else {answer.id: answer for answer in standing.clauses}


def _judged(answer: ClauseAnswer | None) -> tuple[str, str] | None:
    return None if answer is None else (answer.verdict, answer.severity)
