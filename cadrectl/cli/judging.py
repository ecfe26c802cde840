"""What `eligible`, `rank` and `policy` share: the policies of the workspace, and tiers as they were named."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, code_of, parse_date, school_calendar
from cadrectl.cli.people import person
from cadrectl.cli.problems import tell_problems
from cadrectl.cli.reading import UNFIT, Reading, in_one_line, register_of, without
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.decide.eligibility import Question, reference_days
from cadrectl.facts.moment import Book, Index, Moment
from cadrectl.policy.load import Stated, in_force, opened, with_superiors, wrong_with
from cadrectl.policy.model import clauses
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.wording import required
from cadrectl.records.kept import problems_once
from cadrectl.records.places import place
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.stamp import looks
from cadrectl.records.store import Store
from cadrectl.text import Text, render, say, say_count
from cadrectl.vocabulary import vocabularies

if TYPE_CHECKING:
    from cadrectl.decide.duties import Exemption, Setting
    from cadrectl.decide.headcount import Staffing
    from cadrectl.decide.policy_checks import Places
    from cadrectl.decide.procedure import Rules
    from cadrectl.policy.clerk import Clerk
    from cadrectl.policy.model import Policy, Tier
    from cadrectl.problem import Problem
    from cadrectl.register import Register
    from cadrectl.vocabulary import Label, Vocabulary

LAW = ("data/policies/", "data/vocabularies/")
"""The files on which it rests whether a policy is right, in its language and as a rule."""
Held = tuple[Mapping[str, str], Store]
"""The hashes of all files, where they are known, and where what was found in them is kept."""


class Bench(Struct, frozen=True, dict=True):
    """The records of a run made ready for judging: the register, the policies known, those that decide."""

    session: Session
    reading: Reading
    known: "list[Policy]"
    deciding: "list[Policy]"

    @cached_property
    def register(self) -> "Register":
        """The records as tables."""
        return register_of(self.reading)

    @cached_property
    def book(self) -> Book:
        """The register made ready for questions by person."""
        return Book(self.register)

    @cached_property
    def clerk(self) -> "Clerk":
        """What works out assessments, as of the day of the session."""
        from cadrectl.policy.clerk import Clerk

        return Clerk(self.book, self.known, code_of(self.session.as_of))

    @cached_property
    def units(self) -> "dict[str, Label]":
        """The names of the units."""
        return dict(self.register.names("units"))

    @cached_property
    def staffing(self) -> "Staffing":
        """Who fills the authorised posts of the units."""
        from cadrectl.decide.headcount import staffing

        return staffing(self.book, code_of(self.session.as_of))

    @property
    def tiers(self) -> "dict[str, Tier]":
        """The tiers of the deciding policies by id, in their order."""
        return {tier.id: tier for policy in self.deciding for tier in policy.tiers}

    @cached_property
    def clause_labels(self) -> "dict[str, Text | Label]":
        """What each clause of the deciding policies asks, in words, by its path."""
        return self.labels_of([(policy, tier) for policy in self.deciding for tier in policy.tiers])

    def labels_of(self, tiers: "Sequence[tuple[Policy, Tier]]") -> "dict[str, Text | Label]":
        """What each clause of some tiers asks, in words, by its path."""
        return {
            clause.path: required(clause, Speaker(policy.sets, self.register.vocabularies, labels=policy.labels)).text
            for policy, tier in tiers
            for clause in clauses(tier.clause)
        }

    @cached_property
    def setting(self) -> "Setting":
        """What duties are worked out from: every version of the deciding policies, the calendar, who is exempt."""
        from cadrectl.decide.duties import Setting

        series = {policy.series for policy in self.deciding}
        versions = [policy for policy in self.known if policy.series in series]
        stated = [record.value.get("calendar", {}) for record in self.reading.of("workspace")]
        exempt = {record.id: exemptions(record.value) for record in self.reading.of("cadres-private")}
        return Setting(self.book, versions, self.known, school_calendar(stated[0] if stated else {}), exempt)

    def asked(self, people: Index) -> Moment:
        """These people at the day of the session."""
        return Moment(self.book, people, np.full(len(people), code_of(self.session.as_of), np.int32))

    @cached_property
    def rules(self) -> "Rules":
        """By what cases of appointment are judged."""
        return rules_of(self.reading, self.known, self.session)

    @cached_property
    def references(self) -> "dict[str, Rules]":
        """By what cases of appointment are judged by analogy: all versions of each reference policy that one of those
        deciding stands under, by series."""
        above = with_superiors(self.deciding, self.known, code_of(self.session.as_of))
        told = [one for one in above if one.reference and one.procedures and one not in self.deciding]
        versions = {named.series: [one for one in self.known if one.series == named.series] for named in told}
        return {series: replace(self.rules, policies=found) for series, found in versions.items()}

    def terms(self, tiers: Sequence[str]) -> "Iterator[Text | Label]":
        """For people: the dates that the policies fix, and how they read what their sources leave open."""
        day = code_of(self.session.as_of)
        for policy in self.deciding:
            for tier in policy.tiers:
                for name, fixed in reference_days(self.book, policy, tier, day).items():
                    if not tiers or tier.id in tiers:
                        yield say("{tier}: the date “{name}” is {day}.", tier=tier.title, name=name, day=fixed)
            yield from conventions(policy).values()

    def question(self, tiers: Sequence[str], cadres: Sequence[str], **more: Any) -> Question:
        """The question about these tiers and people, as the command line names them; none means all."""
        ids = tuple(person(self.reading.of("cadres"), name) for name in cadres)
        wanted = tuple(self._tier(name) for name in tiers)
        return Question(code_of(self.session.as_of), wanted, ids or None, **more)

    def _tier(self, name: str) -> str:
        for tier in (name, f"tier-{name}"):
            if tier in self.tiers:
                return tier
        raise Refusal(say("There is no tier {name}; there are: {tiers}.", name=name, tiers=", ".join(self.tiers)))

    def head(self, command: str, part: str = "tiers") -> Mapping[str, Any]:
        """The JSON envelope; each policy with that `part`, its version, and the dates and conventions it decided by."""
        decided = [self._stated(policy) for policy in self.deciding if getattr(policy, part)]
        return self.reading.head(command, self.session, decided)

    def _stated(self, policy: "Policy") -> dict[str, Any]:
        day = code_of(self.session.as_of)
        return {
            "id": policy.series,
            "version": policy.id,
            "dates": {tier.id: reference_days(self.book, policy, tier, day) for tier in policy.tiers},
            "conventions": {name: render(text, self.session.lang) for name, text in conventions(policy).items()},
        }


def rules_of(reading: Reading, known: "Sequence[Policy]", session: Session) -> "Rules":
    """By what the cases of appointment of a workspace are judged: every version of its policies, and its calendar."""
    from cadrectl.decide.procedure import Rules
    from cadrectl.policy.show_procedures import bodies_of

    stated = [record.value for record in reading.of("workspace")]
    series = {name for one in stated for name in one["policies"]}
    calendar = school_calendar(stated[0].get("calendar", {}) if stated else {})
    versions, bodies = [one for one in known if one.series in series], bodies_of(read_vocabularies(reading))
    return Rules(versions, calendar.office, session.as_of, bodies)


def exemptions(private: Mapping[str, Any]) -> "list[Exemption]":
    """The duties that a private record waives, from when to when; its grounds are not read."""
    from cadrectl.decide.duties import Exemption

    found = []
    for one in private.get("exemptions", ()):
        first, last = parse_date(one["from"]), parse_date(one.get("until", ""))
        assert first is not None  # the schema has checked its form
        found.append(Exemption(one["what"], first[0], last[1] if last else NEVER))
    return found


def conventions(policy: "Policy") -> "dict[str, Label]":
    """How a policy reads what its source leaves open, by convention."""
    texts = {name: stated.get("text") for name, stated in policy.conventions.items()}
    return {name: text for name, text in texts.items() if isinstance(text, dict)}


def read_policies(reading: Reading) -> "tuple[list[Policy], list[Problem]]":
    """All policies of the records, and the problems of their language."""
    stated = [Stated(record.value, record.path, partial(place, record)) for record in reading.of("policies")]
    return opened_once(stated, _held(reading))


def opened_once(stated: Sequence[Stated], held: Held) -> "tuple[list[Policy], list[Problem]]":
    """The policies whose language is right, and the problems of that of all, found once for the same files."""
    read = opened(stated)

    def found() -> "list[Problem]":
        return [*chain.from_iterable(wrong_with(read))]

    problems = _once("language", read, held, found)
    unfit = {problem.path for problem in problems if problem.is_error}
    return [one for one in read if one.path not in unfit], [*problems]


def read_vocabularies(reading: Reading) -> "dict[str, Vocabulary]":
    """The vocabularies of the records."""
    return vocabularies((record.id, record.value) for record in reading.of("vocabularies"))


def policy_problems(reading: Reading) -> "list[Problem]":
    """What is wrong with the policies of the records: their language, and each of them as a rule."""
    return _checked(reading)[1]


def _checked(reading: Reading) -> "tuple[list[Policy], list[Problem]]":
    """The policies of the records, and all that is wrong with them."""
    known, problems = read_policies(reading)
    places = {record.path: partial(place, record) for record in reading.of("policies")}
    return known, [*problems, *checked_once(known, read_vocabularies(reading), places, _held(reading))]


def checked_once(
    known: "Sequence[Policy]", words: "Mapping[str, Vocabulary]", places: "Places", held: Held
) -> "Sequence[Problem]":
    """What is wrong with policies as rules, found once for the same files."""

    def found() -> "Sequence[Problem]":
        from cadrectl.decide import policy_checks

        return policy_checks.check(known, words, places)

    return _once("law", known, held, found)


def _held(reading: Reading) -> Held:
    there = reading.contents
    hashes = there.hashes_of(name for part in LAW for name in there.beginning(part)) if there is not None else {}
    return hashes, reading.store


def _once(
    what: str, known: "Sequence[Policy]", held: Held, make: "Callable[[], Sequence[Problem]]"
) -> "Sequence[Problem]":
    """What is wrong with these policies in one respect: what was found before in files with the same hashes, if these
    are known, or what `make` finds."""
    hashes, store = held
    if not hashes:
        return make()
    law = [one for one in hashes.items() if one[0].startswith(LAW)]
    digest = hashlib.sha256(repr((law, [policy.path for policy in known])).encode()).hexdigest()
    return problems_once(store, f"{what}:{looks()}:{digest}", make)


def confirmed_problems(reading: Reading) -> "list[Problem]":
    """The confirmed grades that contradict the schemes of the workspace."""
    from cadrectl.decide.confirmed import contradictions
    from cadrectl.policy.clerk import Clerk

    series = [name for record in reading.of("workspace") for name in record.value["policies"]]
    return contradictions(Clerk(Book(register_of(reading)), read_policies(reading)[0]), series)


def unit_problems(reading: Reading, session: Session) -> "list[Problem]":
    """The units that do not keep the limits of the policies in force."""
    from cadrectl.decide.unit_limits import broken

    court = sound_bench(session, reading)
    return list(broken(court.book, court.deciding, court.known, code_of(session.as_of)))


def bench(session: Session, reading: Reading, policy: str | None, skip_invalid: bool) -> Bench:
    """The records and the policies that say who qualifies: those in force in this workspace, or the one named."""
    found = _bench(session, reading, policy, skip_invalid)
    return replace(found, deciding=[one for one in found.deciding if _judges(one)])


def _judges(policy: "Policy") -> bool:
    """Whether a policy may say who qualifies: one about moves alone does not."""
    return not policy.sections.state("movement") or bool(policy.tiers)


def bench_of_reports(session: Session, reading: Reading, skip_invalid: bool) -> Bench:
    """The records and the policies in force in this workspace; a day on which none is has no verdicts to report."""
    known, told = fit_policies(reading, session, skip_invalid)
    return Bench(session, told, known, [one for one in _in_force(known, told, session) if _judges(one)])


def sound_bench(session: Session, reading: Reading) -> Bench:
    """The records and the policies in force here that can be read, for an answer that is not about policies."""
    known, _ = read_policies(reading)
    return Bench(session, reading, known, _in_force(known, reading, session))


def _in_force(known: "list[Policy]", reading: Reading, session: Session) -> "list[Policy]":
    """The versions in force of the series that the workspace lists."""
    stated = [record.value["policies"] for record in reading.of("workspace")]
    return in_force(known, [series for one in stated for series in one], code_of(session.as_of))


def bench_of_moves(session: Session, reading: Reading, policy: str | None, skip_invalid: bool) -> Bench:
    """The records and the policy that says how people are moved: that in force in this workspace, or the one named."""
    found = _bench(session, reading, policy, skip_invalid)
    deciding = [one for one in found.deciding if one.movement is not None][:1]
    if not deciding:
        raise Refusal(say("No policy in force here says how people are moved; a policy does so under `movement`."))
    return replace(found, deciding=deciding)


def _bench(session: Session, reading: Reading, policy: str | None, skip_invalid: bool) -> Bench:
    known, reading = fit_policies(reading, session, skip_invalid)
    return Bench(session, reading, known, _deciding(known, reading, session, policy))


def not_applicable(errors: int) -> Text:
    """That policies with so many errors are not applied."""
    return say_count(
        "The policies cannot be applied ({count} error); nothing was computed.",
        "The policies cannot be applied ({count} errors); nothing was computed.",
        count=errors,
    )


def fit_policies(reading: Reading, session: Session, skip_invalid: bool) -> "tuple[list[Policy], Reading]":
    """The policies to judge by, and the reading with their problems.

    Errors end the run, or leave out the policies that have them.
    """
    known, problems = _checked(reading)
    errors = [problem for problem in problems if problem.is_error]
    if not session.quiet:
        tell_problems(errors, reading.source, session.lang)
    if errors and not skip_invalid:
        said = not_applicable(len(errors))
        raise Refusal(in_one_line(said, errors[0]) if session.quiet else said, UNFIT)
    unfit = {problem.path for problem in errors}
    told = without(replace(reading, problems=[*reading.problems, *problems]), unfit, session)
    return [policy for policy in known if policy.path not in unfit], told


def _deciding(known: "list[Policy]", reading: Reading, session: Session, name: str | None) -> "list[Policy]":
    day = code_of(session.as_of)
    if name is None:
        found = _in_force(known, reading, session)
    else:
        found = [one for one in known if one.id == name] or in_force(known, [name], day)
        if not found and name not in {one.series for one in known}:
            raise no_policy(name, sorted({one.series for one in known}))
    if not found:
        raise Refusal(say("No policy of this workspace is in force on {day}.", day=session.as_of))
    return found


def named(reading: Reading, kind: str, names: Sequence[str]) -> list[Record]:
    """The records of a kind that belong to the policies named; all of them if none is."""
    of_kind = {record.value["policy"]: record for record in reading.of(kind)}
    stated = [record.value for record in reading.of("policies")]
    series = {value["policy"]: value.get("series", value["policy"]) for value in stated}
    for name in names:
        if name not in of_kind and name not in series.values():
            raise no_policy(name, sorted(of_kind))
    return [record for policy, record in of_kind.items() if not names or policy in names or series.get(policy) in names]


def policy_files(reading: Reading, names: Sequence[str]) -> set[str]:
    """The paths of the policies named, also of those that cannot be read; of all of them if none is named."""
    kinds = {problem.path: kind_and_id(problem.path) for problem in reading.problems if problem.is_error}
    unread = {named[1]: path for path, named in kinds.items() if named is not None and named[0] == "policies"}
    others = [name for name in names if name not in unread]
    sound = named(reading, "policies", others) if others or not names else []
    return {record.path for record in sound} | {path for id, path in unread.items() if not names or id in names}


def no_policy(name: str, known: Sequence[str]) -> Refusal:
    """That there is no policy of that name."""
    return Refusal(say("There is no policy {name}; there are: {names}.", name=name, names=", ".join(known)))
