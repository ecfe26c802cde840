"""A document with a block of every kind and names that some form or other might stumble over."""

from datetime import date
from pathlib import Path

from cadrectl.report.document import (
    Basis,
    Chart,
    Document,
    Field,
    Form,
    Paragraph,
    Points,
    Section,
    Share,
    Table,
    spoken,
)
from cadrectl.report.making import Making

AWKWARD = (
    *("𬭎䶮", "阿卜杜拉·买买提", "名" * 40, "=1+1"),
    *("<script>alert(1)</script>", "| a | `b` *c*", "{{ 7*7 }}", "\x1b[31m"),
)
BASIS = Basis(date(2026, 8, 31), "0123456789abcdef", ("jt-2020",))


def document(*more: Section) -> Document:
    """The document in Chinese, with further sections."""
    people = Table(
        "people",
        {"zh": "人员"},
        ({"zh": "姓名"}, {"zh": "日期"}, {"zh": "人数"}, {"zh": "占比"}),
        tuple((name, date(2026, 8, 3), 7, Share(1, 3)) for name in AWKWARD),
    )
    blocks = (
        Paragraph("说明：" + AWKWARD[4]),
        Points(AWKWARD),
        Table("t", {"zh": "统计"}, ({"zh": "项"}, {"zh": "数"}), (("甲", 1), (None, 2)), "people", ("QJ-10",)),
        Chart("c", {"zh": "图"}, "bars", ("甲", "乙"), (({"zh": "名额"}, (3, 5)), ({"zh": "人数"}, (2, 4)))),
    )
    sections = (Section({"zh": "一节"}, blocks), *more)
    return spoken(Document("report", {"zh": "月报"}, {"zh": "某局"}, BASIS, sections, (people,)), "zh")


def form() -> Section:
    """A form of two pages."""
    name = (Field("姓名", head=True), Field(AWKWARD[0]), Field("照片", down=2))
    life = (Field("简历", head=True), Field("2004.08—2013.08  某小学教师\n2013.08—  某小学副校长", lines=12))
    front = Form("front", (1, 3, 1), (name, life))
    back = Form("back", (1, 3), ((Field("奖惩", head=True), Field("无", lines=4)),), begins_page=True)
    return Section("审批表", (front, back))


def making(**more: object) -> Making:
    """What it is made with, as a workspace has it that says nothing."""
    return Making(**{"lang": "zh", "root": Path(), "fonts": {}, "templates": {}, **more})  # type: ignore[arg-type]
