"""The film and the engine that the player works with; both stay ready from play to play."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.preview.protocol import ColorWish

if TYPE_CHECKING:
    from vidcolor.engine import Engine
    from vidcolor.video.reader import Reader
    from vidcolor.video.sound import Sound


@dataclass(frozen=True, slots=True, eq=False)
class OpenFilm:
    """A film that is open.

    Attributes:
        edges_s: ``(N + 1,)`` when each frame is shown, and when the last one ends.
        sound: None where there is none.
    """

    path: Path
    stills: bool
    reader: Reader
    edges_s: NDArray[np.float64]
    sound: Sound | None


class Source:
    """Opens and loads on first use; one thread."""

    def __init__(self) -> None:
        self._files = ExitStack()
        self._film: OpenFilm | None = None
        self._engine: Engine | None = None

    def film(self, path: Path, *, stills: bool) -> OpenFilm:
        """The film, opened unless it is already; another one is closed.

        Raises:
            VidcolorError: it cannot be read.
        """
        if self._film is None or (self._film.path, self._film.stills) != (path, stills):
            from vidcolor.video.clock import FilmClock
            from vidcolor.video.reader import open_reader
            from vidcolor.video.sound import open_sound

            self.close()
            reader = self._files.enter_context(open_reader(path, stills=stills))
            clock = FilmClock.of(reader)
            ticks = np.asarray(clock.pts, np.int64) - clock.pts[0]
            sound = self._files.enter_context(open_sound(path))
            edges_s = ticks * float(reader.info.time_base)
            self._film = OpenFilm(path, stills, reader, edges_s, sound)
        return self._film

    def engine(self, wish: ColorWish) -> Engine:
        """An engine in these colours; a network is loaded only where it is another one.

        Raises:
            VidcolorError: there is no such model or device, or memory ended.
        """
        from vidcolor.devices import choose_compute, prepare_thread
        from vidcolor.engine import Engine
        from vidcolor.steering import UNSTEERED

        color, steering = wish.color, wish.steering or UNSTEERED
        if self._engine is None:
            # On a busy machine torch's threads wait for each other while a network is made.
            prepare_thread(choose_compute(color.device))
            self._engine = Engine(color, steering=steering)
        self._engine = self._engine.steered(color, steering)
        return self._engine

    def close(self) -> None:
        """Close the film; the engine stays."""
        self._files.close()
        self._film = None
