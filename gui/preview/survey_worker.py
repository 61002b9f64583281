"""Looks through the whole film beside the showing: times, shots, thumbnails, what is coloured."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import numpy as np

from gui.preview.film_times import FilmTimes
from gui.preview.known_colors import KnownColors
from gui.preview.mailbox import Wishes
from gui.preview.protocol import (
    ClockKnown,
    CloseFilm,
    Noticed,
    OpenFilm,
    RangesColored,
    Reply,
    ShotsFound,
    ShotsSearched,
    Task,
    WantThumbnails,
)
from gui.preview.worker import Common, Worker
from vidcolor.video.info import SourceKind

if TYPE_CHECKING:
    from gui.preview.thumbnails import Thumbnails
    from vidcolor.video.reader import Reader

_LOOK_EVERY_S = 1.0  # into the colour track, which other processes write as well
_TELL_EVERY_S = 0.2
_QUIET_S = 0.2  # then the mailbox is looked into again
_NICENESS = 5  # added to that of the process
_UNASKED = -1  # generation of what no request asked for: the window drops what is said about it
_END = object()


class SurveyWorker(Worker):
    """Works in small steps, and only while nobody waits for a picture in colour."""

    def __init__(self, reply: Callable[[Reply], None], common: Common) -> None:
        super().__init__(reply, "vidcolor-survey")
        self._common = common
        self._search: Generator[None] | None = None  # of shots, one frame a step
        self._thumbnails: Thumbnails | None = None
        self._wanted: WantThumbnails | None = None
        self._known: KnownColors | None = None
        self._ranges: tuple[tuple[int, int], ...] = ()
        self._looked_s = 0.0

    def run(self) -> None:
        if sys.platform == "linux":  # where a thread has a priority of its own
            with suppress(OSError):
                here = threading.get_native_id()
                os.setpriority(os.PRIO_PROCESS, here, os.nice(0) + _NICENESS)
        super().run()

    def fulfil(self, wishes: Wishes) -> None:
        if wishes.film is not None:
            self.forget(wishes.film)
        if wishes.thumbnails is not None:
            self._wanted = wishes.thumbnails
            if self._thumbnails is not None:
                self._thumbnails.want(wishes.thumbnails)
        film, counted = self.film, wishes.counted
        if film is not None and counted is not None and counted.generation == film.generation:
            self.attempt(film.generation, Task.SHOTS, self._begin)
        self.patience_s = None
        if self._thumbnails is not None:
            self._work(self._thumbnails)

    def forget(self, film: OpenFilm | CloseFilm | None = None) -> None:
        if self._search is not None:
            self._search.close()
        self._search = self._thumbnails = self._wanted = self._known = None
        self._ranges, self._looked_s = (), 0.0
        super().forget(film)

    def _begin(self) -> None:
        """Only now: the counting has made the film's index."""
        from gui.preview.thumbnails import Thumbnails
        from vidcolor.devices import choose_compute, prepare_thread

        assert self.film is not None
        prepare_thread(choose_compute("cpu"))
        reader = self.open()
        self._known = KnownColors(reader)
        self._thumbnails = Thumbnails(self.film.generation, reader, self._known)
        if self._wanted is not None:
            self._thumbnails.want(self._wanted)
        self.reply(ClockKnown(self.film.generation, _times(reader)))
        if reader.info.kind not in (SourceKind.STILL, SourceKind.STILLS):
            self._search = self._searched(self.film.generation, reader)

    def _work(self, thumbnails: Thumbnails) -> None:
        """One step of everything; while a person waits for colours, now and then a thumbnail."""
        assert self.film is not None
        self.patience_s = 0.0
        quiet = self._common.wait_for_quiet(_QUIET_S)
        self.attempt(_UNASKED, Task.SHOTS, lambda: self._send_one(thumbnails))
        if not quiet:
            return
        generation = self.film.generation
        self.attempt(_UNASKED, Task.SHOTS, self._look)
        if self._search is not None and not self.attempt(generation, Task.SHOTS, self._go_on):
            self._search = None
        if self._search is None and not thumbnails.pending:
            self.patience_s = _LOOK_EVERY_S

    def _send_one(self, thumbnails: Thumbnails) -> None:
        made = thumbnails.make_next()
        if made is not None:
            self.reply(made)

    def _go_on(self) -> None:
        assert self._search is not None
        if next(self._search, _END) is _END:
            self._search = None

    def _look(self) -> None:
        """Into the colour track, now and then."""
        known, engine = self._known, self._common.engine
        now_s = time.monotonic()
        if known is None or engine is None or now_s < self._looked_s + _LOOK_EVERY_S:
            return
        assert self.film is not None
        assert self._thumbnails is not None
        generation, colors = engine
        if generation != self.film.generation:
            return
        self._looked_s = now_s
        ranges = known.ranges(colors)
        if ranges != self._ranges:
            self._ranges = ranges
            self.reply(RangesColored(generation, ranges))
        self._thumbnails.color_in(colors, ranges)

    def _searched(self, generation: int, reader: Reader) -> Generator[None]:
        """Search for shots, one frame a step."""
        from vidcolor.shots import find_shots

        told_s = 0.0
        with closing(find_shots(reader)) as search:
            for step in search:
                now_s = time.monotonic()
                if step.shots is not None:
                    self.reply(ShotsFound(generation, step.shots))
                    if reader.warnings:  # only who read to the end knows that it comes early
                        self.reply(Noticed(generation, tuple(reader.warnings)))
                elif now_s >= told_s + _TELL_EVERY_S:
                    told_s = now_s
                    self.reply(ShotsSearched(generation, step.frames, step.frames_total))
                yield


def _times(reader: Reader) -> FilmTimes:
    from vidcolor.cache import content_digest
    from vidcolor.video.clock import FilmClock

    clock = FilmClock.of(reader)
    base = clock.film.time_base
    ticks = np.asarray(clock.pts, np.int64) - clock.pts[0]
    seconds = ticks * base.numerator / base.denominator
    return FilmTimes(
        seconds=seconds[:-1],
        length_s=float(seconds[-1]),
        first_timecode=clock.timecode(0),
        rate=clock.film.average_rate,
        fingerprint=content_digest(clock.film.path),
    )
