"""Every message of the program is translated, and the compiled catalogue is the written one."""

from string import Formatter

from tests import catalogues


def places(text: str) -> set[str]:
    """The names of the values that a message takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_message_of_the_program_is_translated() -> None:
    known = catalogues.translations()
    assert sorted(str(message) for message in catalogues.extracted() if not known.get(message)) == []


def test_the_catalogue_holds_no_message_that_nobody_says() -> None:
    assert sorted(map(str, catalogues.translations().keys() - catalogues.extracted())) == []


def test_a_translation_takes_the_same_values_as_its_message() -> None:
    different = [
        message
        for message, text in catalogues.translations().items()
        if not places(text) <= places(message if isinstance(message, str) else " ".join(message))
    ]
    assert different == []


def test_the_catalogue_is_written_and_compiled_as_make_catalogues_does_it() -> None:
    catalogue = catalogues.made(catalogues.translations())
    assert catalogues.WRITTEN.read_bytes() == catalogues.written(catalogue)
    assert catalogues.COMPILED.read_bytes() == catalogues.compiled(catalogue)
