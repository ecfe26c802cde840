"""Results of assessments as `assess` gives them: rows of data, columns and lines for people."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from cadrectl.cli.answer import Column
from cadrectl.cli.judging import Bench
from cadrectl.decide.assess import Assessed
from cadrectl.decide.consequences import Followed
from cadrectl.decide.quotas import Quota
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.computation import Desk, Line, lines
from cadrectl.policy.phrases import Said, chain, percent
from cadrectl.policy.reasons import period_text
from cadrectl.policy.sheets import Sheet
from cadrectl.text import Text, render, say, say_count


def shown(row: Assessed, clerk: Clerk, explain: bool, lang: str) -> dict[str, Any]:
    """A result as data."""
    speaker = clerk.speaker(row.sheet)
    values: dict[str, Any] = {
        "cadre": row.cadre,
        "name": row.name,
        "unit": row.unit,
        "assess": row.sheet.assessment.id,
        "kind": row.sheet.assessment.kind,
        "year": row.sheet.period.year,
        "semester": row.sheet.period.part or None,
        "policy": row.sheet.policy.id,
        "group": row.group or None,
        "score": _number(row.score),
        "components": [
            {
                "id": part.id,
                "label": render(speaker.number("", part.id), lang),
                "score": _number(part.amount),
                "hidden": part.hidden,
            }
            for part in row.parts
            if not part.share
        ],
        "rank": row.placing.rank,
        "places": [row.placing.best, row.placing.worst] if row.placing.best else None,
        "of": row.placing.size or None,
        "tied": row.placing.tied,
        "grade": row.grading.grade,
        "computed": row.grading.computed,
        "confirmed": row.grading.confirmed,
        "possible": row.grading.possible,
        "grade_source": list(row.grading.source),
        "shares": {part.id: _number(part.amount) for part in row.parts if part.share},
        "consequences": [_consequence(one, lang) for one in row.consequences],
        "unknown": [render(reason, lang) for reason in row.reasons],
    }
    if explain:
        values["trace"] = [_line(line, lang) for line in _lines(row, clerk)]
    return values


def _lines(row: Assessed, clerk: Clerk) -> Iterator[Line]:
    return lines(Desk(clerk, row.sheet, row.at))


def _line(line: Line, lang: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "label": render(line.label, lang),
        "text": render(line.text, lang),
        "value": _number(line.amount),
        "source": list(line.source),
        "reading": None if line.reading is None else render(line.reading, lang),
        "evidence": [{"path": path, "line": number} for path, number in line.evidence],
    }


def _consequence(followed: Followed, lang: str) -> dict[str, Any]:
    return {
        "id": followed.id,
        "verdict": followed.verdict,
        "action": [action.id for action in followed.actions],
        "one_of": followed.one_of,
        "text": render(_actions(followed), lang),
        "severity": followed.severity,
        "source": list(followed.source),
        "until": followed.until,
        "bars": list(followed.bars),
        "bearers": list(followed.bearers),
        "wins": followed.wins,
    }


def _actions(followed: Followed) -> Text:
    labels = [say("{action}", action=action.label) for action in followed.actions]
    if followed.one_of:
        return say("one of: {actions}", actions=chain(labels, say("{first} / {rest}")))
    return chain(labels, say("{first}, {rest}"))


def quota_shown(quota: Quota) -> dict[str, Any]:
    """A quota as data."""
    return {
        "assess": quota.sheet.assessment.id,
        "year": quota.sheet.period.year,
        "group": quota.allowed.group or None,
        "grade": quota.grade,
        "or_better": quota.or_better,
        "base": quota.allowed.base,
        "share": _number(quota.allowed.amount),
        "allowed": quota.allowed.seats,
        "used": quota.used,
        "source": list(quota.source),
    }


def _number(amount: Fraction | None) -> float | int | None:
    """A fraction as a JSON number: an integer where it is one."""
    if amount is None:
        return None
    return int(amount) if amount.denominator == 1 else float(amount)


def columns(court: Bench, clerk: Clerk, rows: Sequence[Assessed]) -> list[Column]:
    sheets = {row.sheet.assessment.id: row.sheet for row in rows}
    words = {row.grading.grade: row.sheet for row in rows}
    words |= {grade: row.sheet for row in rows for grade in row.grading.possible}
    groups = {row.group: row.sheet for row in rows}

    def grade(word: str) -> Said:
        return clerk.speaker(words[word]).word(word)

    def open_grades(grades: Sequence[str]) -> str:
        return " / ".join(render(grade(one), court.session.lang) for one in grades)

    def followed(consequences: Any) -> str:
        return "; ".join(one["text"] for one in consequences if one["wins"] and one["verdict"] == "pass")

    return [
        *([Column("assess", say("assessment"), lambda id: sheets[id].assessment.title)] if len(sheets) > 1 else []),
        Column("semester", say("semester"), optional=True),
        Column("group", say("group"), lambda name: clerk.group(groups[name], name), optional=True),
        Column("places", say("place"), _place),
        Column("cadre", say("cadre"), optional=True),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id)),
        Column("score", say("score")),
        Column("grade", say("grade"), grade),
        Column("possible", say("open"), open_grades, optional=True),
        Column("tied", say("equal with"), _few, optional=True),
        Column("consequences", say("follows"), followed, optional=True),
        Column("unknown", say("not known"), "; ".join, optional=True),
    ]


def _few(ids: Sequence[str]) -> str:
    """The first of several people, and how many more there are."""
    more = f" +{len(ids) - 3}" if len(ids) > 3 else ""
    return ", ".join(ids[:3]) + more


def _place(places: Sequence[int]) -> str:
    """A place, or the first and the last that are open."""
    best, worst = places
    return str(best) if best == worst else f"{best}–{worst}"


def count(sheet: Sheet, rows: Sequence[Assessed]) -> Text:
    """How many of the results shown are known."""
    own = [row for row in rows if row.sheet is sheet]
    return say_count(
        "{title}, {period} ({policy}): {count} result, {unknown} unknown.",
        "{title}, {period} ({policy}): {count} results, {unknown} unknown.",
        title=sheet.assessment.title,
        period=period_text(sheet.period),
        policy=sheet.policy.id,
        count=len(own),
        unknown=sum(bool(row.reasons) for row in own),
    )


def quota_text(clerk: Clerk, quota: Quota) -> Text:
    amount = quota.allowed.amount
    assert amount is not None  # asked before
    grade = clerk.speaker(quota.sheet).word(quota.grade)
    who = say(
        "{grade}{group}",
        grade=say("{grade} or better", grade=grade) if quota.or_better else grade,
        group=say(" ({group})", group=clerk.group(quota.sheet, quota.allowed.group)) if quota.allowed.group else "",
    )
    source, base, seats = ", ".join(quota.source), quota.allowed.base, quota.allowed.seats
    if amount >= 1:  # so many people, whatever the size of the group
        return say(
            "{who}: {allowed} of {base}, {used} used ({source}).",
            who=who,
            allowed=seats,
            base=base,
            used=quota.used,
            source=source,
        )
    return say(
        "{who}: {share} of {base} makes {allowed}, {used} used ({source}).",
        who=who,
        share=percent(amount),
        base=base,
        allowed=seats,
        used=quota.used,
        source=source,
    )


def explanations(rows: Sequence[Assessed], clerk: Clerk, lang: str) -> Iterator[str]:
    """For people: each computation in a block, as on paper, and what followed from it."""
    for row in rows:
        title = render(row.sheet.assessment.title, lang)
        period = render(period_text(row.sheet.period), lang)
        head = f"{row.cadre or row.unit} {row.name} · {title} · {period}"
        told = [_told(line, lang) for line in _lines(row, clerk)]
        yield "\n".join(["", head, *told, *(f"  {render(one, lang)}" for one in _outcome(row, clerk))])


def _told(line: Line, lang: str) -> str:
    """`  label: how = what (source)`, and below it each `path:line`."""
    places = " ".join(f"{path}:{number}" for path, number in line.evidence)
    told = f"  {render(line.label, lang)}: {render(line.text, lang)}{_articles(line.source)}"
    return f"{told}\n    {places}" if places else told


def _articles(source: Sequence[str]) -> str:
    return f" ({', '.join(source)})" if source else ""


def _outcome(row: Assessed, clerk: Clerk) -> Iterator[Text]:
    """The place, the grade and what follows, with the articles."""
    if row.placing.best is not None:
        place = _place((row.placing.best, row.placing.worst or 0))
        ranked = say("place {rank} of {size}", rank=place, size=row.placing.size)
        alone = say("alone in the group: there is nobody to be ranked with")
        yield alone if row.placing.size == 1 else ranked
    if row.grading.grade is not None:
        text = say("grade {grade}", grade=clerk.speaker(row.sheet).word(row.grading.grade))
        text = say("{grade}, confirmed", grade=text) if row.grading.confirmed else text
        yield say("{text}{source}", text=text, source=_articles(row.grading.source))
    elif row.grading.possible:
        words = [say("{word}", word=clerk.speaker(row.sheet).word(one)) for one in row.grading.possible]
        yield say("grade open: {grades}", grades=chain(words, say("{first} / {rest}")))
    for one in row.consequences:
        text = say("→ {actions}", actions=_actions(one))
        if one.until is not None:
            text = say("{text} until {day}", text=text, day=one.until)
        if one.verdict != "pass":
            text = say("{text} (not known whether)", text=text)
        yield say("{text}{source}", text=text, source=_articles(one.source))
    for reason in row.reasons:
        yield say("? {reason}", reason=reason)
