"""A network on a device, and the stages through which it colours a film's frames."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from vidcolor.color.kept import kept_losses
from vidcolor.color.painting import Painter
from vidcolor.colorizer import Colorizer, SeenFrame, settle_batch
from vidcolor.colortrack import ColorTrack, acting_settings, fingerprint_of, quantised
from vidcolor.devices import Compute, choose_compute, memory_advice, prepare_thread
from vidcolor.networks import Network, load_network
from vidcolor.prefetch import in_parallel, prefetched
from vidcolor.settings import ColorSettings, Look
from vidcolor.shotfiles import read_shots
from vidcolor.shotlist import Cut
from vidcolor.steering import UNSTEERED, Steering
from vidcolor.temporal import placing, steady
from vidcolor.temporal.placing import placed
from vidcolor.temporal.steady import ColoredFrame, steadied
from vidcolor.video.clock import FilmClock
from vidcolor.video.frames import ChromaFormat, Frame, Plane
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader

T = TypeVar("T")
_ByNumber = Callable[[int], bool]

# Frames that wait between two stages. More would only cost memory: the stages are steady.
_AHEAD = 4


@dataclass(frozen=True, slots=True, eq=False)
class FinishedFrame:
    """A frame as the encoder gets it: the kept luma and its new chroma in code values."""

    frame: Frame
    cb: Plane
    cr: Plane
    colored: ColoredFrame  # what it was made of


class Engine:
    """A network on a device, ready to colour any number of films.

    Args:
        settings: what decides the colours.
        network: already loaded; without one it is the model that the settings name.
        remembers: whether colours are taken from and kept in the films' colour tracks.
        steering: what a person asks of parts of the film.
    """

    def __init__(
        self,
        settings: ColorSettings,
        *,
        network: Network | None = None,
        remembers: bool = True,
        steering: Steering = UNSTEERED,
    ) -> None:
        self.settings = settings
        self.steering = steering
        self.remembers = remembers
        self.compute: Compute = choose_compute(settings.device)
        self.network = network or load_network(settings.model, self.compute)
        self._settled: dict[tuple[int, int], tuple[Compute, list[str]]] = {}  # by work size

    def steered(self, settings: ColorSettings, steering: Steering) -> Engine:
        """An engine with other wishes; it loads nothing unless another model or device is named."""
        asked = (settings.model, settings.device)
        if asked != (self.settings.model, self.settings.device):
            return Engine(settings, remembers=self.remembers, steering=steering)
        engine = copy(self)  # the network and the batches that fit into memory are the same
        engine.settings, engine.steering = settings, steering
        return engine

    def draft(self) -> Engine:
        """The same network, colouring each frame alone: at once, but not what a render gives."""
        engine = self.steered(replace(self.settings, stabilize=0.0), self.steering)
        engine.remembers = False
        return engine

    def colors_like(self, other: Engine) -> bool:
        """Whether both predict the same colours, so that at most their looks differ."""
        return (
            self.network is other.network
            and self.compute == other.compute
            and acting_settings(self.settings) == acting_settings(other.settings)
            and self.settings.shots == other.settings.shots
            and self.steering.cuts == other.steering.cuts
        )

    def look_at(self, number: int) -> Look:
        """The look of a frame: chosen for it, else that of the whole film."""
        film = self.settings
        return self.steering.look_at(number) or Look(
            saturation=film.saturation,
            vibrance=film.vibrance,
            warmth=film.warmth,
            tint=film.tint,
        )

    def knows(self, reader: Reader, number: int) -> bool:
        """Whether a frame's colour lies ready in the film's track."""
        if reader.info.kind is SourceKind.STILL or not self.remembers:
            return False
        colorizer, _ = self.colorizer_for(reader)
        with self.track_of(reader, colorizer) as track:
            return track.get(number) is not None

    @contextmanager
    def finished(
        self,
        reader: Reader,
        chroma: ChromaFormat,
        start: int,
        end: int | None,
        *,
        held: int | None = None,
    ) -> Iterator[tuple[Iterator[FinishedFrame], list[str]]]:
        """Colour frames ``start`` to ``end`` of a film; each stage runs in a thread of its own.

        A frame comes out the same whatever ``start`` and ``end`` are. Low-resolution colours that
        are kept in the film's colour track are taken from there, new ones are put there.

        Args:
            reader: of the film.
            chroma: the grid and the codes that are wanted.
            start: number of the first frame.
            end: number after the last one; None is the film's end.
            held: number of a frame that carries its own chroma also if its look does not need it.

        Yields:
            The frames, and warnings about how they are made.

        Raises:
            VidcolorError: also while the frames are taken: the film cannot be read, memory ended.
        """
        prepare_thread(self.compute)
        colorizer, warnings = self.colorizer_for(reader)
        leaves = self.steering.leaves(start, end)
        if leaves and (own := reader.own_grid) is not None:
            rgb = reader.info.subsampling == "rgb"
            warnings = [*warnings, *kept_losses(own, chroma, rgb=rgb)]

        def with_chroma(number: int) -> bool:
            return number == held or (leaves and self.look_at(number).leave)

        with ExitStack() as stages:
            with memory_advice(self.compute):  # their threads may not start
                colored = stages.enter_context(
                    _stage(self._colored(reader, colorizer, start, end, with_chroma), "colour")
                )
                finished = stages.enter_context(
                    _stage(_upsampled(colored, colorizer, chroma, self.look_at), "upsample")
                )
            yield finished, warnings

    def colorizer_for(self, reader: Reader) -> tuple[Colorizer, list[str]]:
        """For a film, with a batch that fits into memory: tried once for each work size."""
        colorizer = Colorizer(self.network, self.compute, reader.info, self.settings)
        if colorizer.size not in self._settled:
            settled, warnings = settle_batch(colorizer)
            self._settled[colorizer.size] = (settled.compute, warnings)
        compute, warnings = self._settled[colorizer.size]
        return Colorizer(self.network, compute, reader.info, self.settings), warnings

    def _cuts(self, reader: Reader) -> tuple[Cut, ...] | None:
        """Where a person says that shots begin; None: they are to be searched."""
        if reader.info.kind is SourceKind.STILL:
            return None
        if self.steering.cuts is not None:
            return self.steering.cuts
        if not self.settings.shots:
            return None
        return read_shots(Path(self.settings.shots), FilmClock.of(reader)).cuts

    def track_of(self, reader: Reader, colorizer: Colorizer) -> ColorTrack:
        """What is kept of a film's colours; ``colorizer`` is that of :meth:`colorizer_for`."""
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
        self,
        reader: Reader,
        colorizer: Colorizer,
        start: int,
        end: int | None,
        with_chroma: _ByNumber,
    ) -> Generator[ColoredFrame]:
        """Low-resolution colours: from the track as far as it goes, then new ones."""
        prepare_thread(colorizer.compute)
        if reader.info.kind is SourceKind.STILL or not self.remembers:
            with self._predicted(reader, colorizer, start, end, with_chroma) as frames:
                yield from map(_rounded, frames)
            return
        with self.track_of(reader, colorizer) as track:
            if track.get(start) is not None:
                frames_again = reader.frames(start, end, with_chroma=with_chroma)
                with closing(_remembered(frames_again, colorizer, track)) as kept:
                    for frame in kept:
                        yield frame
                        start = frame.seen.frame.number + 1
                if start == end:
                    return
            with self._predicted(reader, colorizer, start, end, with_chroma) as fresh:
                for frame in map(_rounded, fresh):
                    track.put(frame.seen.frame.number, frame.ab)
                    yield frame

    @contextmanager
    def _predicted(
        self,
        reader: Reader,
        colorizer: Colorizer,
        start: int,
        end: int | None,
        with_chroma: _ByNumber,
    ) -> Iterator[Iterator[ColoredFrame]]:
        """Colours by the network and the temporal layer, each in threads of its own."""
        single = reader.info.kind is SourceKind.STILL or self.settings.stills
        strength = 0.0 if single else self.settings.stabilize
        # What decides a frame's colour: its neighbours' colours, and what decides those.
        near = steady.REACH + 1 if strength else 0
        far = near + placing.REACH if strength else 0
        cuts = self._cuts(reader) if strength else None
        last = None if end is None else end + far
        frames = reader.frames(max(start - far, 0), last, with_chroma=with_chroma)
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
    frames: Iterable[ColoredFrame],
    colorizer: Colorizer,
    chroma: ChromaFormat,
    look_at: Callable[[int], Look],
) -> Generator[FinishedFrame]:
    prepare_thread(colorizer.compute)
    paint = Painter(colorizer.film.luma, chroma, colorizer.compute.device)
    with memory_advice(colorizer.compute):
        for colored in frames:
            seen = colored.seen
            frame = seen.frame
            cb, cr = paint(seen.luma, seen.y, colored.ab, look_at(frame.number), frame.chroma)
            yield FinishedFrame(frame, cb, cr, colored)
