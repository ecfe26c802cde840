"""The catalogue of problem codes: what each code means, for `explain` and for the tests."""

from cadrectl.catalogue import change, cross, policy, reading
from cadrectl.catalogue.code import Code

__all__ = ["CATALOGUE", "Code"]

CATALOGUE: dict[str, Code] = {**reading.CODES, **cross.CODES, **policy.CODES, **change.CODES}
