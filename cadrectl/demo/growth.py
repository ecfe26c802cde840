"""What is noted of a reserve between two assessments: the mentor's entries and a project taken on. A stream of its
own. Nothing is made of the notes: they are for people to read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cadrectl.demo.dice import Dice
from cadrectl.demo.pool import Calendar, Member

Value = dict[str, Any]

_NOTES = (
    "与其交流近期工作，思路清楚，能主动承担任务；建议加强与教职工的沟通",
    "随堂听课并参加其主持的教研活动，组织有序；建议进一步提炼经验",
    "听取半年工作小结，完成年度培养计划过半；下一步安排参与学校重点工作",
    "就处理家校矛盾一事谈体会，办法稳妥；建议多到年级组了解情况",
    "检查读书与学习笔记，结合岗位思考较多；建议补上学校财务管理知识",
)
_PROJECTS = (
    "牵头校本课程建设",
    "参与集团教学质量监测",
    "承办区级教研活动",
    "主持校园安全专项整治",
    "负责新教师结对培养",
)
_RESULTS = ("按期完成，验收良好", "完成，成果在集团内交流", "基本完成，部分内容转入下一学年")


def entries(member: Member, mentor: str, calendar: Calendar, seed: int) -> list[Value]:
    """The entries of a membership in time order: two of the mentor in each year (none without a mentor) and, in the
    second year, a project; up to the day on which the membership ended, and nothing after the date of the district."""
    dice = Dice(seed, "growth", member.term.first, member.person.number)
    last = min(calendar.as_of, member.term.last_day, member.left[0] if member.left else member.term.last_day)
    noted = [*_projects(member, last, dice), *(_notes(member, mentor, last, dice) if mentor else ())]
    return sorted(noted, key=lambda one: str(one["date"]))


def _notes(member: Member, mentor: str, last: date, dice: Dice) -> Iterator[Value]:
    for year in range(member.term.first, member.term.first + 3):
        for month in (6, 12):
            day, text = date(year, month, dice.between(2, 20)), dice.pick(_NOTES)
            if day < last:
                yield {"date": day.isoformat(), "kind": "mentor", "by": mentor, "text": text}


def _projects(member: Member, last: date, dice: Dice) -> Iterator[Value]:
    year = member.term.first + 1
    begin, end = date(year, 3, dice.between(1, 20)), date(year, 11, 28)
    text, result = dice.pick(_PROJECTS), dice.pick(_RESULTS)
    if begin < last:
        value: Value = {"date": begin.isoformat(), "kind": "project", "text": text}
        yield value | ({"until": end.isoformat(), "result": result} if end < last else {})
