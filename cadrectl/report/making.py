"""What the forms of a document are made with beside it: the language, fonts and the bureau's own templates."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from cadrectl.report.charts import Drawing, Font, drawings, find_font
from cadrectl.report.document import Chart


class Making(Struct, frozen=True):
    """One run: `fonts` by role (title, heading, subheading, body, chart), `templates` by name, of the workspace `root`.

    A chart that two forms need is drawn once; those that others draw meanwhile, by id, are had from `ahead`.
    """

    lang: str
    root: Path
    fonts: Mapping[str, str]
    templates: Mapping[str, str]
    ahead: Callable[[], Iterable[Mapping[str, Drawing]]] = list
    _drawn: dict[str, Drawing] = field(default_factory=dict)

    @property
    def chart_font(self) -> Font:
        """The font of charts."""
        return find_font(self.named_font, self.root)

    @property
    def named_font(self) -> str:
        """The font of charts that the bureau names, "" for none."""
        return self.fonts.get("chart", "")

    def drawing(self, chart: Chart) -> Drawing:
        """A chart, drawn."""
        if not self._drawn:
            for found in self.ahead():
                self._drawn.update(found)
        if chart.id not in self._drawn:
            self._drawn.update(drawings([chart], self.named_font, self.root))
        return self._drawn[chart.id]
