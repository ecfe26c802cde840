"""Codes of the policies."""

from cadrectl.catalogue.code import Code

CODES: dict[str, Code] = {}
