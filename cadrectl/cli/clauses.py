"""The clauses of a standing as rows for machines and as lines for people. Not how they are judged."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.decide.eligibility import ClauseAnswer, Standing
    from cadrectl.vocabulary import Label

VERDICTS: Mapping[str, Text] = {"pass": say("pass"), "unknown": say("unknown"), "fail": say("fail")}
SEVERITIES: Mapping[str, Text] = {"must": say("must"), "should": say("should"), "reference": say("by analogy")}


def clause_row(answer: "ClauseAnswer", lang: str) -> dict[str, Any]:
    """A clause about a person, by the keys of the contract."""
    return {
        "id": answer.id,
        "verdict": answer.verdict,
        "severity": answer.severity,
        "required": {"value": answer.required.value, "text": render(answer.required.text, lang)},
        "actual": {"value": answer.actual.value, "text": render(answer.actual.text, lang)},
        "source": list(answer.source),
        "reading": None if answer.reading is None else render(answer.reading, lang),
        "evidence": [{"path": path, "line": line} for path, line in answer.evidence],
    }


def explained(standing: "Standing", title: "Text | Label", lang: str) -> str:
    """Who is judged for what and how, and below it a line for each clause."""
    head = [standing.cadre, standing.name, "·", render(title, lang), "·", render(VERDICTS[standing.verdict], lang)]
    return "\n".join([" ".join(head), *(_line(one, lang) for one in standing.clauses)])


def _line(answer: "ClauseAnswer", lang: str) -> str:
    """`  [pass] what is asked: what was found (source) path:line`, indented by how deep the clause stands.

    Of a clause that only joins others, what was found stands with those.
    """
    indent = "  " * answer.id.count(".")
    severity = "" if answer.severity == "must" else f" · {render(SEVERITIES[answer.severity], lang)}"
    asked = render(answer.required.text, lang)
    found = "" if answer.required.value is None else f": {render(answer.actual.text, lang)}"
    source = f" ({', '.join(answer.source)})" if answer.source else ""
    places = "".join(f" {path}:{line}" for path, line in answer.evidence)
    return f"  {indent}[{render(VERDICTS[answer.verdict], lang)}{severity}] {asked}{found}{source}{places}"
