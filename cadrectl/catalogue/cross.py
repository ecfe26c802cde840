"""Codes of the checks across records."""

from cadrectl.catalogue.code import Code

CODES: dict[str, Code] = {}
