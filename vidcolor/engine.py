"""A network on a device, and the stages through which it colours a film's frames."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TypeVar

from vidcolor.color.upsample import FieldUpsampler, Upsampler
from vidcolor.colorizer import Colorizer, SeenFrame, settle_batch
from vidcolor.devices import Compute, choose_compute, memory_advice, prepare_thread
from vidcolor.networks import Network, load_network
from vidcolor.prefetch import in_parallel, prefetched
from vidcolor.settings import ColorSettings
from vidcolor.temporal.steady import REACH, ColoredFrame, steadied
from vidcolor.video.frames import ChromaFormat, Frame, Plane
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader

T = TypeVar("T")

# Frames that wait between two stages. More would only cost memory: the stages are steady.
_AHEAD = 4


@dataclass(frozen=True, slots=True, eq=False)
class FinishedFrame:
    """A frame as the encoder gets it: the kept luma and its new chroma in code values."""

    frame: Frame
    cb: Plane
    cr: Plane


class Engine:
    """A network on a device, ready to colour any number of films."""

    def __init__(self, settings: ColorSettings, *, network: Network | None = None) -> None:
        self.settings = settings
        self.compute: Compute = choose_compute(settings.device)
        self.network = network or load_network(settings.model, self.compute)

    @contextmanager
    def finished(
        self, reader: Reader, chroma: ChromaFormat, start: int, end: int | None
    ) -> Iterator[tuple[Iterator[FinishedFrame], list[str]]]:
        """Colour frames ``start`` to ``end`` of a film; each stage runs in a thread of its own.

        A frame comes out the same whatever ``start`` and ``end`` are.

        Yields:
            The frames, and warnings about how they are made.

        Raises:
            VidcolorError: also while the frames are taken: the film cannot be read, memory ended.
        """
        prepare_thread(self.compute)
        single = reader.info.kind in (SourceKind.STILL, SourceKind.STILLS)
        strength = 0.0 if single or self.settings.stills else self.settings.stabilize
        reach = REACH if strength else 0
        colorizer, warnings = settle_batch(
            Colorizer(self.network, self.compute, reader.info, self.settings)
        )
        frames = reader.frames(max(start - reach, 0), None if end is None else end + reach)
        with ExitStack() as stages:

            def stage(items: Generator[T], name: str) -> Iterator[T]:
                return stages.enter_context(prefetched(items, ahead=_AHEAD, name=name))

            seen = stage(_seen(frames, colorizer), "decode")
            batches = stages.enter_context(
                in_parallel(
                    _batches(seen, colorizer.compute.batch),
                    partial(_color_batch, colorizer),
                    workers=self.compute.workers,
                    prepare=partial(prepare_thread, self.compute),
                    name="generator",
                )
            )
            colored = stage(
                _between(_steadied(batches, colorizer.compute, strength), start, end), "colour"
            )
            finished = stage(
                _upsampled(colored, colorizer, chroma, self.settings.saturation), "upsample"
            )
            yield finished, warnings


def _seen(frames: Iterable[Frame], colorizer: Colorizer) -> Generator[SeenFrame]:
    prepare_thread(colorizer.compute)
    for frame in frames:
        yield colorizer.see(frame)


def _batches(frames: Iterable[SeenFrame], room: int) -> Generator[list[SeenFrame]]:
    """Gather frames until their views fill a batch."""
    batch: list[SeenFrame] = []
    for seen in frames:
        batch.append(seen)
        if sum(len(one.y) for one in batch) >= room:
            yield batch
            batch = []
    if batch:
        yield batch


def _color_batch(colorizer: Colorizer, batch: list[SeenFrame]) -> list[ColoredFrame]:
    room = colorizer.compute.batch
    y = [view for seen in batch for view in seen.y]
    ab = iter([c for i in range(0, len(y), room) for c in colorizer.colors(y[i : i + room])])
    return [ColoredFrame(seen, tuple(islice(ab, len(seen.y)))) for seen in batch]


def _steadied(
    batches: Iterable[list[ColoredFrame]], compute: Compute, strength: float
) -> Generator[ColoredFrame]:
    prepare_thread(compute)
    yield from steadied(chain.from_iterable(batches), strength)


def _between(
    frames: Iterable[ColoredFrame], start: int, end: int | None
) -> Generator[ColoredFrame]:
    for frame in frames:
        if frame.seen.frame.number >= start and (end is None or frame.seen.frame.number < end):
            yield frame


def _upsampled(
    frames: Iterable[ColoredFrame], colorizer: Colorizer, chroma: ChromaFormat, saturation: float
) -> Generator[FinishedFrame]:
    prepare_thread(colorizer.compute)
    device, luma = colorizer.compute.device, colorizer.film.luma
    with memory_advice(colorizer.compute):
        whole: Upsampler | None = None
        fields: FieldUpsampler | None = None
        for colored in frames:
            seen = colored.seen
            if len(seen.y) == 2:
                fields = fields or FieldUpsampler(luma, chroma, device)
                cb, cr = fields(
                    seen.luma,
                    (seen.y[0], seen.y[1]),
                    (colored.ab[0], colored.ab[1]),
                    saturation,
                )
            else:
                whole = whole or Upsampler(luma, chroma, device)
                cb, cr = whole(seen.luma, seen.y[0], colored.ab[0], saturation)
            yield FinishedFrame(seen.frame, cb, cr)
