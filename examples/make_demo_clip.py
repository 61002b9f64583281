"""Makes the bundled demo clip: two slow pans over photographs that scikit-image carries.

The photographs: `chelsea`, a cat by Stéfan van der Walt (CC0), and `coffee`, a cup by Rachel
Michetti (CC0, courtesy of Pikolo Espresso Bar). Run: ``python examples/make_demo_clip.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from skimage import data

TARGET = Path(__file__).parents[1] / "vidcolor" / "assets" / "demo.mp4"
WIDTH, HEIGHT, SHOT_FRAMES, RATE = 480, 270, 60, 24


def pan(photo: np.ndarray, grain: np.random.Generator) -> Iterator[np.ndarray]:
    """Grey frames of a window that moves and slowly closes in."""
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    for number in range(SHOT_FRAMES):
        t = (1 - np.cos(np.pi * number / (SHOT_FRAMES - 1))) / 2  # starts and ends gently
        window_w = min(width, height * WIDTH / HEIGHT) * (1 - 0.12 * t)
        window_h = window_w * HEIGHT / WIDTH
        x = (width - window_w) * (0.1 + 0.8 * t)
        y = (height - window_h) * (0.7 - 0.4 * t)
        scale = WIDTH / window_w
        move = np.array([[scale, 0, -x * scale], [0, scale, -y * scale]])
        frame = cv2.warpAffine(grey, move, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
        yield np.clip(frame + grain.normal(0, 2.0, frame.shape), 0, 255).astype(np.uint8)


def main() -> None:
    """Write the clip: H.264, 480×270, 5 s."""
    grain = np.random.default_rng(1)
    with av.open(TARGET, "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "23"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.time_base = Fraction(1, RATE)
        stream.codec_context.color_range = 1
        stream.codec_context.colorspace = 6
        stream.codec_context.color_primaries = 6
        stream.codec_context.color_trc = 6
        number = 0
        for photo in (data.chelsea(), data.coffee()):
            for grey in pan(photo, grain):
                picture = av.VideoFrame.from_ndarray(grey, format="gray").reformat(
                    format="yuv420p", dst_color_range="MPEG"
                )
                picture.pts, picture.time_base = number, Fraction(1, RATE)
                container.mux(stream.encode(picture))
                number += 1
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
