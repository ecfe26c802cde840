"""The dossier of an appointment case: its steps against the procedure, its candidates and objections (QJ-1, PT-4)."""

from cadrectl.decide.procedure import STATES, StepAnswer, checked
from cadrectl.decide.roster import heading
from cadrectl.records.places import place
from cadrectl.records.record import Record
from cadrectl.register import table
from cadrectl.report.document import Block, Document, Field, Form, Paragraph, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.text import say


def dossier_of_case(ground: Ground, case: Record) -> Document:
    """The dossier of a case as of the last day."""
    sections = [Section(say("The case"), (_head(ground, case),)), _steps(ground, case), _candidates(ground, case)]
    objections = case.value.get("objections", ())
    texts = tuple(
        Paragraph(say("{date}: {outcome}", date=one["date"], outcome=one.get("outcome", say("not settled"))))
        for one in objections
    )
    sections.append(Section(say("Objections"), texts or (Paragraph(say("No objection is on record.")),)))
    title = say("Dossier: {title}", title=case.value["title"])
    return Document(f"dossier-{case.id}", title, ground.office, ground.basis, tuple(sections), signed=False)


def _head(ground: Ground, case: Record) -> Form:
    value = case.value
    result = value.get("result", {})
    pairs: list[tuple[Said, Said]] = [
        (say("unit"), ground.unit(value["unit"])),
        (say("post"), value["post"]),
        (say("method"), _word(ground, "method", value["method"])),
        (say("opened"), value["opened"]),
        (say("vacant since"), value.get("vacant", "")),
        (say("result"), _word(ground, "result.outcome", result["outcome"]) if result else say("open")),
    ]
    boxes = [(Field(title, head=True), Field(text)) for title, text in pairs]
    rows = ((*one, *other) for one, other in zip(boxes[::2], boxes[1::2], strict=True))
    return Form("case", (1, 2, 1, 2), tuple(rows))


def _word(ground: Ground, key: str, word: str) -> Said:
    column = table("appointments").column(key)
    assert column is not None
    return heading(ground.book.register, column, key).words.get(word, word)


def _steps(ground: Ground, case: Record) -> Section:
    """Every step of the procedure; what is asked for and what was found."""
    answers = checked(case.value, ground.rules)
    title = say("Steps against the procedure")
    if not answers:
        return Section(title, (Paragraph(say("No policy in force has a procedure for this case.")),))
    columns = (say("step"), say("date"), say("state"), say("what was found"), say("source"), say("record"))
    return Section(title, (Table("steps", title, columns, tuple(_step(case, one) for one in answers)),))


def _step(case: Record, answer: StepAnswer) -> Row:
    taken = None if answer.at is None else case.value["steps"][answer.at]
    line = None if answer.at is None else place(case, ("steps", answer.at))[0]
    return (
        *(answer.rule.label, dated(taken["date"]) if taken else None, STATES[answer.state or "unknown"]),
        *(answer.actual, ", ".join(answer.rule.source), "" if line is None else f"{case.path}:{line}"),
    )


def _candidates(ground: Ground, case: Record) -> Section:
    names = ground.book.register.names("cadres")
    rows: tuple[Row, ...] = tuple(
        (one["cadre"], names.get(one["cadre"]), dated(one.get("withdrawn")))
        for one in case.value.get("candidates", ())
    )
    title = say("Candidates")
    blocks: tuple[Block, ...] = (
        Table("candidates", title, (say("cadre"), say("name"), say("withdrawn")), rows),
    )
    return Section(title, blocks if rows else (Paragraph(say("No candidate is on record.")),))
