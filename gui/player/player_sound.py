"""The sound along a route, in equal blocks, as long as what is played, to the sample."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.player.play_route import Leg, Route
from gui.player.player_protocol import SOUND_RATE_HZ

if TYPE_CHECKING:
    from vidcolor.video.sound import Sound

log = logging.getLogger(__name__)

_BLOCK_SAMPLES = SOUND_RATE_HZ // 10


def sound_along(sound: Sound, route: Route) -> Iterator[NDArray[np.int16]]:
    """Blocks of a tenth of a second, the last one shorter; silence where there is no sound.

    Args:
        sound: of the film.
        route: forwards at the film's own speed.
    """
    held = np.zeros((0, 2), np.int16)
    for samples in _pieces(sound, route):
        held = np.concatenate([held, samples])
        while len(held) >= _BLOCK_SAMPLES:
            yield held[:_BLOCK_SAMPLES]
            held = held[_BLOCK_SAMPLES:]
    if len(held):
        yield held


def _pieces(sound: Sound, route: Route) -> Iterator[NDArray[np.int16]]:
    given = 0
    for leg in route.legs():
        # Counted from the begin of playing, so that rounding does not add up in a loop.
        end = round((leg.due_s + route.length_s(leg)) * SOUND_RATE_HZ)
        for samples in _of_leg(sound, route, leg):
            part = samples[: end - given]
            given += len(part)
            yield part
            if given == end:
                break
        while given < end:
            silence = np.zeros((min(end - given, _BLOCK_SAMPLES), 2), np.int16)
            given += len(silence)
            yield silence


def _of_leg(sound: Sound, route: Route, leg: Leg) -> Iterator[NDArray[np.int16]]:
    try:
        for block in sound.blocks(route.film_s(leg)[0]):
            yield block.samples
    except Exception:
        # Whatever is wrong with the sound, the pictures go on and need its clock.
        log.exception("the sound ended unexpectedly")
