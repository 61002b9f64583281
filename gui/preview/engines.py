"""Engines in the colours that are wished, on as few loaded networks as possible."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from typing import Any

from gui.preview.protocol import ColorWish
from gui.preview.worker import OvertakenError
from vidcolor.devices import choose_compute
from vidcolor.engine import Engine
from vidcolor.networks import Network, load_network
from vidcolor.steering import UNSTEERED


@dataclass(frozen=True, slots=True)
class _GivingUpNetwork(Network):
    """A network that colours nothing more once its answer is no longer wanted.

    An exact frame needs the colours of fifty others: too long for a person who has moved on.
    """

    overtaken: Callable[[], bool] = bool

    def predict(self, *args: Any, **kwargs: Any) -> Any:
        if self.overtaken():
            raise OvertakenError
        # Without arguments super() looks for the class that slots=True has replaced.
        return Network.predict(self, *args, **kwargs)


class Engines:
    """Keeps the networks that are loaded.

    Args:
        overtaken: whether what is in the making is no longer wanted; engines then raise
            :class:`gui.preview.worker.OvertakenError` before they colour the next frame.
    """

    def __init__(self, overtaken: Callable[[], bool]) -> None:
        self._overtaken = overtaken
        self._loaded: dict[tuple[str, str], Engine] = {}  # by model and device

    def of(self, wish: ColorWish) -> Engine:
        """An engine for a wish; loads its network unless that is loaded already.

        Raises:
            VidcolorError: there is no such model or device, or memory ended.
        """
        steering = wish.steering or UNSTEERED
        engine = self._loaded.get(_key(wish))
        if engine is None:
            compute = choose_compute(wish.color.device)
            network = load_network(wish.color.model, compute)
            known = {f.name: getattr(network, f.name) for f in fields(network)}
            stoppable = _GivingUpNetwork(**known, overtaken=self._overtaken)
            engine = Engine(wish.color, network=stoppable, steering=steering)
            self._loaded[_key(wish)] = engine
        return engine.steered(wish.color, steering)

    def keep_only(self, wishes: Collection[ColorWish | None]) -> None:
        """Free the memory of networks that none of these needs."""
        needed = {_key(wish) for wish in wishes if wish is not None}
        self._loaded = {key: one for key, one in self._loaded.items() if key in needed}


def _key(wish: ColorWish) -> tuple[str, str]:
    return wish.color.model, wish.color.device
