"""A network on a device with a person's wishes: what colours any number of films."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from dataclasses import replace
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from torch import Tensor

from vidcolor import stages
from vidcolor.cache import content_digest
from vidcolor.color.kept import kept_losses
from vidcolor.colorizer import Colorizer, settle_batch
from vidcolor.colortrack import ColorTrack
from vidcolor.devices import Compute, choose_compute, memory_advice, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.fingerprint import acting_settings, fingerprint_of
from vidcolor.guidance.film import FilmGuide, without_references
from vidcolor.guidance.making import GuideMaker
from vidcolor.guidance.matching import Matcher
from vidcolor.guidance.tracks import ShotTracks
from vidcolor.guidefile import read_guides
from vidcolor.guides import Guides
from vidcolor.networks import Network, load_network
from vidcolor.prefetch import in_parallel
from vidcolor.settings import ColorSettings, Look
from vidcolor.shotfiles import read_shots
from vidcolor.shotlist import Cut, Kind, Shot, ShotList
from vidcolor.shots import find_shots, known_shots
from vidcolor.stages import FinishedFrame, in_thread
from vidcolor.steering import UNSTEERED, Steering
from vidcolor.temporal import placing, steady
from vidcolor.temporal.steady import ColoredFrame, steadied
from vidcolor.video.clock import FilmClock
from vidcolor.video.frames import ChromaFormat
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader, open_reader

_ByNumber = Callable[[int], bool]

# Frames on each side from which a draft takes hints: farther ones would keep a person waiting.
_DRAFT_REACH = 12


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
        self._guide_maker = GuideMaker()
        self._hasty = False

    def steered(self, settings: ColorSettings, steering: Steering) -> Engine:
        """An engine with other wishes; it loads nothing unless another model or device is named."""
        asked = (settings.model, settings.device)
        if asked != (self.settings.model, self.settings.device):
            return Engine(settings, remembers=self.remembers, steering=steering)
        engine = copy(self)  # the network and the batches that fit into memory are the same
        engine.settings, engine.steering = settings, steering
        engine.__dict__.pop("guides", None)
        return engine

    def of_picture(self, number: int) -> Engine:
        """For a folder's unrelated picture ``number`` when it is opened alone, as frame 0."""
        # What is asked for it is in the steering then, and must not come from the file again.
        alone = replace(self.settings, hints="", reference="", variant=0)
        return self.steered(alone, replace(self.steering, guides=self.guides).of_picture(number))

    def draft(self) -> Engine:
        """The same network, colouring each frame alone: at once, but not what a render gives."""
        engine = self.steered(replace(self.settings, stabilize=0.0), self.steering)
        engine.remembers, engine._hasty = False, True
        return engine

    def colors_like(self, other: Engine) -> bool:
        """Whether both predict the same colours, so that at most their looks differ."""
        return (
            self.network is other.network
            and self.compute == other.compute
            and acting_settings(self.settings) == acting_settings(other.settings)
            and self.settings.shots == other.settings.shots
            and self.steering.cuts == other.steering.cuts
            and self.guides == other.guides
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

    @cached_property
    def guides(self) -> Guides:
        """What is asked for inside the pictures, by the film's settings and for parts of it.

        Raises:
            VidcolorError: the file of hints cannot be read.
        """
        film = self.settings
        guides = self.steering.guides
        if film.hints:
            guides = guides.joined(read_guides(Path(film.hints)))
        return replace(
            guides,
            film_reference=film.reference or guides.film_reference,
            film_variant=film.variant or guides.film_variant,
        )

    def knows(self, reader: Reader, number: int) -> bool:
        """Whether a frame's colour lies ready in the film's track."""
        if reader.info.kind is SourceKind.STILL or not self.remembers:
            return False
        if self.guides and self.shots_of(reader, search=False) is None:
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

        with ExitStack() as threads:
            with memory_advice(self.compute):  # their threads may not start
                fresh = self._colored(reader, colorizer, start, end, with_chroma)
                colored = threads.enter_context(in_thread(fresh, "colour"))
                full = stages.upsampled(colored, colorizer, chroma, self.look_at)
                finished = threads.enter_context(in_thread(full, "upsample"))
            yield finished, warnings

    def colorizer_for(self, reader: Reader) -> tuple[Colorizer, list[str]]:
        """For a film, with a batch that fits into memory: tried once for each work size."""
        colorizer = Colorizer(self.network, self.compute, reader.info, self.settings)
        if colorizer.size not in self._settled:
            settled, warnings = settle_batch(colorizer)
            self._settled[colorizer.size] = (settled.compute, warnings)
        compute, warnings = self._settled[colorizer.size]
        return Colorizer(self.network, compute, reader.info, self.settings), warnings

    def matcher(self, colorizer: Colorizer) -> Matcher:
        """Compares pictures by how they look, whatever model colours."""
        return self._guide_maker.matcher(colorizer)

    def _cuts(self, reader: Reader) -> tuple[Cut, ...] | None:
        """Where a person says that shots begin; None: they are to be searched."""
        if reader.info.kind is SourceKind.STILL:
            return None
        if self.steering.cuts is not None:
            return self.steering.cuts
        if not self.settings.shots:
            return None
        return read_shots(Path(self.settings.shots), FilmClock.of(reader)).cuts

    def source_digest(self, reader: Reader) -> str:
        """Names the film by what it holds."""
        return content_digest(reader.info.path)

    def digest_of(self, reader: Reader, start: int, end: int) -> str:
        """Names what a person decided that acts on some of the film's finished frames.

        What holds for the whole film is not part of it.

        Args:
            reader: of the film.
            start: number of the first frame.
            end: number after the last one.

        Raises:
            VidcolorError: the film or a reference picture cannot be read.
        """
        reach = steady.REACH + 1 + placing.REACH
        known = self._cuts(reader)
        cuts = [
            cut
            for cut in known or ()
            if start - reach <= cut.frame + cut.mixed and cut.frame - cut.mixed < end + reach
        ]
        spans = [
            (max(span.start_frame, start), min(span.end_frame, end), span.look)
            for span in self.steering.looks
            if span.start_frame < end and span.end_frame > start
        ]
        guides = []
        if self.guides and (shots := self.shots_of(reader)) is not None:
            colorizer, _ = self.colorizer_for(reader)
            guide = self._film_guide(reader, colorizer)
            try:
                guides = [
                    (shot.start_frame, guide.digest_of(shot.start_frame))
                    for shot in shots.shots
                    if shot.start_frame < end + reach and shot.end_frame > start - reach
                ]
            finally:
                guide.close()
        decided = repr((known is None, cuts, spans, guides))
        return blake2b(decided.encode(), digest_size=8).hexdigest()

    def shots_of(self, reader: Reader, *, search: bool = True) -> ShotList | None:
        """The shots of a film, as a person says or as they are found.

        Args:
            reader: of the film.
            search: decode the whole film if they have not been searched before; else None.

        Raises:
            VidcolorError: the film cannot be read.
        """
        count = max(reader.count_frames(), 1)
        if reader.info.kind in (SourceKind.STILL, SourceKind.STILLS):
            return ShotList(count)
        cuts = self._cuts(reader)
        if cuts is not None:
            return ShotList(count, tuple(cut for cut in cuts if cut.frame < count))
        found = known_shots(reader)
        if found is None and search:
            for progress in find_shots(reader):
                found = progress.shots
        return found

    def track_of(self, reader: Reader, colorizer: Colorizer) -> ShotTracks:
        """What is kept of a film's colours; ``colorizer`` is that of :meth:`colorizer_for`."""
        cuts = self._cuts(reader)

        def open_track(guides: str) -> ColorTrack:
            fingerprint = fingerprint_of(
                reader.info.path,
                self.network,
                colorizer.compute,
                self.settings,
                work_grid=colorizer.size,
                fields=reader.fields,
                cuts="" if cuts is None else repr(cuts),
                guides=guides,
            )
            return ColorTrack.open(fingerprint)

        wanted = self.guides
        if not wanted or (shots := self.shots_of(reader)) is None:
            return ShotTracks(open_track, lambda _: "", ())
        guided = [s for s in shots.shots if wanted.within(s.start_frame, s.end_frame)]
        return ShotTracks(open_track, self._film_guide(reader, colorizer).digest_of, guided)

    def _film_guide(self, reader: Reader, colorizer: Colorizer) -> FilmGuide:
        """What is asked for inside the pictures, by shot."""
        guides = self.guides
        shots = self.shots_of(reader, search=not self._hasty) if guides else None

        def shot_of(number: int) -> Shot:
            if shots is None:  # a draft does not wait until they are found
                return Shot(max(number - _DRAFT_REACH, 0), number + _DRAFT_REACH + 1, Kind.CUT)
            return shots.shot_at(min(number, shots.frame_count - 1))

        def liked(number: int) -> tuple[Tensor, Tensor]:
            wishes = replace(self.steering, guides=without_references(guides))
            engine = self.steered(replace(self.settings, hints="", reference=""), wishes)
            kind = reader.info.kind
            with open_reader(
                reader.info.path, fields=reader.fields, stills=kind is SourceKind.STILLS
            ) as own:
                frames = engine._colored(own, colorizer, number, number + 1, lambda _: False)
                with closing(frames):
                    for colored in frames:
                        return colored.seen.y[0], colored.ab[0]
            raise VidcolorError(
                f"Frame {number}, which is a reference, could not be read.",
                do="Choose another frame as the reference.",
            )

        return self._guide_maker.film_guide(
            guides,
            reader,
            colorizer,
            shot_of=shot_of,
            liked=liked,
            reach=_DRAFT_REACH if self._hasty else None,
        )

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
                yield from map(stages.rounded, frames)
            return
        with self.track_of(reader, colorizer) as track:
            if track.get(start) is not None:
                frames_again = reader.frames(start, end, with_chroma=with_chroma)
                with closing(stages.remembered(frames_again, colorizer, track)) as kept:
                    for frame in kept:
                        yield frame
                        start = frame.seen.frame.number + 1
                if start == end:
                    return
            with self._predicted(reader, colorizer, start, end, with_chroma) as fresh:
                for frame in map(stages.rounded, fresh):
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
        guide = self._film_guide(reader, colorizer)
        last = None if end is None else end + far
        frames = reader.frames(max(start - far, 0), last, with_chroma=with_chroma)
        steadily = strength > 0
        with ExitStack() as threads:
            placed = stages.seen_frames(frames, colorizer, cuts, steadily=steadily)
            seen = threads.enter_context(in_thread(placed, "decode"))
            acting = stages.between(seen, start - near, None if end is None else end + near)
            batches = threads.enter_context(
                in_parallel(
                    stages.batches(acting, colorizer.compute.batch, guide),
                    partial(stages.colored_batch, colorizer),
                    workers=colorizer.compute.workers,
                    prepare=partial(prepare_thread, colorizer.compute),
                    name="generator",
                )
            )
            threads.callback(guide.close)
            steady_frames = steadied(chain.from_iterable(batches), strength, start=start, end=end)
            yield map(partial(stages.with_regions, guide), steady_frames)
