"""The form for appointing and removing cadres (干部任免审批表) in its standard layout.

Family, health and what else is kept apart come in only where they are handed over: the profile decides that.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cadrectl.calendar import YEAR, parse_date
from cadrectl.register import Column, table
from cadrectl.report.career import month, resume
from cadrectl.report.dated import known_at
from cadrectl.report.document import Document, Field, Form, Said, Section
from cadrectl.report.ground import Ground
from cadrectl.review.ends import ruled
from cadrectl.text import Text, say

WIDTHS = (20, 20, 20, 20, 22, 32, 22)
"""The columns, in millimetres on the page of an official document."""
RESUME_LINES, HONOUR_LINES, GRADE_LINES, REASON_LINES, SEAL_LINES = 17, 6, 4, 5, 5
"""How many lines the printed form leaves for each; the résumé ends the first page."""
FAMILY_ROWS = 6
"""How many lines for family the printed form has."""
LAST_YEARS = 3

Private = Mapping[str, Any]


def appointment_form(ground: Ground, cadre: str, private: Private) -> Document:
    """The form of a person as of the last day; `private` is what is kept apart, empty where the profile bars it."""
    record = next(one for one in ground.records if one.kind == "cadres" and one.id == cadre)
    known = known_at(record, ground.day)
    assert known is not None
    filled = _Filling(ground, cadre, known.value, private)
    front = Form("form", WIDTHS, (*filled.person(), *filled.schooling(), *filled.posts()))
    back = Form("form-back", WIDTHS, (*filled.judgement(), *filled.family(), *_ends()), begins_page=True)
    title = say("Form for the appointment or removal of a cadre")
    section = Section(title, (front, back))
    return Document(f"form-{cadre}", title, ground.office, ground.basis, (section,), signed=False)


class _Filling(Struct, frozen=True):
    """One form being filled in, from a person's record as it was on the day."""

    ground: Ground
    cadre: str
    value: Mapping[str, Any]
    private: Private

    def person(self) -> Iterator[tuple[Field, ...]]:
        """Who it is."""
        value = self.value
        birth = ruled(value["birth"])
        party = value.get("party", {})
        joined = ruled(party.get("joined", ""))
        gender = _label("cadres", "gender", value["gender"])
        who = _pairs((say("name"), value["name"]), (say("gender"), gender), (say("born (age)"), self._born(birth)))
        yield *who, Field(say("photo"), down=4)
        ethnicity = ruled(value.get("ethnicity", ""))
        yield _pairs((say("ethnicity"), ethnicity), (say("native place"), ""), (say("place of birth"), ""))
        work = month(ruled(value.get("work_start", "")))
        yield _pairs(
            (say("joined the Party"), month(joined) if party.get("name") == "cpc" else ""),
            (say("start of work"), work),
            (say("health"), self._health()),
        )
        yield (
            Field(say("professional title"), head=True),
            Field(self._highest("titles"), across=2),
            Field(say("special knowledge"), head=True),
            Field("", across=2),
        )

    def _born(self, birth: str) -> Said:
        span = parse_date(birth)
        if span is None:
            return birth
        ages = {(self.ground.day - end) // YEAR for end in span}
        age = ages.pop() if len(ages) == 1 else "?"
        return say("{month} ({age})", month=month(birth), age=age)

    def _health(self) -> str:
        found = sorted(self.private.get("health", ()), key=lambda one: str(one["date"]))
        return str(found[-1]["text"]) if found else ""

    def _highest(self, key: str, mode: str = "") -> Said:
        """The highest level of a graded list."""
        column = table(f"cadres.{key}").column("level")
        assert column is not None
        entries = [one for one in self.value.get(key, ()) if not mode or one.get("mode") == mode]
        best = max(entries, key=lambda one: column.words.index(one["level"]), default=None)
        return "" if best is None else _word(column, best["level"])

    def schooling(self) -> Iterator[tuple[Field, ...]]:
        """The highest education, full-time and in service, with the school."""
        modes = (("full-time", say("full-time education")), ("in-service", say("in-service education")))
        for mode, title in modes:
            lead = (Field(say("education and degree"), head=True, down=2),) if mode == "full-time" else ()
            studies = [one for one in self.value.get("education", ()) if one["mode"] == mode]
            last: Private = max(studies, key=lambda one: str(one.get("until", "")), default={})
            school = say("{school} {major}", school=last.get("school", ""), major=last.get("major", ""))
            yield (
                *lead,
                Field(title, head=True),
                Field(self._with_degree(self._highest("education", mode), last.get("school")), across=2),
                Field(say("school and subject"), head=True),
                Field(school if last else "", across=2),
            )

    def _with_degree(self, education: Said, school: str | None) -> Said:
        """An education with the degree that its school gave, where that is on record."""
        known = self.value.get("degrees", ()) if school is not None else ()
        given = (one["level"] for one in known if one.get("school") == school)
        degree = next(given, None)
        if degree is None:
            return education
        return say("{education}, {degree}", education=education, degree=_label("cadres.degrees", "level", degree))

    def posts(self) -> Iterator[tuple[Field, ...]]:
        """The post held, those proposed (left to be written in), and the résumé."""
        units = self.ground.book.register.names("units")
        held = [one for one in self.value["posts"] if "to" not in one]
        here = [_post(one, units) for one in held]
        yield _wide(say("present post"), _lines(here))
        yield _wide(say("post proposed"), "")
        yield _wide(say("post to be left"), "")
        yield _wide(say("résumé"), _lines(resume(self.value, units)), RESUME_LINES)

    def judgement(self) -> Iterator[tuple[Field, ...]]:
        """Honours and sanctions, the grades of the last years, and the reason, which is left to be written in."""
        honours = [
            say("{date} {what}", date=month(one["date"]), what=self._honour(one["level"]))
            for one in self.value.get("honours", ())
        ]
        sanctions = [
            say("{date} {what}", date=month(one["decided"]), what=_label("cadres.sanctions", "kind", one["kind"]))
            for one in self.value.get("sanctions", ())
        ]
        yield _wide(say("honours and sanctions"), _lines([*honours, *sanctions]), HONOUR_LINES)
        yield _wide(say("yearly results"), _lines(self._grades()), GRADE_LINES)
        yield _wide(say("reason"), "", REASON_LINES)

    def _honour(self, word: str) -> Said:
        words = self.ground.book.register.vocabularies.get("honours")
        return words.terms[word].label if words and word in words.terms else word

    def _grades(self) -> list[Text]:
        """The confirmed yearly grades of the last years."""
        register = self.ground.book.register
        grades = register.vocabularies.get("grades")
        results = register.tables["results"]
        mine = results.take((results["cadre"] == self.cadre) & (results["kind"] == "annual"))
        mine = mine.take((mine["confirmed.date.last"] >= 0) & (mine["confirmed.date.first"] <= self.ground.day))
        graded = zip(mine["year"].tolist(), mine["grade"].tolist(), strict=True)
        found = {(int(year), grade) for year, grade in graded if grade is not None}
        labels = {word: term.label for word, term in grades.terms.items()} if grades else {}
        last = sorted(found)[-LAST_YEARS:]
        return [say("{year} {grade}", year=year, grade=labels.get(grade, grade)) for year, grade in last]

    def family(self) -> Iterator[tuple[Field, ...]]:
        """Close family, one line each, then empty lines."""
        known = list(self.private.get("family", ()))
        rows = max(FAMILY_ROWS, len(known))
        titles = (say("relation"), say("name"), say("age"), say("party"))
        lead = Field(say("family and other close relations"), head=True, down=rows + 1)
        work = Field(say("employer and post"), head=True, across=2)
        yield (lead, *(Field(title, head=True) for title in titles), work)
        for one in known:
            age = self._age(one.get("birth"))
            texts = (one["relation"], one["name"], age, one.get("party", ""))
            yield (*(Field(text) for text in texts), Field(one.get("work", ""), across=2))
        for _ in range(rows - len(known)):
            yield (*(Field("") for _ in titles), Field("", across=2))

    def _age(self, birth: str | None) -> str:
        span = parse_date(birth) if birth else None
        ages = {(self.ground.day - end) // YEAR for end in span} if span else set()
        return str(ages.pop()) if len(ages) == 1 else ""


def _ends() -> Iterator[tuple[Field, ...]]:
    """Where the unit and the authorities sign."""
    sign = say("(seal)  year  month  day")
    yield _wide(say("reporting unit"), sign, SEAL_LINES)
    approval, office = say("opinion of the approving authority"), say("opinion of the administration")
    approved, administered = Field(sign, across=3, lines=SEAL_LINES), Field(sign, across=2)
    yield Field(approval, head=True), approved, Field(office, head=True), administered
    yield _wide(say("filled in by"), "")


def _post(held: Mapping[str, Any], units: Mapping[str, Said]) -> Text:
    return say("{unit} {post}", unit=units.get(held.get("unit", ""), held.get("outside", "")), post=held["post"])


def _pairs(*pairs: tuple[Said, Said]) -> tuple[Field, ...]:
    return tuple(field for title, text in pairs for field in (Field(title, head=True), Field(text)))


def _wide(title: Said, text: Said, lines: int = 1) -> tuple[Field, ...]:
    return Field(title, head=True), Field(text, across=len(WIDTHS) - 1, lines=lines)


def _lines(texts: Sequence[Said]) -> Said:
    whole: Said = texts[0] if texts else ""
    for text in texts[1:]:
        whole = say("{one}\n{next}", one=whole, next=text)
    return whole


def _label(name: str, key: str, word: str) -> Said:
    column = table(name).column(key)
    assert column is not None
    return _word(column, word)


def _word(column: Column, word: str) -> Said:
    return (column.word_labels or {}).get(word, word)
