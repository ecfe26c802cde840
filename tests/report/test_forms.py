"""Every form of a document: what it shows, that nothing in it runs, and that the same document gives the same bytes."""

import io
import zipfile
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from cadrectl.records import crew
from cadrectl.records.crew import Crew
from cadrectl.report import charts, grids, layout, paper
from cadrectl.report.charts import find_font
from cadrectl.report.document import Chart, Table
from cadrectl.report.failure import CannotMake
from cadrectl.report.formats import USUAL, files
from tests.report.awkward import AWKWARD, document, making


@cache
def ours(form: str) -> dict[str, bytes]:
    """The files of one form as they are without any setting."""
    return files(document(), making(), [form], Crew())


def made(form: str, **more: object) -> dict[str, bytes]:
    return files(document(), making(**more), [form], Crew())


@pytest.mark.parametrize("form", USUAL)
def test_the_same_document_gives_the_same_bytes(form: str) -> None:
    assert made(form) == ours(form)


def test_several_processes_make_the_bytes_that_one_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = files(document(), making(), USUAL, Crew())
    monkeypatch.setattr(crew, "_processors", lambda: 2)
    with Crew(heavy=True) as hands:
        assert files(document(), making(), USUAL, hands) == expected


def test_another_process_that_cannot_draw_a_chart_says_what_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_processors", lambda: 2)
    with Crew(heavy=True) as hands, pytest.raises(CannotMake) as caught:
        files(document(), making(fonts={"chart": "No Such Font"}), ["html"], hands)
    assert caught.value.text.values["font"] == "No Such Font"


def test_markdown_shows_every_name_and_runs_none() -> None:
    text = ours("markdown")["report.md"].decode()
    assert all(name in text for name in AWKWARD[:4])
    assert "<script" not in text
    assert "\x1b" not in text
    assert r"\| a \| \`b\` \*c\*" in text
    assert "基准日 2026-08-31 · 记录 0123456789ab · jt-2020 · QJ-10 · 明细见附表 people" in text


def test_the_page_escapes_what_records_say_and_needs_nothing_from_outside() -> None:
    page = ours("html")["report.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "{{ 7*7 }}" in page  # a name is no template
    assert "http" not in page
    assert '<html lang="zh-CN">' in page
    assert 'alt="图"' in page
    assert page.count('<th scope="col"') == 2 + 4


def test_a_template_of_the_workspace_takes_the_place_of_ours() -> None:
    page = made("html", templates={"report.html": "<p>{{ document.title }} · {{ document.office }}</p>"})
    assert page == {"report.html": "<p>月报 · 某局</p>".encode()}


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("<p>\n{% if %}", 2),
        ("<p>\n\n{{ nothing.here }}", 3),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("{% include 'x' %}", 1),
        ("<p>\n{{ 1 / 0 }}", 2),
        ("{% for at in range(1000000000) %}{% endfor %}", 1),
    ],
)
def test_a_template_with_an_error_is_named_with_its_line_and_runs_nothing(template: str, line: int) -> None:
    with pytest.raises(CannotMake) as caught:
        made("html", templates={"report.html": template})
    assert caught.value.text.values["line"] == line
    assert caught.value.text.values["excerpt"] == template.splitlines()[line - 1]


def sheets() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(ours("xlsx")["report.xlsx"]))


def test_a_workbook_holds_dates_as_dates_numbers_as_numbers_and_no_formula() -> None:
    annex = sheets()["2 人员"]
    rows = list(annex.iter_rows(min_row=4))
    assert [row[0].value for row in rows][:-1] == list(AWKWARD[:-1])
    for row in rows:
        assert row[0].data_type == "s"
        assert (row[1].is_date, row[1].value.date()) == (True, date(2026, 8, 3))  # type: ignore[union-attr]
        assert (row[2].data_type, row[2].value) == ("n", 7)
        assert (row[3].number_format, row[3].data_type, str(row[3].value)[:6]) == ("0.0%", "n", "0.3333")
    for name, content in members(ours("xlsx")["report.xlsx"]).items():
        assert b"<f>" not in content, name


def test_the_titles_of_a_sheet_stay_in_sight_and_its_columns_fit_chinese() -> None:
    annex = sheets()["2 人员"]
    assert annex.freeze_panes == "A4"
    assert annex.column_dimensions["A"].width >= 60  # forty characters take eighty, held at the widest
    assert annex.column_dimensions["B"].width >= len("2026-08-31")
    assert sheets()["目录"].max_row == 3 + 2


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_member_of_an_office_file_has_a_date_of_today() -> None:
    for form, name in (("docx", "report.docx"), ("xlsx", "report.xlsx")):
        with zipfile.ZipFile(io.BytesIO(ours(form)[name])) as archive:
            assert {one.date_time[0] for one in archive.infolist()} == {1980}
        assert b"2026-08-31T00:00:00Z" in members(ours(form)[name])["docProps/core.xml"]


def test_the_document_is_set_by_the_standard() -> None:
    word = docx.Document(io.BytesIO(ours("docx")["report.docx"]))
    [section] = word.sections
    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]  # type: ignore[union-attr]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(one.mm) for one in margins] == [37, 28, 26, 35]  # type: ignore[union-attr]
    body = next(line for line in word.paragraphs if line.text.startswith("说明"))
    assert (body.paragraph_format.line_spacing, body.paragraph_format.first_line_indent) == (Pt(28.95), Pt(32))
    [run] = body.runs
    assert run.font.size == Pt(16)
    assert run._r.rPr is not None
    assert run._r.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"  # twentieths of a point
    assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"  # type: ignore[union-attr]
    assert word.settings.odd_and_even_pages_header_footer
    assert "— " in section.footer.paragraphs[0].text
    assert not section._sectPr.findall(qn("w:docGrid"))


def test_the_workspace_names_the_fonts_of_a_document() -> None:
    word = docx.Document(io.BytesIO(made("docx", fonts={"title": "方正小标宋_GBK"})["report.docx"]))
    assert word.paragraphs[0].runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋_GBK"  # type: ignore[union-attr]


def test_a_chart_whose_font_lacks_a_character_is_not_drawn_and_the_character_is_named() -> None:
    font = find_font("DejaVu Sans", Path())
    chart = Chart("c", "A", "bars", ("一",), (("B", (1,)),))
    with pytest.raises(CannotMake) as caught:
        charts.draw(chart, font)
    assert "一 (U+4E00)" in str(caught.value.text.values["letters"])


def test_rare_characters_are_in_the_font_of_charts() -> None:
    chart = Chart("c", "𬭎䶮·", "pyramid", ("甲", "乙"), (("男", (1, 2)), ("女", (0, 3))))
    drawing = charts.draw(chart, find_font("", Path()))
    assert "𬭎䶮·" in drawing.svg.decode()
    assert drawing.png.startswith(b"\x89PNG")


@pytest.mark.parametrize("named", ["No Such Font", "no/such/file.otf"])
def test_a_font_that_is_not_there_is_named(named: str) -> None:
    with pytest.raises(CannotMake) as caught:
        find_font(named, Path())
    assert caught.value.text.values["font"] == named


def test_headings_are_numbered_as_in_chinese_documents() -> None:
    numbers = [paper._chinese(number) for number in range(1, 25)]
    assert numbers[:11] == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]
    assert numbers[18:22] == ["十九", "二十", "二十一", "二十二"]
    assert all(one != other for one, other in pairwise(numbers))


@pytest.mark.parametrize("texts", [("短",), ("很长的一段话，" * 9, "另一段也不短的话"), ("短语",) * 9])
def test_the_columns_of_a_table_fill_the_width_of_the_text_and_numbers_keep_their_room(texts: tuple[str, ...]) -> None:
    columns = ("项目", *("列" for _ in texts), "人数")
    table = Table("t", "题", columns, (("甲", *texts, 12345),))
    found = grids.widths(table)
    assert sum(found) == pytest.approx(layout.WIDTH - layout.LEFT - layout.RIGHT)
    digits = 5 * layout.HALF_WIDTH * layout.IN_TABLE / layout.MILLIMETRE
    assert found[-1] > digits
