"""A network on a device, and the stages through which it colours a film's frames."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from vidcolor.color.upsample import FieldUpsampler, Upsampler
from vidcolor.colorizer import Colorizer, SeenFrame, settle_batch
from vidcolor.colortrack import ColorTrack, fingerprint_of, quantised
from vidcolor.devices import Compute, choose_compute, memory_advice, prepare_thread
from vidcolor.networks import Network, load_network
from vidcolor.prefetch import in_parallel, prefetched
from vidcolor.settings import ColorSettings
from vidcolor.shotfiles import read_shots
from vidcolor.temporal import placing, steady
from vidcolor.temporal.cuts import Cut
from vidcolor.temporal.placing import placed
from vidcolor.temporal.steady import ColoredFrame, steadied
from vidcolor.video.clock import FilmClock
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
    """A network on a device, ready to colour any number of films.

    Args:
        settings: what decides the colours.
        network: already loaded; without one it is the model that the settings name.
        remembers: whether colours are taken from and kept in the films' colour tracks.
    """

    def __init__(
        self, settings: ColorSettings, *, network: Network | None = None, remembers: bool = True
    ) -> None:
        self.settings = settings
        self.remembers = remembers
        self.compute: Compute = choose_compute(settings.device)
        self.network = network or load_network(settings.model, self.compute)
        self._settled: dict[tuple[int, int], tuple[Compute, list[str]]] = {}  # by work size

    def draft(self) -> Engine:
        """The same network, colouring each frame alone: at once, but not what a render gives."""
        settings = replace(self.settings, stabilize=0.0)
        engine = Engine(settings, network=self.network, remembers=False)
        engine._settled = self._settled  # the batch is the same
        return engine

    def knows(self, reader: Reader, number: int) -> bool:
        """Whether a frame's colour lies ready in the film's track."""
        if reader.info.kind is SourceKind.STILL or not self.remembers:
            return False
        colorizer, _ = self._colorizer(reader)
        with self._track(reader, colorizer) as track:
            return track.get(number) is not None

    @contextmanager
    def finished(
        self, reader: Reader, chroma: ChromaFormat, start: int, end: int | None
    ) -> Iterator[tuple[Iterator[FinishedFrame], list[str]]]:
        """Colour frames ``start`` to ``end`` of a film; each stage runs in a thread of its own.

        A frame comes out the same whatever ``start`` and ``end`` are. Low-resolution colours that
        are kept in the film's colour track are taken from there, new ones are put there.

        Yields:
            The frames, and warnings about how they are made.

        Raises:
            VidcolorError: also while the frames are taken: the film cannot be read, memory ended.
        """
        prepare_thread(self.compute)
        colorizer, warnings = self._colorizer(reader)
        with ExitStack() as stages:
            colored = stages.enter_context(
                _stage(self._colored(reader, colorizer, start, end), "colour")
            )
            finished = stages.enter_context(
                _stage(_upsampled(colored, colorizer, chroma, self.settings.saturation), "upsample")
            )
            yield finished, warnings

    def _colorizer(self, reader: Reader) -> tuple[Colorizer, list[str]]:
        """For a film, with a batch that fits into memory: tried once for each work size."""
        colorizer = Colorizer(self.network, self.compute, reader.info, self.settings)
        if colorizer.size not in self._settled:
            settled, warnings = settle_batch(colorizer)
            self._settled[colorizer.size] = (settled.compute, warnings)
        compute, warnings = self._settled[colorizer.size]
        return Colorizer(self.network, compute, reader.info, self.settings), warnings

    def _cuts(self, reader: Reader) -> tuple[Cut, ...] | None:
        """Where a person says that shots begin; None: they are to be searched."""
        if not self.settings.shots or reader.info.kind is SourceKind.STILL:
            return None
        return read_shots(Path(self.settings.shots), FilmClock.of(reader)).cuts

    def _track(self, reader: Reader, colorizer: Colorizer) -> ColorTrack:
        fingerprint = fingerprint_of(
            reader.info.path,
            self.network,
            colorizer.compute,
            self.settings,
            work_grid=colorizer.size,
            fields=reader.fields,
            cuts="" if (cuts := self._cuts(reader)) is None else repr(cuts),
        )
        return ColorTrack.open(fingerprint)

    def _colored(
        self, reader: Reader, colorizer: Colorizer, start: int, end: int | None
    ) -> Generator[ColoredFrame]:
        """Low-resolution colours: from the track as far as it goes, then new ones."""
        prepare_thread(colorizer.compute)
        if reader.info.kind is SourceKind.STILL or not self.remembers:
            with self._predicted(reader, colorizer, start, end) as frames:
                yield from map(_rounded, frames)
            return
        with self._track(reader, colorizer) as track:
            if track.get(start) is not None:
                with closing(_remembered(reader.frames(start, end), colorizer, track)) as kept:
                    for frame in kept:
                        yield frame
                        start = frame.seen.frame.number + 1
                if start == end:
                    return
            with self._predicted(reader, colorizer, start, end) as fresh:
                for frame in map(_rounded, fresh):
                    track.put(frame.seen.frame.number, frame.ab)
                    yield frame

    @contextmanager
    def _predicted(
        self, reader: Reader, colorizer: Colorizer, start: int, end: int | None
    ) -> Iterator[Iterator[ColoredFrame]]:
        """Colours by the network and the temporal layer, each in threads of its own."""
        single = reader.info.kind is SourceKind.STILL or self.settings.stills
        strength = 0.0 if single else self.settings.stabilize
        # What decides a frame's colour: its neighbours' colours, and what decides those.
        near = steady.REACH + 1 if strength else 0
        far = near + placing.REACH if strength else 0
        cuts = self._cuts(reader) if strength else None
        frames = reader.frames(max(start - far, 0), None if end is None else end + far)
        with ExitStack() as stages:
            seen = stages.enter_context(
                _stage(_seen(frames, colorizer, cuts, steadily=strength > 0), "decode")
            )
            batches = stages.enter_context(
                in_parallel(
                    _batches(
                        _between(seen, start - near, None if end is None else end + near),
                        colorizer.compute.batch,
                    ),
                    partial(_color_batch, colorizer),
                    workers=colorizer.compute.workers,
                    prepare=partial(prepare_thread, colorizer.compute),
                    name="generator",
                )
            )
            yield steadied(chain.from_iterable(batches), strength, start=start, end=end)


def _stage(items: Generator[T], name: str) -> AbstractContextManager[Iterator[T]]:
    return prefetched(items, ahead=_AHEAD, name=name)


def _remembered(
    frames: Iterable[Frame], colorizer: Colorizer, track: ColorTrack
) -> Generator[ColoredFrame]:
    """Frames with the colours that the track has, up to the first that it does not have."""
    for frame in frames:
        ab = track.get(frame.number)
        if ab is None:  # deleted meanwhile, or damaged
            return
        seen = colorizer.see(frame)
        yield ColoredFrame(seen, tuple(view.to(colorizer.compute.device) for view in ab))


def _rounded(frame: ColoredFrame) -> ColoredFrame:
    """To the steps of the track: it must not matter whether a colour comes from there."""
    return replace(frame, ab=tuple(map(quantised, frame.ab)))


def _seen(
    frames: Iterable[Frame], colorizer: Colorizer, cuts: Sequence[Cut] | None, *, steadily: bool
) -> Generator[SeenFrame]:
    prepare_thread(colorizer.compute)
    seen = map(colorizer.see, frames)
    yield from placed(seen, cuts) if steadily else seen


def _between(frames: Iterable[SeenFrame], start: int, end: int | None) -> Generator[SeenFrame]:
    for seen in frames:
        if seen.frame.number >= start and (end is None or seen.frame.number < end):
            yield seen


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
    y = [view for seen in batch for view in seen.even_y]
    ab = iter([c for i in range(0, len(y), room) for c in colorizer.colors(y[i : i + room])])
    return [ColoredFrame(seen, tuple(islice(ab, len(seen.y)))) for seen in batch]


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
