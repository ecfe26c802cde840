"""The charts of a plan of moves and of vacancies, as numbers; how they are drawn is for `charts`."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cadrectl.report.document import Chart, Said
from cadrectl.rotation.vacancies import Vacancy
from cadrectl.text import Text, say


def flows(id: str, title: Said, moves: Sequence[tuple[str, str]], names: Mapping[str, Said]) -> Chart:
    """How many move from where (rows) to where (columns), of the places that some move begins or ends at, by id."""
    places = [place for place in sorted({place for pair in moves for place in pair}) if place in names]
    counts = Counter(moves)
    rows = tuple((names[one], tuple(counts[one, other] for other in places)) for one in places)
    return Chart(id, title, "matrix", tuple(names[place] for place in places), rows)


def vacancies_against_the_bench(found: Sequence[Vacancy]) -> Chart:
    """Over the months in which posts fall empty: how many have by then, and how many people stand ready for them."""
    months = sorted({one.month for one in found})
    by_then = [[one for one in found if one.month <= month] for month in months]
    ready = [len({id for one in fallen for id in one.ready_now}) for fallen in by_then]
    bench = [len({id for one in fallen for id in (*one.ready_now, *one.ready_later)}) for fallen in by_then]
    series: tuple[tuple[Text, tuple[int, ...]], ...] = (
        (say("posts fallen empty"), tuple(map(len, by_then))),
        (say("reserves ready now"), tuple(ready)),
        (say("reserves in all"), tuple(bench)),
    )
    return Chart("vacancies", say("Vacancies against the bench"), "lines", tuple(months), series)
