"""Answers questions about a frame while others colour: likely colours, places, variants."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.preview.mailbox import Wishes
from gui.preview.protocol import (
    AskFrame,
    CloseFilm,
    FrameTold,
    Offered,
    OpenFilm,
    Reply,
    Suggested,
    Task,
    UnsureMap,
    VariantReady,
    WantVariants,
)
from gui.preview.worker import Common, Worker
from vidcolor.guides import Variant
from vidcolor.video.info import SourceKind

if TYPE_CHECKING:
    from vidcolor.engine import Engine
    from vidcolor.suggest import FrameInsight
    from vidcolor.video.info import FilmInfo

_LOADING_S = 0.1  # then it is looked again whether the model is loaded


class InsightWorker(Worker):
    """Looks into frames with the network that the colour worker has loaded.

    A thread of its own: a question must neither wait for an exact frame nor make it begin again.
    """

    def __init__(self, reply: Callable[[Reply], None], common: Common) -> None:
        super().__init__(reply, "vidcolor-insight")
        self._common = common
        self._question: AskFrame | None = None
        self._variants: WantVariants | None = None
        self._made = 0  # of the wanted variants
        self._insight: tuple[int, Engine, FrameInsight] | None = None  # of which frame, by whom

    def fulfil(self, wishes: Wishes) -> None:
        if wishes.film is not None:
            self.forget(wishes.film)
        if wishes.question is not None:
            self._question = wishes.question
        if wishes.variants is not None:
            self._variants, self._made = wishes.variants, 0
        self.patience_s = None
        film, asked = self.film, self._common.asked
        if film is None or (self._question is None and not self._variants_left):
            return
        if asked is None or asked[0] != film.generation:
            self.patience_s = _LOADING_S
            return
        engine = _undisturbed(asked[1])
        question, self._question = self._question, None
        if question is not None:
            self.attempt(film.generation, Task.ASK, lambda: self._answer(question, engine))
        elif not self.attempt(film.generation, Task.ASK, lambda: self._make_variant(engine)):
            self._variants = None
        if self._variants_left:
            self.patience_s = 0.0

    def forget(self, film: OpenFilm | CloseFilm | None = None) -> None:
        self._question = self._variants = self._insight = None
        super().forget(film)

    @property
    def _variants_left(self) -> bool:
        return self._variants is not None and self._made < len(self._variants.variants)

    def _answer(self, question: AskFrame, engine: Engine) -> None:
        insight = self._insight_of(question.number, engine)
        place, spread = question.place, insight.unsure()
        found = () if place is None else insight.suggestions(place)
        self.reply(
            FrameTold(
                question.generation,
                question.question,
                question.number,
                place,
                tuple(Suggested(one.ab, one.share) for one in found),
                "" if place is None else insight.features_at(place),
                tuple(Offered(one.color, one.place) for one in insight.offers(question.colors)),
                None
                if spread is None
                else UnsureMap(
                    spread.shape[1],
                    spread.shape[0],
                    np.clip(np.rint(spread), 0, 255).astype(np.uint8).tobytes(),
                ),
            )
        )

    def _insight_of(self, number: int, engine: Engine) -> FrameInsight:
        """What is thought of a frame; of the last one it is remembered."""
        from vidcolor.suggest import look_into

        if self._insight is not None:
            at, by, insight = self._insight
            if (at, by.network, by.settings) == (number, engine.network, engine.settings):
                return insight
        with ExitStack() as files:
            reader = self.open()
            if reader.info.kind is SourceKind.STILLS:  # each picture has a size of its own
                from vidcolor.video.folder import scan_folder
                from vidcolor.video.reader import open_reader

                path = scan_folder(reader.info.path, stills=True).files[number]
                insight = look_into(files.enter_context(open_reader(path)), 0, engine)
            else:
                insight = look_into(reader, number, engine)
        self._insight = number, engine, insight
        return insight

    def _make_variant(self, engine: Engine) -> None:
        from vidcolor.preview import frame_at

        wanted = self._variants
        assert wanted is not None
        variant = wanted.variants[self._made]
        self._made += 1
        guides = replace(engine.steering.guides, variants=(Variant(wanted.number, variant),))
        steering = replace(engine.steering, guides=guides)
        draft = engine.steered(engine.settings, steering).draft()
        reader = self.open()
        small = _small(frame_at(reader, wanted.number, draft).color, reader.info, wanted.height_px)
        height, width = small.shape[:2]
        self.reply(
            VariantReady(
                wanted.generation, wanted.question, variant, width, height, small.tobytes()
            )
        )


def _undisturbed(engine: Engine) -> Engine:
    """The same with a network that goes on whatever is wished of the colour worker meanwhile."""
    from vidcolor.networks import Network

    own = engine.steered(engine.settings, engine.steering)
    own.network = Network(**{f.name: getattr(engine.network, f.name) for f in fields(Network)})
    return own


def _small(picture: NDArray[np.uint8], info: FilmInfo, height_px: int) -> NDArray[np.uint8]:
    """``(h, w, 3)``, upright, in square pixels; ``picture`` lies as the film does."""
    import cv2

    height, width = picture.shape[:2]
    shown_width = width * float(info.sample_aspect_ratio or 1)
    sideways = info.rotation_degrees in (90, 270)
    scale = height_px / (shown_width if sideways else height)
    size = max(1, round(shown_width * scale)), max(1, round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    upright = np.rot90(small, -info.rotation_degrees // 90)
    return np.ascontiguousarray(upright, dtype=np.uint8)
