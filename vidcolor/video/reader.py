"""The reading side of the video door: open a film, a still or a folder, get its frames."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Literal

from vidcolor.errors import VidcolorError
from vidcolor.video.fields import Deinterlacer, top_field_leads
from vidcolor.video.film import FilmSource
from vidcolor.video.frames import Chroma, ChromaFormat, Frame, Plane
from vidcolor.video.info import FieldOrder, FilmInfo, SourceKind
from vidcolor.video.notices import Notices
from vidcolor.video.numbering import Picture
from vidcolor.video.opening import reading
from vidcolor.video.own_chroma import merged_chroma, own_chroma, own_grid
from vidcolor.video.pictures import FolderSource
from vidcolor.video.pixels import alpha_plane, describe, luma_format, luma_plane
from vidcolor.video.positions import FrameNumber, Time, Timecode, parse_position
from vidcolor.video.probe import Examination, examine


@contextmanager
def open_reader(
    path: Path, *, fields: Literal["keep", "bwdif"] = "keep", stills: bool = False
) -> Iterator[Reader]:
    """Open a film, a still, or a folder of pictures for reading.

    Args:
        path: file or folder.
        fields: what becomes of interlaced film: ``keep`` leaves the luma untouched and
            gives two views for each frame; ``bwdif`` merges the fields in the luma.
        stills: take a folder's pictures as unrelated even if they are numbered.

    Yields:
        A reader for one thread at a time; its files are closed when the block ends, and
        runs of frames that are still going then end by themselves.

    Raises:
        VidcolorError: as :func:`vidcolor.video.probe.probe`.
    """
    reader = Reader(examine(path, stills=stills), fields)
    try:
        yield reader
    finally:
        reader.close()


class Reader:
    """Frames of one source, by number, in presentation order.

    Attributes:
        info: what the source holds; with ``fields="bwdif"`` an interlaced film is
            progressive here.
        fields: ``bwdif`` where the fields are merged.
    """

    def __init__(self, examination: Examination, fields: Literal["keep", "bwdif"]) -> None:
        info = examination.info
        order = info.field_order
        if fields == "bwdif" and examination.combed.interlaced:
            order = examination.combed  # not flagged, but seen, and the person asks for it
        self._interlaced = order.interlaced
        self._top_first = top_field_leads(order)
        self._frames_flagged = examination.frames_flagged and order is info.field_order
        self._merge = fields == "bwdif" and self._interlaced
        self._notices = Notices(info.warnings)
        if self._merge:
            self._notices.put(
                "fields", "The film is interlaced; its fields were merged (bwdif) in the luma."
            )
            info = replace(info, field_order=FieldOrder.PROGRESSIVE)
        self.info: FilmInfo = info
        self.fields: Literal["keep", "bwdif"] = "bwdif" if self._merge else "keep"
        self._source: FilmSource | FolderSource
        if examination.folder is None:
            self._source = FilmSource(examination, self._notices)
        else:
            self._source = FolderSource(examination.folder)
        self._counted: int | None = None

    @property
    def warnings(self) -> list[str]:
        """What the person should know; grows while frames are read."""
        return self._notices.sentences

    def close(self) -> None:
        """Close every file."""
        self._source.close()

    def watch_searches(self, passing: Callable[[int], None]) -> None:
        """Be told of the frames that are decoded only to come to the first one of a run.

        Args:
            passing: called with the number of the next frame; what it raises ends the run and
                comes out of :meth:`frames`.
        """
        if isinstance(self._source, FilmSource):
            self._source.passing = passing

    def searched_from(self, number: int) -> int | None:
        """The frame from which :meth:`frames` has to decode to begin with ``number``.

        None where nobody knows without work, or where each frame is a file.
        """
        if not isinstance(self._source, FilmSource) or self._source.key_frames() is None:
            return None
        return self._source.searched_from(number)

    def key_before(self, number: int) -> int | None:
        """The nearest key frame at or before a frame; None as in :meth:`searched_from`."""
        keys = self._source.key_frames() if isinstance(self._source, FilmSource) else None
        return None if keys is None else keys.before(number)

    def key_frame(self, number: int) -> Frame | None:
        """A key frame decoded alone, for a quick look; None where that cannot be done.

        Quick wherever it lies, and another run of frames may go on. Fields are left as they are.

        Args:
            number: as :meth:`key_before` gave it.

        Raises:
            VidcolorError: the picture's size or format is not the film's.
        """
        keys = self._source.key_frames() if isinstance(self._source, FilmSource) else None
        decoded = None if keys is None else keys.decoded(number)
        if decoded is None:
            return None
        picture = Picture(number, decoded.pts or 0, max(decoded.duration, 0), decoded)
        luma = self._luma(picture)
        return _frame(picture, luma, (luma,), None)

    @property
    def own_grid(self) -> ChromaFormat | None:
        """The grid and the codes of the source's own chroma; None where it is grey."""
        info = self.info
        return own_grid(info.pixel_format, info.luma, width=info.width, height=info.height)

    def frames(
        self,
        start: int = 0,
        end: int | None = None,
        *,
        with_chroma: Callable[[int], bool] | None = None,
    ) -> Iterator[Frame]:
        """Frames ``start`` to ``end`` (exclusive), streaming.

        Frame ``k`` is the same whatever ``start`` was. Frames that cannot be decoded are
        left out, their numbers stay free, and :attr:`warnings` says so.

        Args:
            start: number of the first one.
            end: number after the last one; None is the film's end.
            with_chroma: says by its number whether a frame's own chroma is wanted as well.

        Raises:
            VidcolorError: the picture's size or format changes on the way, or memory ended.
            ValueError: ``start`` is negative.
        """
        if start < 0:
            raise ValueError(f"start is {start}")
        if self.info.kind is SourceKind.STILL:
            end = 1 if end is None else min(end, 1)
        if end is not None and end <= start:
            return
        run = self._deinterlaced if self._interlaced else self._progressive
        with reading(self.info.path):
            yield from run(start, end, with_chroma)

    def _progressive(
        self, start: int, end: int | None, with_chroma: Callable[[int], bool] | None
    ) -> Iterator[Frame]:
        for picture in self._source.pictures(start, end):
            luma = self._luma(picture)
            if picture.frame.interlaced_frame and self.info.kind is SourceKind.FILM:
                self._notices.put(
                    "late fields",
                    "Some frames are flagged interlaced although the film begins progressive; "
                    "they are taken as progressive.",
                )
            yield _frame(picture, luma, (luma,), self._chroma(picture, luma, with_chroma))

    @property
    def frame_count(self) -> int | None:
        """How many frames there are, where that is known exactly without work.

        :meth:`count_frames` does the work.
        """
        if self.info.kind is SourceKind.STILL:
            return 1
        if isinstance(self._source, FolderSource):
            return len(self._source)
        if self._counted is None:
            index = self._source.known_index()
            if index is not None and index.seekable:
                self._counted = len(index)
        return self._counted

    def count_frames(self) -> int:
        """How many frames there are, exactly.

        One pass over the packets, cached; a decoding of the whole film only where its
        time stamps cannot be trusted.
        """
        known = self.frame_count
        if known is None:
            assert isinstance(self._source, FilmSource)
            index = self._source.index()
            known = len(index)
            if not index.seekable:
                known = sum(1 for _ in self._source.pictures(0, None))
            self._counted = known
        return known

    def frame_number(self, position: str, *, as_end: bool = False) -> int:
        """The number of the frame shown at a position.

        Args:
            position: ``300f``, ``12.5s``, ``1:02.5``, ``00:00:12:05``; see
                :func:`vidcolor.video.positions.parse_position`. Times count from the
                first frame; time codes from the film's own time code where it has one.
            as_end: the position ends a range: gives the first frame *not* in it, at most
                the number of frames.

        Raises:
            VidcolorError: the text is no position, or it lies outside the film.
        """
        wanted = parse_position(position)
        if isinstance(wanted, Time):
            return self._number_at(wanted.seconds, position, as_end=as_end)
        if isinstance(wanted, FrameNumber):
            number = wanted.number
        else:
            number = self._number_of_timecode(wanted)
        if number == 0:
            return 0
        count = self.count_frames()
        if as_end:
            return min(number, count)
        if number >= count:
            raise VidcolorError(
                f"{position} lies behind the end of {self.info.path.name}: it has {count} frames.",
                do=f"Choose a frame up to {count - 1}f.",
            )
        return number

    def pts_at(self, number: int) -> int:
        """The time stamp of a frame, in ticks; behind the last frame the tick it ends at.

        Raises:
            ValueError: ``number`` is negative.
        """
        if number < 0:
            raise ValueError(f"number is {number}")
        if number == 0:
            return self.info.start_pts
        stamps, end = self._time_stamps()
        return stamps[number] if number < len(stamps) else end

    def _number_at(self, seconds: Fraction, position: str, *, as_end: bool) -> int:
        if seconds == 0:
            return 0
        stamps, end = self._time_stamps()
        ticks = seconds / self.info.time_base + stamps[0]
        if as_end:
            return bisect_left(stamps, ceil(ticks))
        if ticks >= end:
            length = float((end - stamps[0]) * self.info.time_base)
            raise VidcolorError(
                f"{position} lies behind the end of {self.info.path.name}: "
                f"it lasts {length:.3f} s.",
                do="Choose an earlier time.",
            )
        return max(bisect_left(stamps, floor(ticks) + 1) - 1, 0)

    def _time_stamps(self) -> tuple[list[int], int]:
        """Time stamps of all frames, rising, and the tick at which the last one ends."""
        if isinstance(self._source, FolderSource):
            return list(range(len(self._source))), len(self._source)
        if self.info.kind is SourceKind.STILL:
            return [self.info.start_pts], self.info.start_pts + 1
        index = self._source.index()
        if index.seekable:
            stamps = [int(pts) for pts in index.pts]
            last = index.last_duration
        else:
            pictures = [(p.pts, p.duration) for p in self._source.pictures(0, None)]
            stamps = [pts for pts, _ in pictures]
            last = pictures[-1][1] if pictures else 0
        if not stamps:
            raise VidcolorError(
                f"{self.info.path.name} holds no frames.", do="Copy it again from its source."
            )
        return stamps, stamps[-1] + max(last, 1)

    def _number_of_timecode(self, wanted: Timecode) -> int:
        rate = self.info.average_rate
        if not rate:
            raise VidcolorError(
                f"{self.info.path.name} does not tell its frame rate, which time codes need.",
                do="Use a time (12.5s) or a frame number (300f).",
            )
        nominal = max(round(rate), 1)
        first = 0
        begin = "00:00:00:00"
        if self.info.timecode:
            begin = self.info.timecode
            try:
                start = parse_position(begin.replace(".", ";"))
            except VidcolorError:
                start = None  # a note in words; times count from the first frame then
            if isinstance(start, Timecode):
                # The film's own way of counting holds, however the person wrote the colon.
                wanted = replace(wanted, drop_frame=start.drop_frame)
                first = start.count(nominal)
        number = wanted.count(nominal) - first
        if number < 0:
            raise VidcolorError(
                f"{wanted} lies before the film, which begins at {begin}.",
                do="Choose a later time code.",
            )
        return number

    def _deinterlaced(
        self, start: int, end: int | None, with_chroma: Callable[[int], bool] | None
    ) -> Iterator[Frame]:
        """Frames with a view for each field, or merged; needs the neighbours of each."""
        bwdif = Deinterlacer(
            "frame" if self._merge else "fields",
            bit_depth=self.info.luma.bit_depth,
            top_first=self._top_first,
        )
        waiting: deque[tuple[Picture, Plane]] = deque()
        before: list[tuple[Picture, Plane]] = []  # the frame that left last

        def ready(parts: tuple[Plane, ...]) -> Iterator[Frame]:
            picture, luma = waiting.popleft()
            near = [*before, (picture, luma), *list(waiting)[:1]]
            at, before[:] = len(before), [(picture, luma)]
            if picture.number < start or (end is not None and picture.number >= end):
                return
            whole = self._frames_flagged and not picture.frame.interlaced_frame
            if whole:
                parts = (luma,) if self._merge else (luma, luma)
            chroma = self._chroma(picture, luma, with_chroma)
            if chroma is not None and self._merge and not whole:
                around = (own_chroma(one.frame, self.info.luma, plane) for one, plane in near)
                known = [one for one in around if one is not None]
                chroma = merged_chroma(known, at, top_first=self._top_first)
            yield _frame(picture, parts[0] if self._merge else luma, parts, chroma)

        for picture in self._source.pictures(max(start - 1, 0), None if end is None else end + 1):
            luma = self._luma(picture)
            waiting.append((picture, luma))
            for parts in bwdif.push(luma):
                yield from ready(parts)
        for parts in bwdif.flush():
            yield from ready(parts)

    def _chroma(
        self, picture: Picture, luma: Plane, wanted: Callable[[int], bool] | None
    ) -> Chroma | None:
        if wanted is None or not wanted(picture.number):
            return None
        return own_chroma(picture.frame, self.info.luma, luma)

    def _luma(self, picture: Picture) -> Plane:
        """The picture's luma, refused if it is not what :attr:`info` says."""
        frame, info = picture.frame, self.info
        luma = info.luma
        if frame.format.name != info.pixel_format:
            luma, _ = luma_format(
                describe(frame.format.name),
                color_range=frame.color_range,
                color_space=info.color_space,
                height=frame.height,
                codec=info.codec,
            )
        if info.kind is not SourceKind.STILLS and (frame.width, frame.height) != (
            info.width,
            info.height,
        ):
            raise VidcolorError(
                f"Frame {picture.number} of {info.path.name} is {frame.width}×{frame.height}, "
                f"the first is {info.width}×{info.height}.",
                do="Divide the film where its size changes, or bring all frames to one size.",
            )
        if luma != info.luma:
            raise VidcolorError(
                f"Frame {picture.number} of {info.path.name} is stored as {frame.format.name}, "
                f"the first as {info.pixel_format}.",
                do="Bring all pictures to one format, or colour them one by one.",
            )
        return luma_plane(frame)


def _frame(picture: Picture, luma: Plane, views: tuple[Plane, ...], chroma: Chroma | None) -> Frame:
    return Frame(
        number=picture.number,
        pts=picture.pts,
        duration=picture.duration,
        luma=luma,
        views=views,
        alpha=alpha_plane(picture.frame),
        chroma=chroma,
    )
