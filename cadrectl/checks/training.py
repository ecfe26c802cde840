"""Training: the project that pays for a class is one of the fund of its year."""

from collections.abc import Iterator

from cadrectl.calendar import YEAR
from cadrectl.checks.book import Book, at, span
from cadrectl.problem import Problem
from cadrectl.text import say


def project_is_one_of_the_fund(book: Book, as_of: int) -> Iterator[Problem]:
    """Classes whose project no fund of their year has, though there is one."""
    projects: dict[int, set[str]] = {}
    for fund in book.of("funds"):
        projects.setdefault(fund.value["year"], set()).update(one["project"] for one in fund.value["projects"])
    for record in book.of("training"):
        known = projects.get(span(record.value["from"]).first // YEAR)
        project = record.value.get("project")
        if project is not None and known is not None and project not in known:
            message = say("{project} is no project of the fund of that year", project=project)
            hint = say("Projects there: {projects}.", projects=", ".join(sorted(known)))
            yield at(record, ("project",), "project-not-in-fund", message, hint)
