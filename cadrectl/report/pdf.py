"""A document as PDF: its page as a printer would have it, by WeasyPrint, which is an extra of the program.

The font of charts is put into it. The page may show what it brings along, and reaches for nothing else.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cadrectl.report.charts import check
from cadrectl.report.document import Document
from cadrectl.report.failure import CannotMake
from cadrectl.report.html import page
from cadrectl.report.making import Making
from cadrectl.text import say

STYLE = """
@font-face {{ font-family: "{family}"; src: url("{place}"); }}
* {{ font-family: "{family}" !important; }}
"""


def pdf(document: Document, making: Making) -> bytes:
    """The file of a spoken document, without its annexes; `CannotMake` without the library or a character."""
    weasyprint = _weasyprint()
    text, font = page(replace(document, annexes=()), making), making.chart_font
    check([text], font)
    fonts = weasyprint.text.fonts.FontConfiguration()
    file, data = (weasyprint.urls.URLFetcher(allowed_protocols=[one]) for one in ("file", "data"))
    style = STYLE.format(family=font.family, place=Path(font.path).absolute().as_uri())
    sheet = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=file)
    made: bytes = weasyprint.HTML(string=text, url_fetcher=data).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_identifier=document.basis.digest.encode()
    )
    return made


def _weasyprint() -> Any:
    """The library, if it and what it stands on are there."""
    if find_spec("weasyprint") is None:
        raise CannotMake(say("--format pdf: WeasyPrint is not installed; install it: pip install 'cadrectl[pdf]'"))
    try:
        import weasyprint
        import weasyprint.text.fonts
        import weasyprint.urls
    except OSError as error:
        told = say(
            "--format pdf: WeasyPrint does not find a library of the system ({reason}); install Pango 1.44 or later "
            "(Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)",
            reason=str(error).partition("\n")[0],
        )
        raise CannotMake(told) from None
    return weasyprint
