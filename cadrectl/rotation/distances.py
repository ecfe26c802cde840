"""How far units lie apart, as the crow flies, in whole kilometres, so that every machine counts the same."""

import numpy as np
from numpy.typing import NDArray

from cadrectl.rotation.situation import Situation

EARTH = 6371.0088  # mean radius in km


def kilometres(situation: Situation) -> NDArray[np.int64]:
    """By unit and unit (row -1: nowhere) the kilometres between them, rounded half up; -1 where not on record."""
    return situation.once(("kilometres",), lambda: _kilometres(situation))


def _kilometres(situation: Situation) -> NDArray[np.int64]:
    lon, lat = (
        np.append(situation.book.column("units", f"coordinates.{name}").astype(np.float64), np.nan)
        for name in ("lon", "lat")
    )
    east, north = np.radians(lon), np.radians(lat)
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    apart = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    # a hundredth of a metre is beyond what coordinates say, and keeps the last bits of a machine out of the rounding
    exact = np.floor(np.round(apart, 5) + 0.5)
    return np.where(np.isnan(apart), -1, exact).astype(np.int64)
