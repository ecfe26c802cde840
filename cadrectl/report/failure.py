"""That a document cannot be made: a font without a character, a template with an error. It is nobody's fault here."""

from cadrectl.text import Text


class CannotMake(Exception):
    """The reason, for the one who asked for the document."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)  # whole, for the way home from another process
        self.text = text
