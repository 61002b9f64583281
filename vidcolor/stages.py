"""The stages through which a film's frames go: generators, each to run in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from torch import Tensor

from vidcolor.color.painting import Painter
from vidcolor.colorizer import Colorizer, SeenFrame, Wish
from vidcolor.colortrack import quantised
from vidcolor.devices import memory_advice, prepare_thread
from vidcolor.guidance.film import FilmGuide
from vidcolor.guidance.guide import ShotGuide
from vidcolor.guidance.tracks import ShotTracks
from vidcolor.prefetch import prefetched
from vidcolor.settings import Look
from vidcolor.shotlist import Cut
from vidcolor.temporal.placing import placed
from vidcolor.temporal.steady import ColoredFrame
from vidcolor.video.frames import ChromaFormat, Frame, Plane

T = TypeVar("T")

# Frames that wait between two stages. More would only cost memory: the stages are steady.
_AHEAD = 4


@dataclass(frozen=True, slots=True, eq=False)
class FinishedFrame:
    """A frame as the encoder gets it: the kept luma and its new chroma in code values."""

    frame: Frame
    cb: Plane
    cr: Plane
    colored: ColoredFrame  # what it was made of


def in_thread(items: Generator[T], name: str) -> AbstractContextManager[Iterator[T]]:
    """Run a stage ahead of the one that takes from it, in a thread of this name."""
    return prefetched(items, ahead=_AHEAD, name=name)


def with_regions(guide: FilmGuide, frame: ColoredFrame) -> ColoredFrame:
    """With the deeds of its shot's regions done."""
    number = frame.seen.frame.number
    shot = guide.of(number)
    if shot is None:
        return frame
    return replace(frame, ab=tuple(shot.finished(number, view) for view in frame.ab))


def remembered(
    frames: Iterable[Frame], colorizer: Colorizer, track: ShotTracks
) -> Generator[ColoredFrame]:
    """Frames with the colours that the track has, up to the first that it does not have."""
    for frame in frames:
        ab = track.get(frame.number)
        if ab is None:  # deleted meanwhile, or damaged
            return
        seen = colorizer.see(frame)
        yield ColoredFrame(seen, tuple(view.to(colorizer.compute.device) for view in ab))


def rounded(frame: ColoredFrame) -> ColoredFrame:
    """To the steps of the track: it must not matter whether a colour comes from there."""
    return replace(frame, ab=tuple(map(quantised, frame.ab)))


def seen_frames(
    frames: Iterable[Frame], colorizer: Colorizer, cuts: Sequence[Cut] | None, *, steadily: bool
) -> Generator[SeenFrame]:
    """Frames as the network sees them; ``steadily`` with what moved since the one before."""
    prepare_thread(colorizer.compute)
    seen = map(colorizer.see, frames)
    yield from placed(seen, cuts) if steadily else seen


def between(frames: Iterable[SeenFrame], start: int, end: int | None) -> Generator[SeenFrame]:
    """The frames ``start`` up to ``end``: the others were only seen for what they tell of these."""
    for seen in frames:
        if seen.frame.number >= start and (end is None or seen.frame.number < end):
            yield seen


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Frames that go through the network together; all of one guide, or of none."""

    frames: list[SeenFrame]
    guide: ShotGuide | None


def batches(frames: Iterable[SeenFrame], room: int, guide: FilmGuide) -> Generator[Batch]:
    """Gather frames until their views fill a batch."""
    batch: list[SeenFrame] = []
    acting: ShotGuide | None = None
    for seen in frames:
        here = guide.of(seen.frame.number)
        if batch and here is not acting:
            yield Batch(batch, acting)
            batch = []
        acting = here
        batch.append(seen)
        if sum(len(one.y) for one in batch) >= room:
            yield Batch(batch, acting)
            batch = []
    if batch:
        yield Batch(batch, acting)


def colored_batch(colorizer: Colorizer, batch: Batch) -> list[ColoredFrame]:
    """Ask the network, and let the guide change its answers."""
    numbers = [seen.frame.number for seen in batch.frames for _ in seen.y]
    y = [view for seen in batch.frames for view in seen.even_y]
    guide = batch.guide
    if guide is None:
        ab = _answers(colorizer, y)
    else:
        asked = [[question(number) for number in numbers] for question in guide.questions]
        answers = zip(*(_answers(colorizer, y, wishes) for wishes in asked), strict=True)
        ab = [guide.changed(*one) for one in zip(numbers, y, answers, strict=True)]
    views = iter(ab)
    return [ColoredFrame(seen, tuple(islice(views, len(seen.y)))) for seen in batch.frames]


def _answers(
    colorizer: Colorizer, y: Sequence[Tensor], wishes: Sequence[Wish] | None = None
) -> list[Tensor]:
    """What the network says of any number of views."""
    room = colorizer.compute.batch
    pieces = range(0, len(y), room)
    parts = [(y[i : i + room], None if wishes is None else wishes[i : i + room]) for i in pieces]
    return [color for part in parts for color in colorizer.colors(*part)]


def upsampled(
    frames: Iterable[ColoredFrame],
    colorizer: Colorizer,
    chroma: ChromaFormat,
    look_at: Callable[[int], Look],
) -> Generator[FinishedFrame]:
    """Colours brought to the film's grid along the luma's edges, with each frame's look."""
    prepare_thread(colorizer.compute)
    paint = Painter(colorizer.film.luma, chroma, colorizer.compute.device)
    with memory_advice(colorizer.compute):
        for colored in frames:
            seen = colored.seen
            frame = seen.frame
            cb, cr = paint(seen.luma, seen.y, colored.ab, look_at(frame.number), frame.chroma)
            yield FinishedFrame(frame, cb, cr, colored)
