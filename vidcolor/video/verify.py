"""Proves that a coloured film still holds the source's luma, time stamps and sound."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

import av
import cv2
import numpy as np

from vidcolor.errors import VidcolorError
from vidcolor.video.depth import LumaMap
from vidcolor.video.folder import scan_folder
from vidcolor.video.frames import Frame
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.opening import open_container
from vidcolor.video.reader import open_reader
from vidcolor.video.tags import left_out_by

_LOSSLESS = {"ffv1", "png", "tiff", "rawvideo", "huffyuv", "ffvhuff", "utvideo", "bmp", "dpx"}
_PICTURE_KINDS = (SourceKind.STILL, SourceKind.FRAMES, SourceKind.STILLS)
_SAME_FILM = 8.0  # 8-bit codes that a lossy encoder may be off in the mean
_MATROSKA_ERROR = Fraction(1, 2000)  # its clock ticks in milliseconds
_NAMED = 5  # differences of one kind that are told one by one


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was compared so far; final once ``done`` is set.

    Luma differences are in 8-bit codes, so that depths can be compared.
    """

    done: bool = False
    frames: int = 0  # that were there on both sides
    frames_source: int = 0
    frames_out: int = 0
    lossy: bool = False  # the target's codec is not expected to keep codes
    luma_equal: bool = True  # each code is the one that the depth and range rules give
    luma_max_difference: float = 0.0
    luma_mean_difference: float = 0.0
    pts_equal: bool | None = True  # to the tick of the target's clock; None without a clock
    audio_equal: bool | None = None  # None where the source has no sound, or none was wanted
    left_out: tuple[int, ...] = ()  # the source's streams that a person left out, says the target
    differences: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the target is the source but for its colour, as far as its codec can."""
        luma = self.luma_equal or (self.lossy and self.luma_mean_difference <= _SAME_FILM)
        return (
            self.done
            and self.frames > 0
            and self.frames_source == self.frames_out
            and luma
            and self.pts_equal is not False
            and self.audio_equal is not False
        )


def verify(source: Path, out: Path) -> Generator[VerifyReport]:
    """Compare a coloured film with its source, frame by frame.

    The luma must be what the writer's rules make of the source's: the same codes, or the
    codes at the target's depth and range. Where the target is progressive an interlaced
    source is deinterlaced, too. A lossy target is measured instead. A stream that the target
    says was left out on purpose is named, and is no loss. Memory does not grow with the film.

    Yields:
        The report so far, after each frame; the last one has ``done`` set.

    Raises:
        VidcolorError: a file cannot be read.
    """
    with open_reader(out) as made:
        fields = _fields(source, made.info)
        with open_reader(source, fields=fields) as original:
            report = VerifyReport(lossy=made.info.codec not in _LOSSLESS)
            comparison = _Comparison(original.info, made.info, report)
            if fields == "bwdif":
                comparison.note(
                    "The target is progressive: to compare, the source was deinterlaced."
                )
            pictures = made.info.subsampling == "rgb" and made.info.kind in _PICTURE_KINDS
            frames = _picture_frames(out, original.info) if pictures else made.frames()
            for a, b in zip_longest(original.frames(), frames):
                comparison.add(a, b)
                yield comparison.report
    comparison.finish()
    comparison.name_left_out()
    comparison.compare_sound(source, out)
    yield replace(comparison.report, done=True)


class _Comparison:
    def __init__(self, original: FilmInfo, made: FilmInfo, report: VerifyReport) -> None:
        self.report = report
        self._original = original
        self._made = made
        self._map = LumaMap(original.luma, made.luma)
        self._unit = float(1 << (made.luma.bit_depth - 8))
        # Y′ of an RGB picture is read at 16 bits, whatever the depth of its samples; the
        # promise is one code of theirs.
        deep = any(depth in made.pixel_format for depth in ("48", "64", "16"))
        self._tolerance = 0.0 if made.subsampling != "rgb" else 1.0 if deep else 257.0
        if made.kind in _PICTURE_KINDS or original.kind is SourceKind.STILL:
            self.report = replace(self.report, pts_equal=None)
        self._told: dict[str, int] = {}
        self._total = 0.0

    def note(self, sentence: str) -> None:
        self.report = replace(self.report, differences=(*self.report.differences, sentence))

    def add(self, a: Frame | None, b: Frame | None) -> None:
        report = self.report
        self.report = replace(
            report,
            frames_source=report.frames_source + (a is not None),
            frames_out=report.frames_out + (b is not None),
            frames=report.frames + (a is not None and b is not None),
        )
        if a is not None and b is not None:
            self._compare_luma(a, b)
            self._compare_time(a, b)

    def finish(self) -> None:
        """Say what only the whole tells."""
        source, out = self.report.frames_source, self.report.frames_out
        if source != out:
            self.note(f"The source has {source} frames and the target {out}.")
        for kind, count in self._told.items():
            if count > _NAMED:
                self.note(f"{count - _NAMED} more frames with another {kind}.")
        a, b = self._original.luma, self._made.luma
        if self._map.same:
            return
        if not self._map.reversible:
            self.note(f"The luma was rounded from {a.bit_depth} to {b.bit_depth} bits.")
        if self._map.changes_range and self._made.subsampling != "rgb":
            self.note(f"The luma's range became {'full' if b.full_range else 'limited'}.")

    def name_left_out(self) -> None:
        """Say which of the source's streams a person did not want."""
        named = left_out_by(self._made.metadata)
        there = [stream for stream in self._original.streams if stream.index in named]
        for stream in there:
            self.note(f"Stream {stream.index} ({stream.kind}) was left out on purpose.")
        self.report = replace(self.report, left_out=tuple(stream.index for stream in there))

    def compare_sound(self, source: Path, out: Path) -> None:
        """Compare the packets of all sound streams but those that were left out on purpose."""
        if source.is_dir() or not any(s.kind == "audio" for s in self._original.streams):
            return
        if out.is_dir() or self._made.kind in _PICTURE_KINDS:
            self.note("Pictures hold no sound.")
            return
        before, left = _sound_digests(source), list(_sound_digests(out).values())
        equal: bool | None = None
        for number, (index, digest) in enumerate(before.items(), start=1):
            if index in self.report.left_out:
                continue
            there = digest in left
            if there:
                left.remove(digest)
            else:
                self.note(f"Sound {number} of {len(before)} is not in the target as it was.")
            equal = there and equal is not False
        self.report = replace(self.report, audio_equal=equal)

    def _compare_luma(self, a: Frame, b: Frame) -> None:
        height, width = a.luma.shape
        rows, columns = b.luma.shape
        if not (0 <= rows - height <= 1 and 0 <= columns - width <= 1):
            self._differs("size", a, f"{width}×{height} became {columns}×{rows}")
            self._total += 255.0
            self.report = replace(
                self.report,
                luma_equal=False,
                luma_max_difference=255.0,
                luma_mean_difference=self._total / self.report.frames,
            )
            return
        # An even size may have been made by repeating the last row or column.
        made = b.luma[:height, :width].astype(np.int32)
        difference = np.abs(made - self._map(a.luma).astype(np.int32))
        largest = float(difference.max())
        self._total += float(difference.mean()) / self._unit
        equal = largest <= self._tolerance
        if not equal and not self.report.lossy:
            y, x = np.unravel_index(difference.argmax(), difference.shape)
            self._differs("luma", a, f"off by {largest:g} at column {x}, row {y}")
        self.report = replace(
            self.report,
            luma_equal=self.report.luma_equal and equal,
            luma_max_difference=max(self.report.luma_max_difference, largest / self._unit),
            luma_mean_difference=self._total / self.report.frames,
        )

    def _compare_time(self, a: Frame, b: Frame) -> None:
        if self.report.pts_equal is None:
            return
        before = a.pts * self._original.time_base
        after = b.pts * self._made.time_base
        allowed = _MATROSKA_ERROR if "matroska" in self._made.container else Fraction(0)
        if abs(after - before) > allowed:
            self._differs("time", a, f"{float(before):.6f} s became {float(after):.6f} s")
            self.report = replace(self.report, pts_equal=False)

    def _differs(self, kind: str, frame: Frame, words: str) -> None:
        self._told[kind] = self._told.get(kind, 0) + 1
        if self._told[kind] <= _NAMED:
            self.note(f"Frame {frame.number} has another {kind}: {words}.")


def _fields(source: Path, made: FilmInfo) -> Literal["keep", "bwdif"]:
    with open_reader(source) as reader:
        merged = reader.info.field_order.interlaced and not made.field_order.interlaced
    return "bwdif" if merged else "keep"


def _picture_frames(out: Path, original: FilmInfo) -> Iterator[Frame]:
    """Pictures with the luma that the source's matrix gives; the reader takes sRGB's."""
    files = scan_folder(out, stills=True).files if out.is_dir() else (out,)
    weights = np.array(original.luma.matrix.weights)
    for number, file in enumerate(files):
        bgr = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        if bgr is None:
            raise VidcolorError(f"{file.name} cannot be read.", do="Check that it is a picture.")
        bgr = np.atleast_3d(bgr)
        codes = bgr[..., 2::-1].astype(np.float64) * (257 if bgr.dtype == np.uint8 else 1)
        luma = np.rint(codes @ weights).astype(np.uint16)
        yield Frame(number=number, pts=number, duration=1, luma=luma, views=(luma,))


def _sound_digests(path: Path) -> dict[int, str]:
    """For the number of each sound stream a digest of all its packets in order."""
    with open_container(path) as container:
        streams = list(container.streams.audio)
        digests = {stream.index: sha256() for stream in streams}
        if not streams:
            return {}
        try:
            for packet in container.demux(streams):
                if packet.size:
                    payload = _without_adts(bytes(packet), packet.stream)
                    digests[packet.stream.index].update(len(payload).to_bytes(4, "big") + payload)
        except av.FFmpegError:
            pass  # the readable part of a damaged file is compared
    return {index: digest.hexdigest() for index, digest in digests.items()}


def _without_adts(packet: bytes, stream: Any) -> bytes:
    """An AAC packet without the header that MPEG-TS puts before each."""
    context = stream.codec_context
    if context is None or not context.name.startswith("aac"):
        return packet
    if len(packet) < 7 or packet[0] != 0xFF or packet[1] & 0xF6 != 0xF0:
        return packet
    if (packet[3] & 3) << 11 | packet[4] << 3 | packet[5] >> 5 != len(packet):
        return packet
    return packet[7 if packet[1] & 1 else 9 :]
