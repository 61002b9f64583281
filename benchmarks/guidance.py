"""What one hint, and one true frame, do to the colours of a clip.

    python benchmarks/guidance.py CLIP [CLIP …]

Each clip is a colour film of one shot; the engine sees its luma only. The hint is the true colour
of the most colourful even spot of the first frame. Its object in a later frame: what has about that
colour in truth and lies within half a short side of where the hint was set. The reference is the
first frame as it is in truth. Errors are mean distances in a*b* on the track's grid.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.color.lab import rgb_to_lab
from vidcolor.engine import Engine
from vidcolor.guides import Guides, Hint, Reference
from vidcolor.settings import ColorSettings
from vidcolor.steering import Steering
from vidcolor.video.frames import ChromaFormat
from vidcolor.video.reader import open_reader
from vidcolor.video.rgb import to_rgb
from vidcolor.video.truth import open_color_film

FRAMES = 49
LOOKED_AT = (1, 12, 24, 48)
_SAME_AB = 12.0  # a*b*: what is nearer to the hint's colour belongs to its object
_NEAR = 0.5  # short sides of the picture around the place where the hint was set

Floats = NDArray[np.float32]


def true_frames(clip: Path) -> Iterator[NDArray[np.uint8]]:
    """``(H, W, 3)`` RGB of the first frames."""
    with open_color_film(clip) as film:
        for true in film.frames(FRAMES):
            yield to_rgb(true.frame.luma, film.info.luma, true.cb, true.cr, 8).astype(np.uint8)


def colored(clip: Path, engine: Engine) -> dict[int, Floats]:
    """``(2, h, w)`` a*b* of the frames that are looked at."""
    found = {}
    with open_reader(clip) as reader:
        info = reader.info
        chroma = ChromaFormat(
            width=info.width,
            height=info.height,
            luma_width=info.width,
            luma_height=info.height,
            bit_depth=8,
            full_range=True,
            matrix=info.luma.matrix,
            siting="center",
        )
        with engine.finished(reader, chroma, 0, FRAMES) as (frames, _):
            for one in frames:
                if one.frame.number in LOOKED_AT:
                    found[one.frame.number] = one.colored.ab[0][0].cpu().numpy()
    return found


def small_ab(rgb: NDArray[np.uint8], grid: tuple[int, int]) -> Floats:
    """The truth on the track's grid."""
    ab = rgb_to_lab(torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255)[0, 1:]
    small = cv2.resize(ab.permute(1, 2, 0).numpy(), grid[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(small.transpose(2, 0, 1), np.float32)


def colorful_spot(ab: Floats) -> tuple[int, int]:
    """Row and column of the most colourful even spot that is not at the border."""
    mean = np.stack([cv2.GaussianBlur(plane, (0, 0), 2.5) for plane in ab])
    square = np.stack([cv2.GaussianBlur(plane * plane, (0, 0), 2.5) for plane in ab])
    uneven = np.sqrt((square - mean**2).clip(0).sum(0))
    worth = np.hypot(*mean) - 2 * uneven
    border = max(4, min(worth.shape) // 8)
    worth[:border], worth[-border:], worth[:, :border], worth[:, -border:] = (-99,) * 4
    row, column = np.unravel_index(int(worth.argmax()), worth.shape)
    return int(row), int(column)


def error(ab: Floats, truth: Floats, mask: NDArray[np.bool_] | None = None) -> float:
    """Mean distance in a*b*."""
    distance = np.hypot(*(ab - truth))
    return float(distance.mean() if mask is None else distance[mask].mean())


def say(line: str) -> None:
    """A line at once, for whoever waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print a line for each clip and the means."""
    plain = Engine(ColorSettings(), remembers=False)
    gains, sums = [], []
    for clip in map(Path, sys.argv[1:]):
        truth = dict(enumerate(true_frames(clip)))
        with open_reader(clip) as reader:
            size = plain.colorizer_for(reader)[0].size
        grid = (size[0] // 2, size[1] // 2)
        ab = {
            number: small_ab(truth[number], grid) for number in (0, *LOOKED_AT) if number in truth
        }
        row, column = colorful_spot(ab[0])
        color = ab[0][:, row - 1 : row + 2, column - 1 : column + 2].mean((1, 2))
        place = ((column + 0.5) / grid[1], (row + 0.5) / grid[0])
        hint = Hint(0, (place,), (float(color[0]), float(color[1])))
        with tempfile.TemporaryDirectory() as folder:
            picture = Path(folder) / "first.png"
            cv2.imwrite(str(picture), cv2.cvtColor(truth[0], cv2.COLOR_RGB2BGR))
            referred = Guides(references=(Reference(0, str(picture)),))
            wishes = (Guides(), Guides(hints=(hint,)), referred)
            answers = [
                colored(clip, plain.steered(plain.settings, Steering(guides=one))) for one in wishes
            ]
        line = []
        for number in LOOKED_AT:
            if number not in ab:
                continue
            y, x = np.mgrid[0 : grid[0], 0 : grid[1]]
            near = np.hypot(y - row, x - column) < _NEAR * min(grid)
            alike = np.hypot(*(ab[number] - color[:, None, None])) < _SAME_AB
            if (mask := near & alike).sum() >= 12:
                before, after = (error(one[number], ab[number], mask) for one in answers[:2])
                line.append(f"{number}: {before:.1f} → {after:.1f}")
                gains.append((number, before, after))
        shot = [np.mean([error(one[n], ab[n]) for n in one]) for one in answers]
        sums.append(shot)
        share = 100 * (1 - shot[2] / shot[0])
        say(
            f"{clip.stem:20} hint ({color[0]:.0f}, {color[1]:.0f}): {', '.join(line)}; "
            f"whole picture {shot[0]:.1f}, hinted {shot[1]:.1f}, with the first frame as "
            f"reference {shot[2]:.1f} (- {share:.0f} %)"
        )
    for number in LOOKED_AT:
        here = [(before, after) for at, before, after in gains if at == number]
        if here:
            before, after = np.mean(here, 0)
            say(f"object at frame {number}: {before:.1f} → {after:.1f} ({len(here)} clips)")
    before, hinted, referred_to = np.mean(sums, 0)
    say(f"whole picture: {before:.1f}, hinted {hinted:.1f}, with a reference {referred_to:.1f}")


if __name__ == "__main__":
    main()
