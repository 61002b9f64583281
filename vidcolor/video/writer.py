"""The way out of the video door: one target, written beside and renamed when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.borders import beside, border
from vidcolor.video.encoders import choose_encoder
from vidcolor.video.film_target import FilmTarget
from vidcolor.video.frames import ChromaFormat, Frame, LumaFormat, Plane
from vidcolor.video.info import FilmInfo
from vidcolor.video.packets import PacketFile
from vidcolor.video.partial import partial_of, remove
from vidcolor.video.presets import (
    FILM_CONTAINERS,
    PICTURE_CODECS,
    check_fits,
    resolve,
    target_suffix,
)
from vidcolor.video.segment_writer import SegmentWriter
from vidcolor.video.stills import PictureWriter
from vidcolor.video.streamplan import stream_plan


class Writer(Protocol):
    """What :func:`open_writer` gives.

    Attributes:
        chroma: the grid and the code values that ``write`` wants for Cb and Cr.
        luma: how the luma of the target is to be read.
        warnings: what is not as in the source, in sentences; complete after the block.
    """

    chroma: ChromaFormat
    luma: LumaFormat
    warnings: list[str]

    def write(self, frame: Frame, cb: Plane, cr: Plane) -> None:
        """Write one frame with new colour.

        Args:
            frame: its ``luma``, in the source's luma format, is kept.
            cb, cr: ``(chroma.height, chroma.width)`` code values of ``chroma``.

        Raises:
            VidcolorError: the target could not be written any further.
            ValueError: a plane has another size or type, or time does not go on.
        """


@contextmanager
def open_writer(
    target: Path,
    *,
    source: FilmInfo,
    settings: OutputSettings,
    first_pts: int | None = None,
    last_pts_end: int | None = None,
    provenance: dict[str, str],
    overwrite: bool = False,
) -> Iterator[Writer]:
    """Write to a neighbour file, renamed onto ``target`` only if the block ends well.

    Args:
        target: a film (.mkv, .mp4, .mov), a picture (.png, .tiff, .jpg), or a folder of
            pictures (no suffix).
        source: the film whose time stamps, sound, tags and so on are carried over.
        settings: preset and what overrules it.
        first_pts: for a part of the film: the time stamp of its first frame, which
            becomes 0; the other streams are cut and moved with it.
        last_pts_end: for a part of the film: the time stamp after its last frame.
        provenance: tags that say where the colours come from.
        overwrite: replace a target that exists.

    Raises:
        VidcolorError: target and source are the same, the target exists, its folder is
            missing or read-only, the container does not hold the codec, the encoder does
            not start, a stream to leave out is not there, memory ended, or the disk is full.
    """
    check_target(target, source, overwrite=overwrite)
    if settings.leave_out:
        stream_plan(source, target, settings)
    if target_suffix(target) in FILM_CONTAINERS:
        film = FilmTarget.of(
            target,
            source,
            settings,
            first_pts=first_pts,
            last_pts_end=last_pts_end,
            provenance=provenance,
        )
        opened = _film(film)
    else:
        opened = _pictures(target, source, settings, first_pts, provenance)
    with opened as writer:
        yield writer


def check_output(
    target: Path, source: FilmInfo, settings: OutputSettings, *, overwrite: bool
) -> list[str]:
    """Try what :func:`open_writer` and :func:`open_album` would refuse, without writing.

    Returns:
        Warnings about what the target could not hold as it is.

    Raises:
        VidcolorError: as these.
    """
    check_target(target, source, overwrite=overwrite)
    if settings.leave_out:
        stream_plan(source, target, settings)
    warnings: list[str] = []
    if target_suffix(target) in FILM_CONTAINERS:
        wish = resolve(settings)
        check_fits(wish.codec, FILM_CONTAINERS[target_suffix(target)])
        choose_encoder(source, wish, settings, warnings)
    return warnings


@contextmanager
def open_album(target: Path, *, source: FilmInfo, overwrite: bool) -> Iterator[Path]:
    """Give a new folder for unrelated pictures, which becomes ``target`` if the block ends well.

    Args:
        target: a folder; if it exists the new pictures join what lies there.
        source: the pictures' folder.
        overwrite: allow a folder that is not empty.

    Raises:
        VidcolorError: as :func:`open_writer`, or ``target`` is no folder's name.
    """
    if target_suffix(target):
        raise VidcolorError(
            f"Unrelated pictures make no film and no single picture: {target.name}.",
            do="Name a folder as target, without a suffix.",
        )
    check_target(target, source, overwrite=overwrite)
    with beside(target) as partial:
        with border(target):
            partial.mkdir()
        yield partial


def write_whole(target: Path, data: bytes) -> None:
    """Write a small file that appears only when it is whole.

    Raises:
        VidcolorError: it could not be written.
    """
    with beside(target) as partial, border(target):
        partial.write_bytes(data)


class _Bordered:
    """A writer whose errors about the file are sentences."""

    def __init__(
        self,
        inner: SegmentWriter | PictureWriter,
        target: Path,
        chroma: ChromaFormat,
        luma: LumaFormat,
        warnings: list[str],
    ) -> None:
        self.chroma, self.luma, self.warnings = chroma, luma, warnings
        self._inner = inner
        self._target = target

    def write(self, frame: Frame, cb: Plane, cr: Plane) -> None:
        with border(self._target):
            self._inner.write(frame, cb, cr)


@contextmanager
def _film(target: FilmTarget) -> Iterator[Writer]:
    """A film in one segment."""
    coded = partial_of(target.path).with_suffix(".packets")
    warnings: list[str] = list(target.warnings)
    target.try_container()
    segment = None
    try:
        with border(target.path):
            segment = SegmentWriter(coded, target.form, target.first_pts or 0)
        yield _Bordered(
            segment, target.path, target.form.chroma, target.form.encoder.luma, warnings
        )
        with border(target.path):
            segment.finish()
        for _ in target.join([PacketFile.read(coded)], warnings):
            pass
    finally:
        if segment is not None:
            segment.close()
        remove(coded)


@contextmanager
def _pictures(
    target: Path,
    source: FilmInfo,
    settings: OutputSettings,
    first_pts: int | None,
    provenance: dict[str, str],
) -> Iterator[Writer]:
    with beside(target) as partial:
        with border(target):
            writer = PictureWriter(partial, target_suffix(target), source, settings, provenance)
        yield _Bordered(writer, target, writer.chroma, writer.luma, writer.warnings)
        writer.finish()


def check_target(target: Path, source: FilmInfo, *, overwrite: bool) -> None:
    """Refuse a target that cannot be written, without touching it.

    Raises:
        VidcolorError: target and source are the same, the target exists, its folder is
            missing, or its suffix is not written here.
    """
    suffix = target_suffix(target)
    if suffix and suffix not in FILM_CONTAINERS and suffix not in PICTURE_CODECS:
        raise VidcolorError(
            f"{target.name} has a suffix that is not written here.",
            do="Name the target .mkv, .mp4, .mov, .png, .tiff or .jpg; a folder has no suffix.",
        )
    parent = target.absolute().parent
    if not parent.is_dir():
        raise VidcolorError(
            f"The folder {parent} does not exist.", do="Create it, or choose another target."
        )
    if not target.exists():
        return
    if target.resolve() == source.path.resolve() or target.samefile(source.path):
        raise VidcolorError(
            f"{target.name} is both source and target.",
            do="Choose another name for the target; the film itself is never written to.",
        )
    if target.is_dir() != (suffix == ""):
        raise VidcolorError(
            f"{target.name} is {'a folder' if target.is_dir() else 'a file'} already.",
            do="Choose another name for the target.",
        )
    if not overwrite and not (target.is_dir() and not any(target.iterdir())):
        raise VidcolorError(
            f"{target.name} exists already.",
            do="Choose another name, or allow that it is replaced (--overwrite).",
        )
