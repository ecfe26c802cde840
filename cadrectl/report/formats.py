"""The forms that a document can take, by name: each makes the files of one form from a spoken document."""

from collections.abc import Callable, Mapping, Sequence

from cadrectl.report import markdown
from cadrectl.report.document import Document

Make = Callable[[Document, str], Mapping[str, bytes]]


def _markdown(document: Document, lang: str) -> Mapping[str, bytes]:
    files = {f"{document.name}.md": markdown.report(document, lang).encode()}
    if document.annexes:
        files[f"{document.name}-annex.md"] = markdown.annexes(document, lang).encode()
    return files


FORMATS: Mapping[str, Make] = {"markdown": _markdown}


def files(document: Document, lang: str, formats: Sequence[str]) -> dict[str, bytes]:
    """The files of a spoken document in the forms asked for."""
    return {name: content for form in formats for name, content in FORMATS[form](document, lang).items()}
