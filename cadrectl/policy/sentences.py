"""Conditions of a policy as sentences, with the labels of fields and words instead of their ids.

Sets and named conditions have no label: they are quoted by the name that the policy gives them.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.facts.kinds import KINDS, field_column
from cadrectl.policy import model
from cadrectl.policy.barring import bar
from cadrectl.policy.grammar import FACTS, OUTCOMES
from cadrectl.policy.labels import date_label, field_label, kind_label, schema_word
from cadrectl.policy.literal import duration
from cadrectl.policy.model import Comparison, Condition, Duration, Fact, Field, Literal, Selection, Value
from cadrectl.policy.phrases import Said, chain, figure, length, periods
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label, Vocabulary

if TYPE_CHECKING:
    from cadrectl.policy.number_model import Assessment

COMPARED: Mapping[str, Text] = {
    "is": say("is"),
    "not": say("is not"),
    "in": say("is one of"),
    "at_least": say("at least"),
    "more_than": say("more than"),
    "at_most": say("at most"),
    "less_than": say("less than"),
    "has_any": say("has any of"),
    "has_all": say("has all of"),
}

_PAIRS = (("is", "not"), ("at_least", "less_than"), ("at_most", "more_than"))
_OPPOSITE = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}

FACT_NAMES: Mapping[str, Text] = {
    "age": say("age"),
    "years": say("time in {records}"),
    "since": say("time since {what}"),
    "time_to": say("time until {what}"),
    "terms": say("terms in {records}"),
    "has": say("has {records}"),
    "none": say("has no {records}"),
    "every": say("every one of {records}"),
    "latest": say("the latest of {records}"),
    "in_each": say("in each year: {records}"),
    "count": say("number of {records}"),
    "total": say("total {what} of {records}"),
    "mean": say("mean {what} of {records}"),
    "run": say("years in a row with {records}"),
    "finding": say("finding on {what}"),
    "barred": say("barred from {what}"),
    "related": say("kin in linked posts"),
}

COUNTED: Mapping[str, Text] = {
    "current": say("present unbroken time in {records}"),
    "longest": say("longest unbroken time in {records}"),
}
"""What the years in records are called, where they are no total."""

STATES: Mapping[tuple[str, bool], Text] = {
    ("running", True): say("in force"),
    ("running", False): say("no longer in force"),
    ("here", True): say("in the present unit"),
    ("here", False): say("in another unit than the present one"),
    ("verified", True): say("verified"),
    ("verified", False): say("not verified"),
}


class Speaker(Struct, frozen=True):
    """Says conditions in words; `vocabularies` are those of the workspace, the others of the policy.

    Inside an assessment `own` is its id; `relaxations` is what those of the policy are called.
    """

    sets: Mapping[str, Selection] = field(default_factory=dict)
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)
    assessments: "Mapping[str, Assessment]" = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    own: str = ""
    relaxations: Mapping[str, Label] = field(default_factory=dict)

    def sentence(self, condition: Condition, kind: str = "") -> Text:
        """A condition about people, or about records of a kind."""
        match condition:
            case Field():
                return self._field(condition, kind)
            case Fact():
                return self._fact(condition)
            case model.Meets(name):
                return say("meets “{name}”", name=name)
            case model.Not(part):
                opposite = _opposite(part)
                return self.sentence(opposite, kind) if opposite else say("not: {part}", part=self.sentence(part, kind))
            case model.Some(number, parts):
                joined = chain([self.sentence(part, kind) for part in parts], say("{first}; {rest}"))
                return say("at least {number} of: {parts}", number=number, parts=joined)
            case model.Any(parts):
                joined = chain([self.sentence(part, kind) for part in parts], say("{first}; or {rest}"))
                return say("one of: {parts}", parts=joined)
            case model.All(parts):
                return chain([self.sentence(part, kind) for part in parts], say("{first}; and {rest}"))
        raise AssertionError(condition)

    def selected(self, selection: Selection) -> Text:
        """A selection of records."""
        kind = selection.of
        text = say("“{of}”", of=kind)
        if kind in KINDS:
            text = say("{label}", label=kind_label(kind))
        if selection.where is not None:
            where = self.sentence(selection.where, self.kind(selection.of))
            text = say("{of} with {where}", of=text, where=where)
        text = _windowed(text, selection.window)
        for name, msg in ((selection.same, say("each {field} apart")), (selection.distinct, say("different {field}"))):
            if name:
                apart = Text(msg.msgid, {"field": field_label(name, self.kind(selection.of))})
                text = say("{of} ({note})", of=text, note=apart)
        return text

    def value(self, value: Value, kind: str = "", name: str = "") -> Said:
        """A value, as the value of a field where one is named."""

        def plain(one: Value) -> Said:
            if isinstance(one, tuple):
                words = [say("{word}", word=self._literal(word, kind, name)) for word in one]
                return chain(words, say("{first}, {rest}"))
            assert not isinstance(one, model.Cases)
            return self._literal(one.use if isinstance(one, model.Choose) else one, kind, name)

        return self.by_case(value, plain)

    def by_case(self, value: Value, plain: Callable[[Value], Said]) -> Said:
        """A value case by case, where it depends on something; `plain` says what it is in each."""
        if not isinstance(value, model.Cases):
            return plain(value)
        joined = plain(value.branches[-1][1])
        for when, branch in reversed(value.branches[:-1]):
            assert when is not None
            condition = self.sentence(when)
            joined = say("{value} if {condition}, else {rest}", value=plain(branch), condition=condition, rest=joined)
        return joined

    def _field(self, asked: Field, kind: str) -> Text:
        test = asked.tests[0]
        if isinstance(test.value, bool) and (asked.name, test.value) in STATES:
            return STATES[asked.name, test.value]
        label: Said = say("held for") if asked.name == "lasting" else field_label(asked.name, kind)
        if isinstance(test.value, bool):
            return say("{fact}: {value}", fact=label, value=self.value(test.value))
        return say("{fact} {tests}", fact=label, tests=self._compared(asked.tests, kind, asked.name))

    def number(self, assess: str, name: str) -> Label | str:
        """What a number of an assessment (of the own one: "") is called."""
        assessment = self.assessments.get(assess or self.own)
        number = assessment.numbers.get(name) if assessment is not None else None
        return number.label if number is not None and number.label is not None else name

    def assessment(self, assess: str) -> Label | str:
        """What an assessment is called."""
        return self.assessments[assess].title if assess in self.assessments else assess

    def word(self, word: str) -> Label | str:
        """What a word of the scheme is called: as it says itself, else as votes, voters, grades or items are."""
        for name in ("votes", "voters", "grades") if word not in self.labels else ():
            if name in self.vocabularies and word in self.vocabularies[name].terms:
                return self.vocabularies[name].terms[word].label
        return self.labels.get(word) or schema_word("evaluations.people.items", "item", word)

    def bar(self, word: str) -> Text:
        """What somebody is barred from: as the scheme says itself, else as offices do."""
        return say("{word}", word=self.labels[word]) if word in self.labels else bar(word)

    def decision(self, word: str) -> Label | str:
        """What a decision on the pool is called: as the scheme says itself, else as plans do."""
        return self.labels.get(word) or schema_word("plans.decisions", "decision", word)

    def field_word(self, word: str, name: str) -> Label | str:
        """What a word of a field of people, of their unit or post is called."""
        return self._word(word, "", name)

    def kind_of_session(self, kind: str) -> Label | str:
        """What a kind of session is called."""
        return self._word(kind, "results", "kind")

    def _fact(self, fact: Fact) -> Text:
        if fact.name in OUTCOMES:
            from cadrectl.policy.outcome_sentences import outcome  # which only schemes that assess people need

            return outcome(self, fact)
        records: Said = self.selected(fact.selection) if fact.selection else ""
        called = COUNTED.get(str(fact.arguments.get("counting"))) or FACT_NAMES[fact.name]
        name = Text(called.msgid, {"records": records, "what": self._what(fact)})
        if fact.name == "finding" and fact.arguments.get("is") == "not":
            name = say("{finding}: not met", finding=name)
        if fact.condition is not None:
            kind = self.kind(fact.selection.of) if fact.selection else "posts"
            name = say("{fact}: {condition}", fact=name, condition=self.sentence(fact.condition, kind))
        if "at" in fact.arguments:
            name = say("{fact} (at {date})", fact=name, date=_date(str(fact.arguments["at"]), fact.date))
        if not fact.tests:
            return name
        is_length = FACTS[fact.name].measure == "span" and fact.name != "age"  # nobody says that somebody is 40 years
        tests = _in_years(fact.tests) if is_length else fact.tests
        return say("{fact} {tests}", fact=name, tests=self._compared(tests))

    def _what(self, fact: Fact) -> Said:
        """What a fact is about beside its records: a topic, a field, a clause of another policy."""
        kind = self.kind(fact.selection.of) if fact.selection else ""
        match fact.name:
            case "since":
                return field_label(str(fact.arguments["date"]))
            case "total" | "mean":
                return field_label(str(fact.arguments["field"]), kind)
            case "time_to":
                clause, policy = fact.arguments["clause"], fact.arguments.get("policy")
                return say("“{clause}” of {policy}", clause=clause, policy=policy) if policy else str(clause)
        stated = fact.arguments.get("what", fact.arguments.get("from", ()))
        words = [str(one) for one in stated] if isinstance(stated, list | tuple) else [str(stated)]
        if fact.name == "barred":
            return chain([self.bar(one) for one in words], say("{first}, {rest}"))
        labelled = [say("{word}", word=self._word(one, "findings", "what")) for one in words]
        return chain(labelled, say("{first}, {rest}"))

    def _compared(self, tests: Sequence[Comparison], kind: str = "", name: str = "") -> Text:
        texts = [
            say(
                "{comparator} {value}",
                comparator=COMPARED[test.comparator],
                value=self.value(test.value, kind, name),
            )
            for test in tests
        ]
        return chain(texts, say("{first} and {rest}"))

    def _literal(self, value: Literal, kind: str, name: str) -> Said:
        if isinstance(value, bool):
            return say("yes") if value else say("no")
        if isinstance(value, Duration):
            return length(value.codes)
        if value is None and not name:
            return say("no limit")
        text = (
            "none"
            if value is None
            else figure(value)
            if isinstance(value, Fraction)
            else getattr(value, "text", str(value))
        )
        return self._word(text, kind, name)

    def _word(self, word: str, kind: str, name: str) -> Label | str:
        column = field_column(kind, name) if name else None
        if column is None:
            return word
        vocabulary = self.vocabularies.get(column.vocabulary)
        if vocabulary is not None and word in vocabulary.terms:
            return vocabulary.terms[word].label
        return (column.word_labels or {}).get(word, self.labels.get(word, word))

    def kind(self, of: str) -> str:
        """The kind of record behind a set; of a set that is not known here, the posts."""
        seen: set[str] = set()
        while of not in KINDS and of in self.sets and of not in seen:
            seen.add(of)
            of = self.sets[of].of
        return of if of in KINDS else "posts"


def _opposite(part: Condition) -> Condition | None:
    """What holds just where a single comparison does not; None of anything else: two graded words may stand abreast."""
    if not isinstance(part, Field | Fact) or part.name in OUTCOMES or len(part.tests) != 1:
        return None
    [test] = part.tests
    ordered = isinstance(test.value, Fraction | Duration | model.DateRange)
    if not (ordered or (test.comparator in ("is", "not") and isinstance(test.value, str))):
        return None
    return replace(part, tests=(replace(test, comparator=_OPPOSITE[test.comparator]),))


def _windowed(text: Text, window: model.Window) -> Text:
    """Records with the window that they fall into."""
    if window.records is not None:
        return say("the last {number} of {of}", number=window.records, of=text)
    if window.periods == 1:
        return say("{of} of the assessed period", of=text)
    if window.periods is not None:
        return say("{of} of {number}, this one included", of=text, number=periods(window.periods))
    if window.last is not None:
        return say("{of} of the last {time}", of=text, time=length(window.last.codes))
    begin, finish = window.begin, window.finish
    if window.cycle is not None and begin is not None:
        return say(
            "{of} of the running {time} (counted from {date})",
            of=text,
            time=length(window.cycle.codes),
            date=begin.text,
        )
    text = say("{of} from {date} on", of=text, date=begin.text) if begin is not None else text
    return say("{of} until {date}", of=text, date=finish.text) if finish is not None else text


def _date(stated: str, rule: str) -> Said:
    """The date that a fact is asked at: by the name that the policy gives it, else what its rule says."""
    return say("“{name}”", name=stated) if stated != rule else date_label(rule)


def _in_years(tests: Sequence[Comparison]) -> list[Comparison]:
    """Tests of a length of time, with bare numbers said as the years that they mean."""

    def spoken(value: Literal | tuple[Literal, ...]) -> Literal | tuple[Literal, ...]:
        return duration(value) or value

    found = []
    for test in tests:
        value = test.value
        if isinstance(value, model.Cases):
            value = model.Cases(tuple((when, spoken(branch)) for when, branch in value.branches))
        elif not isinstance(value, model.Choose):
            value = spoken(value)
        found.append(replace(test, value=value))
    return found
