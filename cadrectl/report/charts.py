"""Charts as SVG and PNG, the same bytes for the same numbers. matplotlib is imported only here, when one is drawn.

Every character must be in the font: a chart with an empty box in it is not made, and who asked is told which one.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cadrectl.report.document import Chart
from cadrectl.report.failure import CannotMake
from cadrectl.text import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT_PACKAGE = "pylopdf_fonts_zh_cn"
"""A package that holds a font with the characters of Chinese names, for machines that have none."""
FAMILIES = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "DejaVu Sans"),
)
"""Where no font is named, the first of these that the machine has; the last is always there."""
COLOURS = ("#1f5fa8", "#c8642d", "#5b8c3a")
HATCHES = ("", "//", "..")  # series are told apart on paper too
MARKERS = ("o", "s", "^")
DOTS = 160  # an inch, on paper


class Font(Struct, frozen=True):
    """A font file and the name of its family."""

    path: str
    family: str


@cache
def find_font(named: str, root: Path) -> Font:
    """The font of a family or a file below `root`; without a name the first that is there. `CannotMake` if none is."""
    from matplotlib import font_manager

    if named.endswith((".ttf", ".otf", ".ttc")):
        return _font(root / named, named)
    package = find_spec(FONT_PACKAGE) if not named else None
    if package is not None and package.origin is not None:
        return _font(next(Path(package.origin).parent.glob("*Sans*.otf")), FONT_PACKAGE)
    known = {one.name: one.fname for one in font_manager.fontManager.ttflist}
    for family in (named,) if named else FAMILIES:
        if family in known:
            return Font(known[family], family)
    raise CannotMake(say("There is no font {font} on this machine.", font=named))


def _font(path: Path, named: str) -> Font:
    from matplotlib.font_manager import fontManager, get_font

    try:
        family = get_font(str(path)).family_name
        fontManager.addfont(str(path))
        return Font(str(path), family)
    except (OSError, RuntimeError):
        raise CannotMake(say("The font {font} cannot be read.", font=named)) from None


class Drawing(Struct, frozen=True):
    """A chart that is drawn: `svg`, whose words stay words, and `png` for forms that take no SVG, laid out alike."""

    svg: bytes
    png: bytes


def ready(named: str, root: Path) -> None:
    """Whatever takes long before the first chart can be drawn in a font."""
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    import matplotlib.figure  # noqa: F401 -- that it is imported is what is asked for

    find_font(named, root)


def drawings(charts: Iterable[Chart], named: str, root: Path) -> dict[str, Drawing]:
    """Charts by their id, each drawn in the font that `find_font` finds."""
    return {chart.id: draw(chart, find_font(named, root)) for chart in charts}


def draw(chart: Chart, font: Font) -> Drawing:
    """The chart of a spoken document. What stands where is worked out once, for the SVG."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    check(_texts(chart), font)
    screen, paper = io.BytesIO(), io.BytesIO()
    with matplotlib.rc_context({"font.family": [font.family], "svg.fonttype": "none", "svg.hashsalt": chart.id}):
        figure = Figure(figsize=(7.2, 3.6), layout="constrained")
        KINDS[chart.kind](chart, figure)
        figure.savefig(screen, format="svg", metadata={"Date": None, "Creator": None})
        figure.set_layout_engine("none")
        figure.set_dpi(DOTS)
        canvas = FigureCanvasAgg(figure)
        canvas.print_png(paper, metadata={"Software": None})  # type: ignore[no-untyped-call]  # it has no types
    return Drawing(screen.getvalue(), paper.getvalue())


def check(texts: Iterable[str], font: Font) -> None:
    """Raise `CannotMake` where the font lacks a character that can be seen."""
    from matplotlib.font_manager import get_font

    face = get_font(font.path)
    seen = {letter for text in texts for letter in text if letter.isprintable()}
    missing = sorted(letter for letter in seen if not face.get_char_index(ord(letter)))
    if missing:
        letters = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
        hint = say("name another one in data/workspace.yaml, reports.fonts.chart")
        raise CannotMake(say("The font {font} has no {letters}; {hint}.", font=font.family, letters=letters, hint=hint))


def _texts(chart: Chart) -> Iterator[str]:
    yield str(chart.title)
    yield from map(str, chart.labels)
    yield from (str(title) for title, _ in chart.series)


def _pyramid(chart: Chart, figure: "Figure") -> None:
    """Two series back to back from a line in the middle."""
    axes = _axes(chart, figure)
    places = range(len(chart.labels))
    (left, lefts), (right, rights) = chart.series
    axes.barh(places, [-number for number in lefts], color=COLOURS[0], label=str(left))
    axes.barh(places, rights, color=COLOURS[1], hatch=HATCHES[1], edgecolor="white", label=str(right))
    for place, (one, other) in enumerate(zip(lefts, rights, strict=True)):
        axes.annotate(str(one), (-one, place), (-4, 0), textcoords="offset points", ha="right", va="center")
        axes.annotate(str(other), (other, place), (4, 0), textcoords="offset points", ha="left", va="center")
    most = max((*lefts, *rights, 1)) * 1.15
    axes.set_xlim(-most, most)
    axes.set_yticks(places, list(map(str, chart.labels)))
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xticks([])
    _legend(figure)


def _bars(chart: Chart, figure: "Figure") -> None:
    """The series side by side for every class."""
    axes = _axes(chart, figure)
    width = 0.8 / len(chart.series)
    for number, (title, values) in enumerate(chart.series):
        places = [place + width * (number - (len(chart.series) - 1) / 2) for place in range(len(chart.labels))]
        style = {"color": COLOURS[number % len(COLOURS)], "hatch": HATCHES[number % len(HATCHES)], "edgecolor": "white"}
        drawn = axes.bar(places, values, width, label=str(title), **style)  # type: ignore[arg-type]
        axes.bar_label(drawn, padding=2)
    axes.set_xticks(range(len(chart.labels)), list(map(str, chart.labels)))
    axes.set_yticks([])
    axes.margins(y=0.2)
    _legend(figure)


def _lines(chart: Chart, figure: "Figure") -> None:
    """Each series as a line over the classes."""
    axes = _axes(chart, figure)
    for number, (title, values) in enumerate(chart.series):
        style = {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)]}
        axes.plot(range(len(values)), values, label=str(title), **style)  # type: ignore[arg-type]
    axes.set_xticks(range(len(chart.labels)), list(map(str, chart.labels)), rotation=30, ha="right")
    axes.set_ylim(bottom=0)
    axes.spines["left"].set_visible(True)
    _legend(figure)


def _axes(chart: Chart, figure: "Figure") -> "Axes":
    axes = figure.add_subplot()
    axes.set_title(str(chart.title))
    axes.spines[["top", "right", "left"]].set_visible(False)
    return axes


def _legend(figure: "Figure") -> None:
    figure.legend(loc="outside lower center", ncols=3, frameon=False)


def _matrix(chart: Chart, figure: "Figure") -> None:
    """A number for each row and column, the darker the greater; nothing where it is 0."""
    size = len(chart.labels)
    figure.set_size_inches(7.2, max(3.6, 1.8 + 0.28 * size))
    axes = _axes(chart, figure)
    values = [list(numbers) for _, numbers in chart.series]
    most = max((number for row in values for number in row), default=0)
    if size:
        axes.imshow(values, cmap="Blues", vmin=0, vmax=2 * max(most, 1), aspect="auto")
    for row, numbers in enumerate(values):
        for column, number in enumerate(numbers):
            if number:
                axes.annotate(str(number), (column, row), ha="center", va="center")
    axes.set_xticks(range(size), list(map(str, chart.labels)), rotation=60, ha="right")
    axes.set_yticks(range(size), [str(title) for title, _ in chart.series])


KINDS: Mapping[str, Callable[[Chart, "Figure"], None]] = {
    "pyramid": _pyramid,
    "bars": _bars,
    "lines": _lines,
    "matrix": _matrix,
}
