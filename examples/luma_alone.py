"""What chroma costs: encodes a film with its colours and without them, and compares colours.

Run: ``python examples/luma_alone.py store FILM FOLDER`` and
``python examples/luma_alone.py compare TRUE_FILM COLOURED_FILM``. See `compression.md`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

FIRST_PX = 224  # height of the frame that is kept in colour: the network sees no more


def frames(film: Path, most: int = 0) -> Iterator[np.ndarray]:
    """Frames of a film as planes of 4:2:0, ``(3 H / 2, W)``; ``most`` of them, 0: all."""
    with av.open(film) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if most and number == most:
                return
            yield frame.to_ndarray(format="yuv420p")


def encode(film: Path, target: Path, *, grey: bool, crf: int, most: int) -> int:
    """Write a film as H.264, without its colours where ``grey``; its size in bytes."""
    with av.open(film) as source, av.open(target, "w") as container:
        like = source.streams.video[0]
        stream = container.add_stream("libx264", rate=like.average_rate, options={"crf": str(crf)})
        stream.width, stream.height, stream.pix_fmt = like.width, like.height, "yuv420p"
        for planes in frames(film, most):
            if grey:
                planes[like.height :] = 128  # Cb and Cr of no colour
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode(None))
    return target.stat().st_size


def store(film: Path, folder: Path, crf: int, most: int) -> None:
    """Write ``color.mkv``, ``grey.mkv`` and ``first.jpg``, the true first frame made small."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = encode(film, folder / "color.mkv", grey=False, crf=crf, most=most)
    luma = encode(film, folder / "grey.mkv", grey=True, crf=crf, most=most)
    first = cv2.cvtColor(next(frames(film)), cv2.COLOR_YUV2BGR_I420)
    width = round(first.shape[1] * FIRST_PX / first.shape[0])
    small = cv2.resize(first, (width, FIRST_PX), interpolation=cv2.INTER_AREA)
    picture = folder / "first.jpg"
    cv2.imwrite(str(picture), small, [cv2.IMWRITE_JPEG_QUALITY, 75])
    sys.stdout.write(
        f"with colours {whole} bytes, luma alone {luma}: {1 - luma / whole:.1%} saved; "
        f"the first frame takes {picture.stat().st_size}\n"
    )


def lab(planes: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of a frame."""
    rgb = cv2.cvtColor(planes, cv2.COLOR_YUV2RGB_I420)
    return cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)


def compare(truth: Path, colored: Path) -> None:
    """Say how far two films are apart in a*b*, and how far the true one is from grey."""
    errors, chromas = [], []
    for one, other in zip(frames(truth), frames(colored), strict=False):
        true_ab, made_ab = lab(one)[..., 1:], lab(other)[..., 1:]
        errors.append(np.linalg.norm(true_ab - made_ab, axis=2).mean())
        chromas.append(np.linalg.norm(true_ab, axis=2).mean())
    error, of_grey = np.mean(errors), np.mean(chromas)
    sys.stdout.write(f"{len(errors)} frames: a*b* error {error:.2f}, of grey {of_grey:.2f}\n")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words = parser.add_subparsers(dest="word", required=True)
    storing = words.add_parser("store")
    storing.add_argument("film", type=Path)
    storing.add_argument("folder", type=Path)
    storing.add_argument("--crf", type=int, default=23)
    storing.add_argument("--frames", type=int, default=0, help="how many at most; 0 is all")
    comparing = words.add_parser("compare")
    comparing.add_argument("truth", type=Path)
    comparing.add_argument("colored", type=Path)
    options = parser.parse_args()
    if options.word == "store":
        store(options.film, options.folder, options.crf, options.frames)
    else:
        compare(options.truth, options.colored)


if __name__ == "__main__":
    main()
