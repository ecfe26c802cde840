"""How many random examples a test takes; which ones, the profiles in `conftest.py` say."""

from hypothesis import settings

USUAL = settings.get_profile("suite").max_examples


def examples(number: int) -> settings:
    """So many in the suite, and in proportion more of them under a profile that takes more than the suite."""
    return settings(max_examples=number * settings().max_examples // USUAL)
