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
from gui.preview.worker import OvertakenError, Worker, handed_over
from vidcolor.errors import VidcolorError

if TYPE_CHECKING:
    from gui.preview.grey_pictures import GreyPicture, GreyPictures


_REST_S = 0.04  # a hand that moves on sooner is not searched for


class GreyWorker(Worker):
    """Reads frames and nothing else, so that the picture follows a quick hand.

    A frame that takes long is read while another stands in for it, and given up for a newer wish.

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
        self._stood_in = 0  # generation of the wish that was given a stand-in last
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
            self._pictures = GreyPictures(reader, self._look_up)
        if self._pictures.is_slow(wish.number):
            self._stand_in(wish)
            # To begin a search and give it up costs a busy machine more than a key frame.
            if not self._pictures.leads_to(wish.number) and self.wishes.comes(_REST_S):
                raise OvertakenError
        picture = self._pictures.at(wish.number)
        if picture is None:
            raise VidcolorError(
                f"Frame {wish.number} of {reader.info.path.name} could not be read.",
                do="Choose another frame.",
            )
        if not self.wishes.waiting:  # nobody wants it any more, and it would hold up the next
            self._send(wish.generation, picture)
        self._tell()

    def _stand_in(self, wish: ShowFrame) -> None:
        """Show what is there at once; the window may wish something else from then on."""
        assert self._pictures is not None
        if wish.generation == self._stood_in:
            return
        self._stood_in = wish.generation
        picture = self._pictures.stand_in(wish.number)
        if picture is not None:
            self._send(wish.generation, picture, stands_for=wish.number)

    def _look_up(self) -> None:
        """On the way to a frame: the hand may have moved on.

        Where the way leads there too it is gone on with, or a hand that moves slowly would never
        be caught up with.
        """
        if not self.wishes.waiting:
            return
        wishes = self.wishes.seen()
        assert self._pictures is not None
        wish = wishes.frame
        if (
            wishes.film is not None
            or wish is None
            or self._pictures.holds(wish.number)
            or not self._pictures.leads_to(wish.number)
        ):
            raise OvertakenError
        self._stand_in(wish)

    def _send(
        self, generation: int, picture: GreyPicture, *, stands_for: int | None = None
    ) -> None:
        self.reply(
            handed_over(
                self.outboxes[0],
                Role.GREY,
                generation,
                picture.number,
                picture.pixels,
                seconds=picture.seconds,
                stands_for=stands_for,
            )
        )

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
