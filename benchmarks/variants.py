"""Four colourings of each photo beside the default and the truth.

    python benchmarks/variants.py SHEET.png PHOTO [PHOTO …]

Each photo is made grey, and coloured by the engine as a picture of its own. Distances are means of
a*b* over the pixels; the sheet has a row for each photo: grey, default, variants 1 to 4, truth.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.color.lab import rgb_to_lab
from vidcolor.engine import Engine
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings
from vidcolor.steering import UNSTEERED
from vidcolor.video.reader import open_reader

SIDE_PX = 256
SHOWN_PX = 150
VARIANTS = (1, 2, 3, 4)

Rgb = NDArray[np.uint8]


def square(photo: Path) -> Rgb:
    """The middle of a photo, 256 × 256 RGB."""
    picture = cv2.imread(str(photo))
    if picture is None:
        raise SystemExit(f"{photo} is no picture")
    side = min(picture.shape[:2])
    y, x = ((length - side) // 2 for length in picture.shape[:2])
    picture = cv2.resize(
        picture[y : y + side, x : x + side], (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA
    )
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8)


def colored(truth: Rgb, engine: Engine) -> list[Rgb]:
    """Grey, the default and each variant."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grey.png"
        cv2.imwrite(str(path), cv2.cvtColor(truth, cv2.COLOR_RGB2GRAY))
        with open_reader(path) as reader:
            shown = [
                frame_at(reader, 0, engine.steered(ColorSettings(variant=number), UNSTEERED))
                for number in (0, *VARIANTS)
            ]
    grey = cv2.cvtColor(cv2.cvtColor(truth, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return [grey.astype(np.uint8), *(one.color for one in shown)]


def distance(one: Rgb, other: Rgb) -> float:
    """Mean a*b* distance."""
    pair = torch.from_numpy(np.stack([one, other])).permute(0, 3, 1, 2).float() / 255
    ab = rgb_to_lab(pair)[:, 1:]
    return float((ab[0] - ab[1]).norm(dim=0).mean())


def main() -> None:
    """Colour all photos, print the figures, write the sheet."""
    sheet, *photos = sys.argv[1:]
    engine = Engine(ColorSettings(), remembers=False)
    rows, apart, errors = [], [], []
    for photo in photos:
        truth = square(Path(photo))
        grey, *colorings = colored(truth, engine)
        apart.append([distance(a, b) for a, b in combinations(colorings[1:], 2)])
        errors.append([distance(one, truth) for one in colorings])
        cells = [grey, *colorings, truth]
        small = [cv2.resize(c, (SHOWN_PX, SHOWN_PX), interpolation=cv2.INTER_AREA) for c in cells]
        rows.append(np.hstack(small))
    cv2.imwrite(sheet, cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
    error = np.array(errors)
    best = error[:, 1:].min(1)
    sys.stdout.write(
        f"{len(photos)} photos\n"
        f"variants, mean pairwise distance: {np.mean(apart):.1f} a*b*\n"
        f"error: default {error[:, 0].mean():.1f}, best of four {best.mean():.1f}\n"
        f"best of four nearer than the default: {np.mean(best < error[:, 0]):.0%} of the photos\n"
    )


if __name__ == "__main__":
    main()
