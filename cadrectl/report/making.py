"""What the forms of a document are made with beside it: the language, fonts and the bureau's own templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cadrectl.report.charts import Drawing, Font, draw, find_font
from cadrectl.report.document import Chart


@dataclass(frozen=True)
class Making:
    """One run: `fonts` by role (title, heading, subheading, body, chart), `templates` by name, of the workspace `root`.

    A chart that two forms need is drawn once.
    """

    lang: str
    root: Path
    fonts: Mapping[str, str]
    templates: Mapping[str, str]
    _drawn: dict[str, Drawing] = field(default_factory=dict, repr=False)

    @cached_property
    def chart_font(self) -> Font:
        """The font of charts."""
        return find_font(self.fonts.get("chart", ""), self.root)

    def drawing(self, chart: Chart) -> Drawing:
        """A chart, drawn."""
        if chart.id not in self._drawn:
            self._drawn[chart.id] = draw(chart, self.chart_font)
        return self._drawn[chart.id]
