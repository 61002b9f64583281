"""What a collection of photos is like, looked at before a training starts."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vidcolor.training.data.classes import count_classes
from vidcolor.training.data.colors import GREY_CHROMA, grid_lab, is_grey, mean_chroma
from vidcolor.training.data.photo import Photo
from vidcolor.training.photos import count_sources

AB_REACH = 110
"""a* and b* are counted from − 110 to 110; sRGB has none outside."""
AB_CELL = 5
"""Width of a cell of the count; half of a bin of the networks."""
MOST_LOOKED_AT = 2000

_CHROMA_EDGES = tuple(range(0, 62, 2))  # the last cell holds everything above
_CELLS_PX = tuple(step * 10**power for power in range(5) for step in (1, 2, 5))
_MOST_SIZES = 12  # cells in the count of sizes


@dataclass(frozen=True, slots=True, eq=False)
class PhotoStatistics:
    """What the photos of a collection are like; all but the counts is of those looked at."""

    photos: int  # in all
    looked_at: int  # of them, damaged ones included
    damaged: int
    sources: dict[str, int]  # of all photos, most first
    classes: dict[str, int]  # of all photos
    short_sides_px: NDArray[np.int64]  # one for each readable photo, rising
    chromas: NDArray[np.float64]  # likewise: mean a*b* distance from grey, rising
    grey: int  # photos without colour, or with a single tone
    lightness: float  # mean L*, every photo counted alike; 0 where none can be read
    ab_counts: NDArray[np.int64]  # (44, 44): pixels by b* (rows) and a*, in cells of 5 from − 110

    @property
    def chroma(self) -> float:
        """Mean chroma, every photo counted alike; 0 where none can be read."""
        return float(self.chromas.mean()) if len(self.chromas) else 0.0

    @property
    def grey_share(self) -> float:
        """Share of readable photos without colour, or with a single tone; 0 to 1."""
        return self.grey / max(len(self.chromas), 1)

    @property
    def short_side_px(self) -> tuple[int, int, int]:
        """Least, median and greatest short side; zeros where no photo can be read."""
        sides = self.short_sides_px
        return (int(sides[0]), int(np.median(sides)), int(sides[-1])) if len(sides) else (0, 0, 0)

    def size_histogram(self) -> tuple[tuple[int, ...], list[int]]:
        """Edges of equal cells in pixels, and how many photos have a short side in each.

        The largest hundredth of the photos counts into the last cell.
        """
        sides = self.short_sides_px
        least, most = (int(sides[0]), int(np.percentile(sides, 99))) if len(sides) else (0, 0)
        cell = next(step for step in _CELLS_PX if (most - least) // step < _MOST_SIZES)
        edges = range(least // cell * cell, most + cell + 1, cell)
        last = edges[-1] - 1
        return tuple(edges), np.histogram(sides.clip(0, last), edges)[0].tolist()

    def chroma_histogram(self) -> tuple[tuple[int, ...], list[int]]:
        """Edges of the cells, and how many photos have a mean chroma in each."""
        most = _CHROMA_EDGES[-1]
        return _CHROMA_EDGES, np.histogram(self.chromas.clip(0, most), _CHROMA_EDGES)[0].tolist()

    def as_json(self) -> dict[str, Any]:
        """Everything in plain Python, the values of single photos as histograms."""
        least, median, greatest = self.short_side_px
        sizes, size_counts = self.size_histogram()
        chromas, chroma_counts = self.chroma_histogram()
        return {
            "photos": self.photos,
            "looked_at": self.looked_at,
            "damaged": self.damaged,
            "sources": self.sources,
            "classes": self.classes,
            "short_side_px": {"least": least, "median": median, "greatest": greatest},
            "short_side_histogram": {"edges_px": list(sizes), "photos": size_counts},
            "lightness": self.lightness,
            "chroma": self.chroma,
            "chroma_histogram": {"edges": list(chromas), "photos": chroma_counts},
            "grey_share": self.grey_share,
            "grey_chroma": GREY_CHROMA,
            "ab_histogram": {
                "from": -AB_REACH,
                "cell": AB_CELL,
                "rows": "b*",
                "pixels": self.ab_counts.tolist(),
            },
        }


@dataclass(frozen=True, slots=True)
class StatisticsProgress:
    """How many photos were looked at. The last one carries the statistics."""

    photos: int
    photos_total: int
    statistics: PhotoStatistics | None = None


def photo_statistics(
    photos: Sequence[Photo], *, most: int = MOST_LOOKED_AT
) -> Generator[StatisticsProgress]:
    """Look at photos spread evenly over a collection; of each, a grid of 64 × 64 pixels.

    Args:
        photos: at least one.
        most: look at so many of them at most; 0 looks at all.

    Yields:
        How far it is, after each photo; only the last one has ``statistics``.

    Raises:
        ValueError: there are no photos.
    """
    if not photos:
        raise ValueError("no photos")
    looks = min(most or len(photos), len(photos))
    edges = np.arange(-AB_REACH, AB_REACH + 1, AB_CELL)
    ab_counts = np.zeros((len(edges) - 1, len(edges) - 1), np.int64)
    sides_px: list[int] = []
    chromas: list[float] = []
    lightness, grey = 0.0, 0
    for look in range(looks):
        picture = photos[look * len(photos) // looks].read()
        if picture is not None:
            lab = grid_lab(picture)
            level, a, b = lab
            ab_counts += np.histogram2d(b.ravel(), a.ravel(), (edges, edges))[0].astype(np.int64)
            sides_px.append(min(picture.shape[:2]))
            chromas.append(mean_chroma(lab))
            grey += is_grey(lab)
            lightness += float(level.mean())
        yield StatisticsProgress(look + 1, looks)
    statistics = PhotoStatistics(
        photos=len(photos),
        looked_at=looks,
        damaged=looks - len(sides_px),
        sources=count_sources(photos),
        classes=count_classes(photos),
        short_sides_px=np.sort(np.array(sides_px, np.int64)),
        chromas=np.sort(np.array(chromas, np.float64)),
        grey=grey,
        lightness=lightness / max(len(sides_px), 1),
        ab_counts=ab_counts,
    )
    yield StatisticsProgress(looks, looks, statistics)
