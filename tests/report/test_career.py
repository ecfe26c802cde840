"""The résumé of the appointment form: to the month, in time order, and no month unaccounted for."""

from typing import Any

from cadrectl.report.career import resume
from cadrectl.text import render

UNITS = {"U001": {"zh": "城南小学"}, "U002": {"zh": "城北小学"}}


def post(start: str, end: str | None, **more: Any) -> dict[str, Any]:
    ended = {"to": end} if end else {}
    return {"unit": "U001", "post": "教师", "rank": "staff", "kind": "appointed", "from": start, **ended, **more}


def lines(*posts: dict[str, Any], education: tuple[dict[str, Any], ...] = ()) -> list[str]:
    return [render(line, "zh").rstrip() for line in resume({"education": education, "posts": posts}, UNITS)]


def test_posts_are_told_to_the_month_and_the_last_has_no_end() -> None:
    assert lines(post("2004-08-22", "2013-08-24"), post("2013-08-24", None, post="副校长")) == [
        "2004.08—2013.08  城南小学教师",
        "2013.08—         城南小学副校长",
    ]


def test_a_month_that_nothing_accounts_for_is_said_to_be_open() -> None:
    found = lines(post("2004-08", "2010-06"), post("2010-08", None))
    assert found[1] == "2010.06—2010.08  （无记录）"


def test_the_month_after_leaves_no_gap() -> None:
    assert len(lines(post("2004-08", "2010-06"), post("2010-07", None))) == 2


def test_a_year_alone_leaves_no_gap_to_tell() -> None:
    assert len(lines(post("2004", "2010"), post("2010-11", None))) == 2


def test_study_comes_before_work_and_in_service_study_and_secondments_inside() -> None:
    education = (
        {"mode": "full-time", "school": "南浦学院", "from": "2000-09", "until": "2004-07"},
        {"mode": "in-service", "school": "江左大学", "major": "教育", "from": "2008-09", "until": "2011-06"},
    )
    away = post("2009-03", "2010-03", unit="U002", post="校长助理", kind="secondment")
    assert lines(post("2004-08", None), away, education=education) == [
        "2000.09—2004.07  南浦学院学习",
        "2004.08—         城南小学教师（其间：2008.09—2011.06  江左大学教育专业学习）"
        "（其间：2009.03—2010.03  挂职城北小学校长助理）",
    ]
