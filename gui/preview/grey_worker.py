"""Shows what the film holds, at once, and counts its frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.preview.mailbox import Outbox, Wishes
from gui.preview.protocol import (
    CloseFilm,
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

if TYPE_CHECKING:
    from gui.preview.grey_pictures import GreyPictures


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
        self._pictures: GreyPictures | None = None

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
        from gui.preview.grey_pictures import GreyPictures

        reader = self.open()
        if self._pictures is None:
            self._pictures = GreyPictures(reader)
        picture = self._pictures.at(wish.number)
        if picture is None:
            raise VidcolorError(
                f"Frame {wish.number} of {reader.info.path.name} could not be read.",
                do="Choose another frame.",
            )
        self.reply(
            handed_over(
                self.outboxes[0],
                Role.GREY,
                wish.generation,
                wish.number,
                picture.pixels,
                seconds=picture.seconds,
            )
        )
        self._tell()

    def forget(self, film: OpenFilm | CloseFilm | None = None) -> None:
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None
        super().forget(film)

    def _tell(self) -> None:
        assert self.reader is not None
        assert self.film is not None
        sentences = tuple(self.reader.warnings)
        if len(sentences) > self._told:
            self._told = len(sentences)
            self.reply(Noticed(self.film.generation, sentences))
