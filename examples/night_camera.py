"""Makes a film look as if a camera on a wall had taken it at night: grey, dark, noisy, a clock.

Run: ``python examples/night_camera.py FILM TARGET.mkv``. See `surveillance.md`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import av
import cv2
import numpy as np

LIGHT = 0.35  # of the film's own luma
NOISE = 8.0  # standard deviation in 8-bit codes, new in each frame
BLACK, WHITE = 16, 235  # luma of narrow range


def darken(luma: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """Less light, more noise."""
    dark = BLACK + (luma.astype(np.float64) - BLACK) * LIGHT
    return np.clip(dark + noise.normal(0, NOISE, luma.shape), BLACK, WHITE).astype(np.uint8)


def burn_in(luma: np.ndarray, number: int) -> None:
    """Write a clock into the lower left corner: seconds and frames at 25 a second."""
    words = f"CAM 1  02:14:{number // 25:02d}:{number % 25:02d}"
    place = (luma.shape[1] // 40, luma.shape[0] - luma.shape[0] // 30)
    size = luma.shape[0] / 700
    cv2.putText(luma, words, place, cv2.FONT_HERSHEY_SIMPLEX, size, WHITE, 1, cv2.LINE_AA)


def main() -> None:
    """Write the film as H.264."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("film", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--frames", type=int, default=0, help="how many at most; 0 is all")
    options = parser.parse_args()
    noise = np.random.default_rng(1)
    with av.open(options.film) as source, av.open(options.target, "w") as container:
        like = source.streams.video[0]
        stream = container.add_stream("libx264", rate=like.average_rate, options={"crf": "23"})
        stream.width, stream.height, stream.pix_fmt = like.width, like.height, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if options.frames and number == options.frames:
                break
            planes = frame.to_ndarray(format="yuv420p")
            luma = darken(planes[: like.height], noise)
            burn_in(luma, number)
            planes[: like.height], planes[like.height :] = luma, 128
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
