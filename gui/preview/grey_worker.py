"""Shows what the film holds, at once, and counts its frames."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gui.preview.mailbox import Outbox, Wishes
from gui.preview.protocol import (
    FilmCounted,
    FilmOpened,
    Noticed,
    OpenFilm,
    Reply,
    Role,
    ShowFrame,
    Task,
)
from gui.preview.worker import Worker, handed_over
from vidcolor.errors import VidcolorError


class GreyWorker(Worker):
    """Reads frames and nothing else, so that the picture follows a quick hand.

    Args:
        counted: called once the film's frames are counted, which makes its index.
    """

    def __init__(
        self,
        reply: Callable[[Reply], None],
        outbox: Outbox,
        counted: Callable[[FilmCounted], None],
    ) -> None:
        super().__init__(reply, "vidcolor-grey", outbox)
        self._counted = counted
        self._told = 0

    def fulfil(self, wishes: Wishes) -> None:
        film, frame = wishes.film, wishes.frame
        if film is not None:
            self._told = 0
            self.forget(film)
        if self.film is None:
            return
        opened = self.film
        if film is not None and not self.attempt(
            opened.generation, Task.OPEN, lambda: self._begin(opened)
        ):
            return
        if (
            frame is not None
            and self.reader is not None
            and (film is None or frame != opened.first_frame)
        ):
            self.attempt(frame.generation, Task.GREY, lambda: self._show(frame))

    def _begin(self, film: OpenFilm) -> None:
        reader = self.open()
        self.reply(FilmOpened(film.generation, reader.info))
        # The first picture before the count, which may have to read the whole file.
        self.attempt(film.generation, Task.GREY, lambda: self._show(film.first_frame))
        counted = FilmCounted(film.generation, reader.count_frames())
        self.reply(counted)
        self._counted(counted)
        self._tell()

    def _show(self, wish: ShowFrame) -> None:
        from vidcolor.video.depth import LumaMap
        from vidcolor.video.frames import LumaFormat

        reader = self.open()
        info = reader.info
        for frame in reader.frames(wish.number, wish.number + 1):
            screen = LumaMap(info.luma, LumaFormat(8, True, info.luma.matrix))
            seconds = float((frame.pts - info.start_pts) * info.time_base)
            picture = screen(frame.luma).astype(np.uint8, copy=False)
            self.reply(
                handed_over(
                    self.outboxes[0],
                    Role.GREY,
                    wish.generation,
                    wish.number,
                    picture,
                    seconds=seconds,
                )
            )
            self._tell()
            return
        raise VidcolorError(
            f"Frame {wish.number} of {info.path.name} could not be read.",
            do="Choose another frame.",
        )

    def _tell(self) -> None:
        assert self.reader is not None
        assert self.film is not None
        sentences = tuple(self.reader.warnings)
        if len(sentences) > self._told:
            self._told = len(sentences)
            self.reply(Noticed(self.film.generation, sentences))
