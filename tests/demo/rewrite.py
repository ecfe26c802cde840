"""Write `data/` and `planted.json` anew after a change of the generator: `python -m tests.demo.rewrite`."""

import shutil
from pathlib import Path

from cadrectl.demo import district, planted_text

ROOT = Path(__file__).parents[2]
CADRES = 400
PLANTED = Path(__file__).with_name("planted.json")


def rewrite() -> None:
    """Replace the repository's own district."""
    shutil.rmtree(ROOT / "data", ignore_errors=True)
    for path, text in district(CADRES):
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    PLANTED.write_text(planted_text(CADRES), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    rewrite()
