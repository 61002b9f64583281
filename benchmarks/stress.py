"""Old film's troubles on good clips: how still the colours stay, with and without the layer.

    python benchmarks/stress.py CLIPS [--frames 40] [--model swift]

Each clip of a folder of colour clips gets, in turn, pumping exposure (± 20 %), grain (sigma 8 of
255), gate weave (± 2 pixels) and dirt, in its luma only (weave moves the whole picture). The clips
so made are lossless and are deleted at the end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.devices import choose_compute
from vidcolor.evaluation.clips import evaluate_clips, find_clips, mean_rows
from vidcolor.networks import load_network
from vidcolor.settings import ColorSettings

Yuv = NDArray[np.uint8]  # planar 4:2:0, (3 H / 2, W)


def _luma_only(change: Callable[[NDArray[np.float32], int], NDArray[np.float32]]):
    def changed(picture: Yuv, number: int) -> Yuv:
        height = picture.shape[0] * 2 // 3
        luma = change(picture[:height].astype(np.float32), number)
        return np.vstack([np.clip(np.rint(luma), 16, 235).astype(np.uint8), picture[height:]])

    return changed


def _pump(luma: NDArray[np.float32], number: int) -> NDArray[np.float32]:
    return (luma - 16) * np.float32(1 + 0.2 * np.sin(2 * np.pi * number / 5)) + 16


def _grain(luma: NDArray[np.float32], number: int) -> NDArray[np.float32]:
    noise = np.random.default_rng(number).normal(0, 8, luma.shape).astype(np.float32)
    return luma + noise


def _dirt(luma: NDArray[np.float32], number: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(number)
    height, width = luma.shape
    for _ in range(12):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (int(rng.integers(1, width // 60 + 2)), int(rng.integers(1, height // 30 + 2)))
        shade = 235.0 if rng.random() < 0.5 else 16.0
        cv2.ellipse(luma, centre, axes, float(rng.integers(180)), 0, 360, shade, -1)
    luma[:, int(rng.integers(width))] = 235  # a scratch
    return luma


def _weave(picture: Yuv, number: int) -> Yuv:
    dx, dy = np.random.default_rng(number).integers(-1, 2, 2) * 2  # whole chroma samples
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    chroma = picture[height:].reshape(2, height // 2, width // 2)
    moved = [np.roll(plane, (dy // 2, dx // 2), (0, 1)) for plane in chroma]
    luma = np.roll(picture[:height], (dy, dx), (0, 1))
    return np.vstack([luma, np.stack(moved).reshape(height // 2, width)])


TROUBLES: dict[str, Callable[[Yuv, int], Yuv]] = {
    "none": lambda picture, _: picture,
    "pumping": _luma_only(_pump),
    "grain": _luma_only(_grain),
    "weave": _weave,
    "dirt": _luma_only(_dirt),
}


def make(source: Path, target: Path, trouble: Callable[[Yuv, int], Yuv], frames: int) -> None:
    """Write the first frames of a clip with a trouble in them."""
    with av.open(str(source)) as film, av.open(str(target), "w") as out:
        stream = film.streams.video[0]
        width, height = stream.width // 4 * 4, stream.height // 4 * 4
        made = out.add_stream("ffv1", rate=stream.average_rate)
        made.width, made.height, made.pix_fmt = width, height, "yuv420p"
        for number, frame in enumerate(islice(film.decode(stream), frames)):
            yuv = frame.reformat(width, height, "yuv420p", threads=1).to_ndarray()
            changed = av.VideoFrame.from_ndarray(trouble(yuv, number), format="yuv420p")
            changed.pts = number
            out.mux(made.encode(changed))
        out.mux(made.encode())


def main() -> None:
    """Print a table: trouble, layer, PSNR, colourfulness, CDC, flicker."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("clips", type=Path)
    options.add_argument("--frames", type=int, default=40)
    options.add_argument("--model", default="swift")
    chosen = options.parse_args()
    compute = choose_compute("auto")
    network = load_network(chosen.model, compute)
    head = f"{'trouble':10}{'layer':8}{'psnr_db':>9}{'colour':>9}{'cdc':>10}{'flicker':>9}"
    sys.stdout.write(head + "\n")
    for name, trouble in TROUBLES.items():
        with tempfile.TemporaryDirectory(prefix="vidcolor-stress-") as folder:
            for clip in find_clips([chosen.clips]):
                make(clip, Path(folder) / f"{clip.stem}.mkv", trouble, chosen.frames)
            steps = evaluate_clips(
                network,
                compute,
                find_clips([Path(folder)]),
                ColorSettings(),
                layers=("none", "ours"),
                frames=chosen.frames,
            )
            rows = mean_rows([step.result for step in steps if step.result is not None])
        for row in rows[1:]:  # the first is the grey film
            sys.stdout.write(
                f"{name:10}{row['layer']:8}{row['psnr_db'] or 0:9.3f}{row['colorfulness']:9.3f}"
                f"{row['cdc']:10.5f}{row['flicker']:9.4f}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
