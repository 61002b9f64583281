"""A film as target: tried before the work, and joined of its segments after it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import av
from av.container import OutputContainer

from vidcolor.settings import OutputSettings
from vidcolor.video.borders import beside, border
from vidcolor.video.encoders import choose_encoder
from vidcolor.video.film_form import FilmForm
from vidcolor.video.info import FilmInfo
from vidcolor.video.joining import FilmJoiner
from vidcolor.video.packets import PacketFile
from vidcolor.video.partial import partial_of, remove
from vidcolor.video.presets import FILM_CONTAINERS, check_fits, keeps_fields, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTarget:
    """Everything that is decided of a film before its first frame.

    Attributes:
        path: of the target.
        form: how it is coded.
        settings: tell what is left out.
        first_pts: time stamp of the first frame of a part of the film, which becomes 0.
        last_pts_end: time stamp after the last frame of a part of the film.
        provenance: tags that say where the colours come from.
        warnings: what is not as in the source, as far as the form tells.
    """

    path: Path
    form: FilmForm
    settings: OutputSettings
    first_pts: int | None
    last_pts_end: int | None
    provenance: dict[str, str]
    warnings: tuple[str, ...]

    @classmethod
    def of(
        cls,
        path: Path,
        source: FilmInfo,
        settings: OutputSettings,
        *,
        first_pts: int | None = None,
        last_pts_end: int | None = None,
        provenance: dict[str, str],
    ) -> Self:
        """Choose an encoder.

        Raises:
            VidcolorError: the container does not hold the codec, or no encoder does what is
                asked for.
        """
        wish = resolve(settings)
        check_fits(wish.codec, FILM_CONTAINERS[path.suffix.lower()])
        warnings: list[str] = []
        encoder = choose_encoder(source, wish, settings, warnings)
        form = FilmForm(source, encoder, keeps_fields(source, settings))
        return cls(
            path=path,
            form=form,
            settings=settings,
            first_pts=first_pts,
            last_pts_end=last_pts_end,
            provenance=provenance,
            warnings=(*warnings, *form.losses()),
        )

    def try_container(self) -> None:
        """Write a header and take it away again: what cannot be is told before the work.

        Raises:
            VidcolorError: the folder cannot be written to, or encoder or container refuse.
        """
        partial = partial_of(self.path)
        try:
            with self._joiner(partial, []):
                pass  # entering has opened the encoder and written the header: that was the trial
        finally:
            remove(partial)

    def join(self, segments: Sequence[PacketFile], warnings: list[str]) -> Generator[int]:
        """Lay the segments into the target; yields how many pictures lie there.

        Closing the generator cancels, and leaves no half-written file.

        Args:
            segments: in the order of time, at least one picture in all.
            warnings: grows with what is not as in the source.

        Raises:
            VidcolorError: the target cannot be written, or the segments do not go together.
            DamagedError: a segment has changed.
        """
        with beside(self.path) as partial, self._joiner(partial, warnings) as joiner:
            pictures = joiner.join(segments)
            while True:
                with border(self.path):
                    done = next(pictures, None)
                if done is None:
                    return
                yield done

    @contextmanager
    def _joiner(self, partial: Path, warnings: list[str]) -> Iterator[FilmJoiner]:
        form = FILM_CONTAINERS[self.path.suffix.lower()]
        with border(self.path):
            container: OutputContainer = av.open(
                str(partial.absolute()),
                "w",
                format=form,
                container_options=_muxer(form, self.form.source),
            )
        joiner = None
        try:
            with border(self.path):
                joiner = FilmJoiner(
                    container,
                    self.form,
                    first_pts=self.first_pts,
                    last_pts_end=self.last_pts_end,
                    provenance=self.provenance,
                    settings=self.settings,
                    warnings=warnings,
                )
            yield joiner
        finally:
            if joiner is not None:
                joiner.close()
            # A join that ended well has closed it; else the error under way is the one to tell.
            with suppress(av.FFmpegError, OSError, ValueError):
                container.close()


def _muxer(form: str, source: FilmInfo) -> dict[str, str]:
    if form == "matroska":
        # Else the sound's run-in of some 20 ms moves the film; but a film that starts
        # before 0 must be moved, since Matroska has no such times.
        return {} if source.start_pts < 0 else {"avoid_negative_ts": "disabled"}
    # Plays over the network before all of it is there.
    return {"movflags": "+faststart"} if form == "mp4" else {}
