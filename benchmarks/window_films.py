"""Makes the films for the window's benchmark: `python benchmarks/window_films.py FOLDER [FILM]`.

In a process of its own, so that the engine is not loaded into the window that is measured.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import av

from vidcolor.bench import make_film

FRAMES = 300
SMALL_FILMS = 10
KEY_EVERY = 48  # frames; the film that is made has a key frame every 250


def _with_key_frames(film: Path, target: Path) -> None:
    """Write a film's beginning again, with more key frames."""
    with av.open(str(film)) as source, av.open(str(target), "w") as out:
        stream = source.streams.video[0]
        options = {"preset": "veryfast", "crf": "12"}
        made = out.add_stream("libx264", rate=stream.average_rate, options=options)
        made.width, made.height, made.pix_fmt = stream.width, stream.height, "yuv420p"
        made.gop_size = KEY_EVERY
        for number, frame in enumerate(islice(source.decode(stream), FRAMES)):
            frame.pts, frame.pict_type = number, 0
            frame.time_base = 1 / stream.average_rate
            out.mux(made.encode(frame))
        out.mux(made.encode())


def main() -> None:
    """Write film.mp4 unless a film is given, keyed.mp4, and small0.mp4 and so on."""
    folder = Path(sys.argv[1])
    film = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "film.mp4"
    if len(sys.argv) == 2:
        make_film(film, width=1280, height=720, frames=FRAMES, grain_codes=3.0)
    _with_key_frames(film, folder / "keyed.mp4")
    for number in range(SMALL_FILMS):
        width = 320 + 16 * (number % 7)  # the third and the last are of one size
        small = folder / f"small{number}.mp4"
        make_film(small, width=width, height=180, frames=30 + number, grain_codes=2.0)


if __name__ == "__main__":
    main()
