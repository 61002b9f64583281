"""Makes the guides of a film's shots, and keeps between two looks what is slow to find."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from torch import Tensor

from models.unet import ColorUNet, palette_of
from vidcolor.color.grid import turn
from vidcolor.colorizer import Colorizer
from vidcolor.devices import prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.guidance.film import FilmGuide, reference_frame, reference_picture
from vidcolor.guidance.follow import Follower, LumaRun
from vidcolor.guidance.guide import ShotGuide
from vidcolor.guidance.matching import Matcher, ReferenceColors
from vidcolor.guidance.variants import variant_palette
from vidcolor.guides import Guides, Reference
from vidcolor.networks import load_network
from vidcolor.shotlist import Shot
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader, open_reader

_MATCHES_BY = "swift"  # always there, and quick; whatever model colours
_MOST_FOLLOWERS = 16  # shots whose ways stay known

Liked = Callable[[int], tuple[Tensor, Tensor]]
"""A frame's Y′ ``(1, 1, h, w)`` and its a*b* ``(1, 2, h/2, w/2)``, as the film lies."""


@dataclass(frozen=True, slots=True)
class _Shot:
    film: Path
    fields: str
    size: tuple[int, int]
    start: int
    end: int


class GuideMaker:
    """Shared by the engines that colour a film with other and other wishes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._matcher: Matcher | None = None
        self._followers: OrderedDict[_Shot, Follower] = OrderedDict()

    def film_guide(
        self,
        guides: Guides,
        reader: Reader,
        colorizer: Colorizer,
        *,
        shot_of: Callable[[int], Shot],
        liked: Liked,
        reach: int | None = None,
    ) -> FilmGuide:
        """The guides of a film as a network takes them.

        Args:
            guides: of the whole film.
            reader: tells which film; its frames are read by readers of their own.
            colorizer: of the film.
            shot_of: the shot that holds a frame.
            liked: colours a frame that is a reference.
            reach: frames on each side of one from which hints and regions are followed; None: all
                of the shot.

        Raises:
            VidcolorError: later, when a frame or a reference cannot be read.
        """
        if not guides:
            return FilmGuide(guides, shot_of, _none)
        rotation = reader.info.rotation_degrees

        def make(shot: Shot, here: Guides) -> ShotGuide:
            luma = _luma_of(reader, colorizer)
            matcher = self.matcher(colorizer) if here.references else None

            def reference_of(reference: Reference) -> ReferenceColors:
                assert matcher is not None
                device = colorizer.compute.device
                if reference.of_frame is None:
                    return reference_picture(Path(reference.picture), matcher, device)
                y, ab = (turn(one.to(device), rotation) for one in liked(reference.of_frame))
                return reference_frame(y, ab, matcher)

            def palette_of_variant(number: int) -> Tensor | None:
                frame = (shot.start_frame + shot.end_frame) // 2  # wherever it was asked for
                with closing(luma(frame, frame + 1)) as run:
                    y = next(run, None)
                if y is None:
                    return None
                ab = turn(colorizer.colors([y])[0], rotation)
                return variant_palette(number, palette_of(ab))

            return ShotGuide(
                shot,
                here,
                size=colorizer.size,
                rotation=rotation,
                follower=self._follower(reader, colorizer, shot, luma),
                matcher=matcher,
                reference_of=reference_of,
                palette_of_variant=palette_of_variant,
                device=colorizer.compute.device,
            )

        return FilmGuide(guides, shot_of, make, reach=reach)

    def _follower(
        self, reader: Reader, colorizer: Colorizer, shot: Shot, luma: LumaRun
    ) -> Follower:
        key = _Shot(
            reader.info.path, reader.fields, colorizer.size, shot.start_frame, shot.end_frame
        )
        with self._lock:
            if key not in self._followers:
                self._followers[key] = Follower(luma, shot.start_frame, shot.end_frame)
            self._followers.move_to_end(key)
            while len(self._followers) > _MOST_FOLLOWERS:
                self._followers.popitem(last=False)
            return self._followers[key]

    def matcher(self, colorizer: Colorizer) -> Matcher:
        """Compares pictures by the encoder of one model, whatever model colours."""
        with self._lock:
            if self._matcher is None:
                own = colorizer.network
                network = (
                    own if own.name == _MATCHES_BY else load_network(_MATCHES_BY, colorizer.compute)
                )
                assert isinstance(network.module, ColorUNet)
                self._matcher = Matcher(network.module)
            return self._matcher


def _none(shot: Shot, guides: Guides) -> ShotGuide:
    raise VidcolorError("Nothing is asked for in this film.", do="Report this.")


def _luma_of(reader: Reader, colorizer: Colorizer) -> LumaRun:
    """Reads a film's frames beside the reader that is already going through it."""
    info, fields = reader.info, reader.fields

    def run(start: int, end: int) -> Generator[Tensor]:
        prepare_thread(colorizer.compute)
        stills = info.kind is SourceKind.STILLS
        with open_reader(info.path, fields=fields, stills=stills) as own:
            for frame in own.frames(start, end):
                yield colorizer.see(frame).y[0].cpu()

    return run
