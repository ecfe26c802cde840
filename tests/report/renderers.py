"""The pages that office programs make of our files, as text; `python -m tests.report.renderers` keeps them anew.

They were looked at as pictures when they were kept: whoever keeps them anew does so too.
"""

import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from cadrectl.records.crew import Crew
from cadrectl.report.formats import files
from tests.report.awkward import document, form, making

KEPT = Path(__file__).with_name("rendered")
FONT = "Noto Sans CJK SC"
"""In another font the lines would break elsewhere."""


def missing() -> str:
    """What of the programs and the font is not on this machine."""
    programs = [name for name in ("soffice", "chromium", "pdftotext", "fc-list") if shutil.which(name) is None]
    if programs:
        return ", ".join(programs)
    known = subprocess.run(["fc-list", FONT], check=True, capture_output=True, text=True).stdout
    return "" if known.strip() else FONT


def office(file: Path) -> Path:
    """The pages that LibreOffice makes of a file."""
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file.with_suffix(".pdf")


def browser(file: Path) -> Path:
    """The pages that a browser prints of a file."""
    made = file.with_suffix(".pdf")
    command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={made}"]
    subprocess.run([*command, f"--user-data-dir={file.parent}/profile", file.as_uri()], check=True, capture_output=True)
    return made


def text(pages: Path, *only: str) -> str:
    """What stands on the pages, line by line; `only` are further options of pdftotext."""
    command = ["pdftotext", "-layout", *only, str(pages), "-"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = ("  ".join(line.split()) for line in plain(shown).replace("\f", "\n——\n").splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def plain(shown: str) -> str:
    """A text whose letters have their usual codes: some programs write a part of a character for the character."""
    return unicodedata.normalize("NFKC", shown)


PRINTERS: Mapping[str, Callable[[Path], Path]] = {"docx": office, "xlsx": office, "html": browser}


def made(ending: str) -> bytes:
    """Our file."""
    fonts = dict.fromkeys(("title", "heading", "subheading", "body", "number"), FONT)
    return files(document(form()), making(fonts=fonts), [ending], Crew())[f"report.{ending}"]


def rendered(ending: str) -> str:
    """The text of the pages of the file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"report.{ending}"
        file.write_bytes(made(ending))
        return text(PRINTERS[ending](file))


if __name__ == "__main__":
    for one in PRINTERS:
        (KEPT / f"{one}.txt").write_text(rendered(one), "utf-8")
