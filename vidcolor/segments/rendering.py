"""Renders the segments that are missing, and joins all of them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import cache

from vidcolor import __version__
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.fingerprint import versions
from vidcolor.segments.coding import SegmentCoder
from vidcolor.segments.parts import Parts, Segment
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.stages import FinishedFrame
from vidcolor.video.film_target import FilmTarget
from vidcolor.video.packets import DamagedError, PacketFile
from vidcolor.video.reader import Reader

_ATTEMPTS = 3  # a disk that damages what it was given three times will do so again
# What these say acts on single shots only: the keys of the segments tell.
_BY_SEGMENT = {"hints", "reference", "variant", "shots", "device"}


@dataclass(frozen=True, slots=True)
class SegmentStep:
    """Where a render stands.

    Attributes:
        frames: coded so far, those of an earlier render included.
        kept: of these, how many an earlier render left.
        finished: the frame that was just coded.
        note: what is done, where no frame was coded.
    """

    frames: int
    kept: int
    finished: FinishedFrame | None = None
    note: str = ""


class SegmentRender:
    """Renders one film.

    Args:
        engine: what colours it.
        reader: of the film.
        target: what is made of it.
        first: number of the first frame.
        end: number after the last one; None is the film's end.
        settings: that the engine and the target were made of.

    Attributes:
        notes: warnings about how the frames are made; grows.
        frames: how many lie in the target; known after the join.
    """

    def __init__(
        self,
        engine: Engine,
        reader: Reader,
        target: FilmTarget,
        first: int,
        end: int | None,
        settings: tuple[ColorSettings, OutputSettings],
    ) -> None:
        self._engine = engine
        self._reader = reader
        self._target = target
        self._first = first
        self._end = end
        self._settings = settings
        self._parts = Parts(target.path)
        self._segment_at = self._plan()
        self.notes: list[str] = []
        self.frames = 0

    def run(self, *, restart: bool) -> Generator[SegmentStep]:
        """Do all; closing the generator keeps the segments that are finished.

        Args:
            restart: give up what an earlier render left.

        Raises:
            VidcolorError: what happened and what to do. What is finished is kept.
        """
        with self._parts.held():
            self._target.try_container()
            facts = self._facts()
            # Whatever has to be read of the film for the plan is read before a thread decodes it.
            self._segment_at(self._first)
            going_on = self._parts.begin(facts, restart=restart)
            for _ in range(_ATTEMPTS):
                segments: list[Segment] = []
                files: list[PacketFile] = []
                yield from self._rendered(segments, going_on=going_on)
                yield from self._read(segments, files)
                if len(files) == len(segments):
                    break
                going_on = True
            else:
                raise VidcolorError(
                    f"The disk of {self._target.path.name} does not keep what is written to it.",
                    do="Choose a target on another disk, and have this one checked.",
                )
            yield from self._joined(files)
            self._parts.discard()

    def _rendered(self, segments: list[Segment], *, going_on: bool) -> Generator[SegmentStep]:
        """Render what is missing; ``segments`` gets all that there are, in order."""
        position, done, kept = self._first, 0, 0
        while not self._over(position):
            segment = self._segment_at(position)
            if self._parts.has(segment):
                segments.append(segment)
                count = min(segment.end, self._parts.film_end or segment.end) - position
                done, kept, position = done + count, kept + count, segment.end
                if going_on:
                    yield SegmentStep(done, kept, note="Going on with what is rendered already")
                continue
            stop = self._next_finished(segment.end)
            with SegmentCoder(self._target, self._parts, self._segment_at) as coder:
                with self._engine.finished(
                    self._reader, self._target.form.chroma, position, stop
                ) as (frames, notes):
                    reached = position
                    for finished in frames:
                        coder.write(finished.frame, finished.cb, finished.cr)
                        reached = finished.frame.number + 1
                        done += 1
                        yield SegmentStep(done, kept, finished)
                self.notes += notes
                coder.finish()
                coder.wait()
            segments += self._finished_between(position, reached)
            if stop is None:
                self._parts.end_at(reached)
                return
            position = stop

    def _joined(self, files: list[PacketFile]) -> Generator[SegmentStep]:
        total = sum(len(file.pts) for file in files)
        if not total:
            raise VidcolorError(
                f"No frame of {self._reader.info.path.name} could be read.",
                do="Check that the film plays in another player, or copy it again.",
            )
        with closing(self._target.join(files, self.notes)) as steps:
            try:
                for self.frames in steps:
                    yield SegmentStep(
                        total, 0, note=f"Joining the segments: {self.frames} of {total} frames"
                    )
            except DamagedError as error:
                raise VidcolorError(
                    f"A segment of {self._target.path.name} changed while it was joined.",
                    do="Start the render again: only this segment is rendered anew.",
                    detail=str(error),
                ) from error

    def _read(self, segments: list[Segment], files: list[PacketFile]) -> Generator[SegmentStep]:
        """Check all segments; ``files`` gets those that are whole, the others are gone then."""
        frames = 0
        for number, segment in enumerate(segments, start=1):
            with suppress(DamagedError):  # it is rendered again
                files.append(self._parts.read(segment))
                frames += len(files[-1].pts)
            note = f"Checking the segments: {number} of {len(segments)}"
            yield SegmentStep(frames, 0, note=note)

    def _over(self, position: int) -> bool:
        ends = [end for end in (self._end, self._parts.film_end) if end is not None]
        return bool(ends) and position >= min(ends)

    def _next_finished(self, start: int) -> int | None:
        """Where the next segment begins that is finished; else the end."""
        for candidate in self._parts.starts():
            segment = self._segment_at(max(candidate, start))
            if segment.start == candidate and self._parts.has(segment):
                return candidate
        return self._end

    def _finished_between(self, start: int, end: int) -> list[Segment]:
        found = []
        while start < end:
            segment = self._segment_at(start)
            if self._parts.has(segment):  # else no frame of it could be read
                found.append(segment)
            start = segment.end
        return found

    def _plan(self) -> Callable[[int], Segment]:
        """The segment that holds a frame, on a grid that begins with the render."""
        form = self._target.form
        length = max(round(self._settings[1].segment_s * form.rate), 1)

        @cache
        def segment_at(index: int) -> Segment:
            start = self._first + index * length
            end = start + length if self._end is None else min(start + length, self._end)
            return Segment(start, end, self._engine.digest_of(self._reader, start, end))

        return lambda number: segment_at((number - self._first) // length)

    def _facts(self) -> Mapping[str, str]:
        """What all segments have in common, in words for a person."""
        color, output = self._settings
        colorizer, _ = self._engine.colorizer_for(self._reader)
        encoder = self._target.form.encoder
        source = self._reader.info
        return {
            "the film": f"{source.path.name} ({self._engine.source_digest(self._reader)})",
            "the first frame": str(self._first),
            "the end": "that of the film" if self._end is None else str(self._end),
            "the model": f"{self._engine.network.name} "
            f"({self._engine.network.sha256[:16]}, {colorizer.compute.name}, "
            f"{colorizer.compute.dtype}, batch {colorizer.compute.batch})",
            **{k: str(v) for k, v in asdict(color).items() if k not in _BY_SEGMENT | {"model"}},
            **{k: str(v) for k, v in asdict(output).items()},
            "the encoder": f"{encoder.name} {encoder.pixels.name} with {encoder.threads} threads, "
            + ", ".join(f"{k}={v}" for k, v in sorted(encoder.options.items())),
            "versions": f"vidcolor {__version__}, {versions()}",
        }
