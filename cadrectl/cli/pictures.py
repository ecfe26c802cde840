"""Pictures beside an answer: charts as SVG and PNG next to its file, and the lines that show them in Markdown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadrectl.cli.answer import write
from cadrectl.cli.words import Refusal, option
from cadrectl.text import render, say

if TYPE_CHECKING:
    from cadrectl.cli.reading import Reading
    from cadrectl.report.document import Chart

pictures_option = option(
    "--pictures",
    is_flag=True,
    about=say("Draw pictures beside the FILE of -o, as SVG and PNG; the Markdown form shows them."),
)


def beside(wish: Mapping[str, Any]) -> Path:
    """The file beside which pictures are asked for."""
    file: Path | None = wish["file"]
    if file is None or str(file) == "-":
        raise Refusal(say("--pictures needs -o FILE, beside which they are written."))
    return file


def draw(charts: Sequence["Chart"], file: Path, reading: "Reading", lang: str) -> list[str]:
    """Write each chart beside a file, as `plan-areas.svg` beside `plan.md`, and give the Markdown that shows them."""
    from cadrectl.cli.reading import ENVIRONMENT
    from cadrectl.report.charts import drawings
    from cadrectl.report.document import said_in
    from cadrectl.report.failure import CannotMake

    [settings] = [record.value.get("reports", {}) for record in reading.of("workspace")]
    try:
        named = settings.get("fonts", {}).get("chart", "")
        drawn = drawings([said_in(one, lang) for one in charts], named, reading.root)
    except CannotMake as failure:
        raise Refusal(failure.text, ENVIRONMENT) from None
    lines = []
    for chart in charts:
        drawing = drawn[chart.id]
        name = f"{file.stem}-{chart.id}"
        write(file.with_name(f"{name}.svg"), drawing.svg)
        write(file.with_name(f"{name}.png"), drawing.png)
        lines.append(f"![{render(chart.title, lang)}]({name}.svg)")
    return lines
