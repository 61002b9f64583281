"""Colours the frame a person rests on and those behind it, and renders single frames to files."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from gui.preview.known_colors import KnownColors, first_gap
from gui.preview.mailbox import NOTHING, Outbox, Wishes
from gui.preview.protocol import (
    CloseFilm,
    ColorWish,
    Compare,
    EngineOptions,
    EngineReady,
    FrameSaved,
    OpenFilm,
    Reply,
    Role,
    SaveFrame,
    ShowFrame,
    Steer,
    Task,
)
from gui.preview.worker import Common, Worker, handed_over
from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings, RangeSettings
from vidcolor.video.info import SourceKind

if TYPE_CHECKING:
    from gui.preview.engines import Engines
    from vidcolor.engine import Engine
    from vidcolor.preview import Preview
    from vidcolor.video.reader import Reader

# After a wish that stopped it the colouring ahead begins again only when no other has followed
# for so long: stopping and starting costs some frames' work.
_RESUME_S = 1.0

_SHOTS_S = 0.3  # then it is looked again whether the shots are known

_UNASKED = -1  # generation of what no request asked for: the window drops what is said about it


class ColorWorker(Worker):
    """Makes what is due: the shown frame's colours, those to compare with, then frames ahead."""

    def __init__(
        self,
        reply: Callable[[Reply], None],
        color_box: Outbox,
        compare_box: Outbox,
        options: EngineOptions,
        common: Common,
    ) -> None:
        super().__init__(reply, "vidcolor-color", color_box, compare_box)
        self.rest_s = options.rest_s
        self._boxes = {Role.COLOR: color_box, Role.COMPARE: compare_box}
        self._ahead_frames = options.ahead_frames
        self._ahead = True
        self._common = common
        self._loaded: Engines | None = None
        self._saving = False
        self._told: EngineReady | None = None
        self._wish = ColorWish(options.color)
        self._compare: Compare | None = None
        self._other_reader: Reader | None = None
        self._frame: ShowFrame | None = None
        self._newest = 0  # generation of the newest wish about the shown frame's own colours
        self._preview: Preview | None = None  # of the shown frame in its own colours
        self._due: set[Role] = set()
        self._known: KnownColors | None = None
        self._run: Generator[object] | None = None  # stands behind the shown frame
        self._run_end = 0
        self._tried_until = 0  # frames before this were coloured ahead, or cannot be
        self._drafted = -1  # generation whose draft is shown until the shots are known

    def fulfil(self, wishes: Wishes) -> None:
        self.patience_s = None
        with self._common.working():
            if wishes != NOTHING:
                self._stop_run()
            for save in wishes.saves:
                self.attempt(save.generation, Task.SAVE, partial(self._save, save))
            self._follow(wishes)
            if self.film is None or self._frame is None:
                return
            if Role.COLOR in self._due and not self.attempt(
                self._newest, Task.COLOR, self._show_color
            ):
                self._due.discard(Role.COLOR)
            if self._compare is not None and Role.COMPARE in self._due:
                newest = max(self._compare.generation, self._frame.generation)
                work = partial(self._show_other, newest, self._compare.wish)
                if not self.attempt(newest, Task.COMPARE, work):
                    self._due.discard(Role.COMPARE)
        self._go_ahead(at_once=wishes.frame is not None or wishes == NOTHING)

    def forget(self, film: OpenFilm | CloseFilm | None = None) -> None:
        self._stop_run()
        self._common.engine = self._common.asked = None
        self._preview = self._frame = self._compare = self._other_reader = self._known = None
        self._due.clear()
        super().forget(film)

    # --- wishes ---

    def _follow(self, wishes: Wishes) -> None:
        if wishes.film is not None:
            self.forget(wishes.film)
            if isinstance(wishes.film, OpenFilm):
                self._wish = wishes.film.wish
        if wishes.ahead is not None:
            self._ahead = wishes.ahead.on
        if wishes.steer is not None:
            self._steer(wishes.steer)
        if wishes.frame is not None:
            self._frame = wishes.frame
            if self._preview is not None and self._preview.number != wishes.frame.number:
                self._preview = None
            self._newest = max(self._newest, wishes.frame.generation)
            self._tried_until = 0
            self._due = {Role.COLOR, Role.COMPARE}
        if wishes.compare is not None:
            self._compare = wishes.compare if wishes.compare.wish is not None else None
            self._due.add(Role.COMPARE)
        if self._compare is None:
            self._due.discard(Role.COMPARE)

    def _steer(self, steer: Steer) -> None:
        """Change the colours, unless their network cannot be loaded: then the old ones stay."""
        self._newest = max(self._newest, steer.generation)
        self._tried_until = 0
        if self.attempt(steer.generation, Task.COLOR, partial(self._engine, steer.wish)):
            self._wish = steer.wish
            self._due.add(Role.COLOR)

    def _save(self, save: SaveFrame) -> None:
        from vidcolor.pipeline import colorize_film

        engine = self._engine(save.wish)
        self._saving = True
        try:
            for _ in colorize_film(
                save.source,
                save.target,
                color=save.wish.color,
                output=OutputSettings(),
                span=RangeSettings(start=f"{save.number}f", frames=1),
                overwrite=True,
                engine=engine,
            ):
                pass
        finally:
            self._saving = False
        self.reply(FrameSaved(save.generation, save.target))

    # --- engines ---

    def _engine(self, wish: ColorWish) -> Engine:
        if self._loaded is None:
            from gui.preview.engines import Engines

            self._loaded = Engines(lambda: self.wishes.waiting and not self._saving)
        return self._loaded.of(wish)

    def _own_engine(self) -> Engine:
        """The one for the shown frame's own colours; the window is told who colours."""
        engine = self._engine(self._wish)
        assert self._loaded is not None
        self._loaded.keep_only([self._wish, self._compare.wish if self._compare else None])
        told = EngineReady(
            engine.network.name, engine.compute.name, engine.compute.device.type == "cpu"
        )
        if told != self._told:
            self._told = told
            self.reply(told)
        if self.film is not None:
            self._common.asked = self.film.generation, engine
        return engine

    # --- the shown frame ---

    def _show_color(self) -> None:
        from vidcolor.preview import frame_at, previews_at, relooked

        reader, engine = self._opened(), self._own_engine()
        if reader is None or self._frame is None:
            return
        number = self._frame.number
        if self._lacks_shots(reader, engine):
            self.patience_s = _SHOTS_S
            if self._drafted != self._newest:
                draft = frame_at(reader, number, engine.draft())
                self._send_color(replace(draft, draft=True), engine)
                self._drafted = self._newest
            return
        if self._preview is not None:
            again = relooked(self._preview, engine)
            if again is not None:
                self._send_color(again, engine)
                if not again.draft:
                    return
        gap = self._gap(engine, number)
        # A frame's neighbours are coloured for it: going on from there costs least.
        self._run_end = gap[1] if gap is not None and gap[0] == number else number + 1
        run = previews_at(reader, number, engine, ahead=self._run_end - number - 1)
        self._run = run
        for preview in run:
            self._send_color(preview, engine)
            if not preview.draft or self.wishes.waiting:
                return

    def _send_color(self, preview: Preview, engine: Engine) -> None:
        assert self.film is not None
        self._preview = preview
        self._send(Role.COLOR, self._newest, preview)
        if not preview.draft:
            self._due.discard(Role.COLOR)
            self._common.engine = self.film.generation, engine

    def _show_other(self, generation: int, wish: ColorWish | None) -> None:
        """The shown frame in the colours to compare with."""
        from vidcolor.preview import previews_at, relooked

        if wish is None or self._preview is None or self.wishes.waiting:
            return
        engine = self._engine(wish)
        again = relooked(self._preview, engine)
        if again is not None:
            self._send(Role.COMPARE, generation, again)
            self._due.discard(Role.COMPARE)
            return
        if self._other_reader is None:  # the own one may still be read ahead
            self._other_reader = self.open_another()
        if self._lacks_shots(self._other_reader, engine):
            self.patience_s = _SHOTS_S
            return
        with closing(previews_at(self._other_reader, self._preview.number, engine)) as previews:
            for preview in previews:
                self._send(Role.COMPARE, generation, preview)
                if not preview.draft:
                    self._due.discard(Role.COMPARE)
                if self.wishes.waiting:
                    return

    def _send(self, role: Role, generation: int, preview: Preview) -> None:
        box, draft = self._boxes[role], preview.draft
        self.reply(handed_over(box, role, generation, preview.number, preview.color, draft=draft))

    @staticmethod
    def _lacks_shots(reader: Reader, engine: Engine) -> bool:
        """Whether exact colours have to wait until the survey has found the shots.

        What is asked for inside the pictures acts on whole shots. To search them here would keep
        a person from asking for more.
        """
        return bool(engine.guides) and engine.shots_of(reader, search=False) is None

    def _opened(self) -> Reader | None:
        try:
            return self.open()
        except VidcolorError:
            return None  # the grey worker says it

    # --- frames ahead ---

    def _go_ahead(self, *, at_once: bool) -> None:
        """Colour what lies behind the shown frame, until something is wished."""
        if not self._ahead or self._due or self._preview is None:
            return
        if self._run is None and not at_once:
            self.patience_s = _RESUME_S
            return
        while not self.wishes.waiting and self.attempt(_UNASKED, Task.COLOR, self._run_on):
            if self._run is None:
                return
        self._stop_run()

    def _run_on(self) -> None:
        """Go through the run, then find the next one; none is left where there is no more to do."""
        if self._run is not None:
            for _ in self._run:
                if self.wishes.waiting:
                    return
            self._tried_until = self._run_end
            self._stop_run()
        self._begin_gap()

    def _begin_gap(self) -> None:
        assert self._frame is not None
        reader, engine = self.open(), self._own_engine()
        gap = self._gap(engine, max(self._frame.number, self._tried_until))
        if gap is not None:
            self._run, self._run_end = _coloring(reader, engine, *gap), gap[1]

    def _gap(self, engine: Engine, start: int) -> tuple[int, int] | None:
        """The next frames behind the shown one whose colours are not known."""
        assert self._frame is not None
        reader = self.open()
        if self._known is None:
            self._known = KnownColors(reader)
        if not self._ahead or reader.info.kind in (SourceKind.STILL, SourceKind.STILLS):
            return None
        end = self._frame.number + 1 + self._ahead_frames
        if reader.frame_count is not None:
            end = min(end, reader.frame_count)
        return first_gap(self._known.ranges(engine), start, end)

    def _stop_run(self) -> None:
        if self._run is not None:
            self._run.close()
            self._run = None


def _coloring(reader: Reader, engine: Engine, start: int, end: int) -> Generator[object]:
    """Colour frames whose pictures nobody looks at: into the coarsest chroma planes there are."""
    from vidcolor.video.frames import ChromaFormat

    info = reader.info
    coarse = ChromaFormat(
        width=-(-info.width // 4),
        height=info.height,
        luma_width=info.width,
        luma_height=info.height,
        bit_depth=8,
        full_range=True,
        matrix=info.luma.matrix,
        siting="center",
    )
    with engine.finished(reader, coarse, start, end) as (frames, _):
        yield from frames
