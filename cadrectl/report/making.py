"""What the forms of a document are made with beside it: the language, fonts and the bureau's own templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cadrectl.report.charts import Font, find_font, png, svg
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
    _drawn: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def chart_font(self) -> Font:
        """The font of charts."""
        return find_font(self.fonts.get("chart", ""), self.root)

    def svg(self, chart: Chart) -> bytes:
        """A chart as SVG."""
        key = (chart.id, "svg")
        if key not in self._drawn:
            self._drawn[key] = svg(chart, self.chart_font)
        return self._drawn[key]

    def png(self, chart: Chart) -> bytes:
        """A chart as PNG."""
        key = (chart.id, "png")
        if key not in self._drawn:
            self._drawn[key] = png(chart, self.chart_font)
        return self._drawn[key]
