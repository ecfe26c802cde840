"""PDF is an extra: made by WeasyPrint where it is installed, and a clear refusal where it is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from cadrectl.report.failure import CannotMake
from cadrectl.report.formats import USUAL
from cadrectl.report.pdf import pdf
from tests.report.awkward import AWKWARD, document, form, making
from tests.report.renderers import missing, text

PATHS_OF_IT = ("weasyprint", "weasyprint.text", "weasyprint.text.fonts", "weasyprint.urls")


def lacking() -> str:
    """Why WeasyPrint cannot be used on this machine."""
    done = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, text=True)
    return "" if done.returncode == 0 else f"WeasyPrint: {done.stderr.strip().splitlines()[-1]}"


LACKING = lacking()
printing = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@printing
def test_the_same_document_gives_the_same_pages() -> None:
    made = pdf(document(form()), making())
    assert made.startswith(b"%PDF-")
    assert pdf(document(form()), making()) == made


@printing
@pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {missing()}")
def test_the_pages_show_every_name(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf(document(form()), making()))
    shown = text(tmp_path / "report.pdf").replace(" ", "")
    for name in (*AWKWARD[:5], "2004.08—2013.08", "基准日2026-08-31"):
        assert name in shown


@printing
def test_a_page_reaches_for_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("@page { size: 7777pt }", "utf-8")
    template = f'<link rel="stylesheet" href="{(tmp_path / "secret.css").as_uri()}"><p>{{{{ document.title }}}}</p>'
    made = pdf(document(), making(templates={"report.html": template}))
    assert b"7777" not in made


def test_without_the_library_the_one_who_asked_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(CannotMake) as caught:
        pdf(document(), making())
    assert "pip install 'cadrectl[pdf]'" in caught.value.text.msgid


def test_without_pango_the_one_who_asked_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library fails so where Pango is missing."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\\n...\")", "utf-8")
    for name in PATHS_OF_IT:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CannotMake) as caught:
        pdf(document(), making())
    assert caught.value.text.values["reason"] == "cannot load library 'libpango-1.0-0'"
    assert "libpango-1.0-0" in caught.value.text.msgid


def test_without_a_wish_no_pdf_is_made() -> None:
    assert "pdf" not in USUAL
