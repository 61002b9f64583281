"""Lists of shots as files that other programs read and write: CSV and CMX 3600 EDL.

Frame numbers are what counts: times and time codes are made from them, and read back into them,
by the film's own clock.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.shotlist import Cut, Kind, Shot, ShotList, check_frame
from vidcolor.video.clock import FilmClock
from vidcolor.video.writer import write_whole

_COLUMNS = (
    "start_frame",
    "end_frame",
    "start_s",
    "end_s",
    "start_timecode",
    "kind",
    "mixed",
)
_STARTS = ("start_frame", "start_timecode", "start_s")  # any of them will do, the exact ones first

_EVENT = re.compile(
    r"\d+\s+(?P<reel>\S+)\s+(?P<track>\S+)\s+(?P<kind>C|D|W\d+|K(?:\s+[BO])?)\s+(?:(?P<length>\d+)\s+)?"
    r"(?P<start>\S+)\s+(?P<end>\S+)\s+\S+\s+\S+\s*"
)


def check_list_target(file: Path, film: Path, *, overwrite: bool) -> None:
    """Refuse a file that a list of shots must not be written to, without touching it.

    Raises:
        VidcolorError: it exists, is the film itself or a folder, or its folder is missing.
    """
    parent = file.absolute().parent
    if not parent.is_dir():
        raise VidcolorError(
            f"The folder {parent} does not exist.", do="Create it, or choose another file."
        )
    if not file.exists():
        return
    if film.exists() and file.samefile(film):
        raise VidcolorError(
            f"{file.name} is the film itself.",
            do="Choose another name for the list; the film itself is never written to.",
        )
    if file.is_dir():
        raise VidcolorError(f"{file.name} is a folder.", do="Choose another name for the list.")
    if not overwrite:
        raise VidcolorError(
            f"{file.name} exists already.",
            do="Choose another name, or allow that it is replaced (--overwrite).",
        )


def write_csv(file: Path, shots: ShotList, clock: FilmClock, *, overwrite: bool = False) -> None:
    """Write one line for each shot, with times to the microsecond.

    Raises:
        VidcolorError: as `check_list_target`, or the file cannot be written.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    for shot in shots.shots:
        table.writerow(
            (
                shot.start_frame,
                shot.end_frame,
                f"{float(clock.seconds(shot.start_frame)):.6f}",
                f"{float(clock.seconds(shot.end_frame)):.6f}",
                clock.timecode(shot.start_frame),
                shot.kind,
                shot.mixed,
            )
        )
    _write_list(file, text.getvalue(), clock, overwrite=overwrite)


def write_edl(file: Path, shots: ShotList, clock: FilmClock, *, overwrite: bool = False) -> None:
    """Write a CMX 3600 edit list; source and record time codes are both the film's.

    A dissolve lasts from ``mixed`` frames before the shot's first frame to as many behind; it is
    shortened where shots are shorter than that. CMX 3600 has no fades: they become cuts.

    Raises:
        VidcolorError: as `check_list_target`, the film's rate is not known, or the file cannot
            be written.
    """
    if not clock.film.average_rate:
        raise VidcolorError(
            f"{clock.film.path.name} does not tell its frame rate, which an EDL needs.",
            do="Write a CSV.",
        )
    name = " ".join(clock.film.path.name.split())
    drop_frame = clock.begin is not None and clock.begin.drop_frame
    count = "DROP FRAME" if drop_frame else "NON-DROP FRAME"
    lines = [f"TITLE: {name}", f"FCM: {count}", ""]
    halves = _dissolve_halves(shots.shots)
    begins = [shot.start_frame - half for shot, half in zip(shots.shots, halves, strict=True)]
    ends = [*begins[1:], shots.frame_count]
    for number, (shot, half, begin, end) in enumerate(
        zip(shots.shots, halves, begins, ends, strict=True), start=1
    ):
        start, stop = clock.timecode(begin), clock.timecode(end)
        if shot.kind is Kind.DISSOLVE:
            # The picture that goes is named by an event without length.
            lines.append(f"{number:03}  AX       V     C        {' '.join([start] * 4)}")
            how = f"D    {2 * half:03}"
        else:
            how = "C       "
        lines.append(f"{number:03}  AX       V     {how} {start} {stop} {start} {stop}")
        lines.append(f"* FROM CLIP NAME: {name}")
    _write_list(file, "\n".join(lines) + "\n", clock, overwrite=overwrite)


def _dissolve_halves(shots: Sequence[Shot]) -> list[int]:
    """For each shot half the length of the dissolve it begins with, so that none overlap."""
    halves: list[int] = []
    free_from = 0
    for shot in shots:
        half = shot.mixed if shot.kind is Kind.DISSOLVE else 0
        half = max(min(half, shot.start_frame - free_from, shot.end_frame - shot.start_frame), 0)
        halves.append(half)
        # Each event needs a frame of its own, or readers would leave it out.
        free_from = shot.start_frame + max(half, 1)
    return halves


def _write_list(file: Path, text: str, clock: FilmClock, *, overwrite: bool) -> None:
    check_list_target(file, clock.film.path, overwrite=overwrite)
    write_whole(file, text.encode())


def read_shots(file: Path, clock: FilmClock) -> ShotList:
    """Read where the shots of a film begin from a list that a person or a program made.

    Args:
        file: a ``.csv`` with a header, of whose columns ``start_frame``, ``start_timecode`` or
            ``start_s`` is needed (the first of them that is there counts), ``kind`` and ``mixed``
            are read too; separated by comma, semicolon or tab. Or an ``.edl`` (CMX 3600): each
            picture event's source-in is a cut, of a dissolve the middle.
        clock: of the film.

    Raises:
        VidcolorError: the file cannot be read, or a line of it does not fit the film.
    """
    readers = {".csv": _csv_cuts, ".edl": _edl_cuts}
    if file.suffix.lower() not in readers:
        raise VidcolorError(
            f"{file.name} is no list of shots that is read here.", do="Give a .csv or an .edl."
        )
    try:
        # Whatever the encoding, all that is needed from these files is ASCII.
        lines = file.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        raise VidcolorError(
            f"{file.name} cannot be read.",
            do="Check that it is there and that you may read it.",
            detail=str(error),
        ) from error
    number = 0
    found: dict[int, tuple[int, Cut]] = {}  # by frame, with the line
    try:
        for number, cut in readers[file.suffix.lower()](lines, clock):
            if cut.frame in found:
                raise VidcolorError(
                    f"a shot begins at frame {cut.frame} already (line {found[cut.frame][0]}).",
                    do="Remove one of the two.",
                )
            if cut.frame:
                check_frame(cut.frame, clock.frame_count)
            found[cut.frame] = number, cut
    except _LineError as error:
        raise error.named(file) from error
    except VidcolorError as error:
        raise _LineError(number, error).named(file) from error
    if not found:
        raise VidcolorError(f"{file.name} names no shots.", do="Check that it is the right file.")
    cuts = (found[frame][1] for frame in sorted(found) if frame)  # frame 0 is no cut
    return ShotList(clock.frame_count, tuple(cuts))


class _LineError(Exception):
    """What is wrong with a line of a list."""

    def __init__(self, line: int, problem: VidcolorError) -> None:
        self._line, self._problem = line, problem

    def named(self, file: Path) -> VidcolorError:
        what = self._problem.what
        return VidcolorError(f"{file.name}, line {self._line}: {what}", do=self._problem.do)


def _csv_cuts(lines: Iterable[str], clock: FilmClock) -> Generator[tuple[int, Cut]]:
    separator = ","
    columns: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip(" \t,;"):
            continue
        try:
            if not columns:
                separator = max(",;\t", key=line.count)
                columns = [name.lower() for name in _cells(line, separator)]
                if not set(columns) & set(_STARTS):
                    raise VidcolorError(
                        "the header names no column that is known.",
                        do=f"Name one of the columns {', '.join(_STARTS)}.",
                    )
                continue
            row = dict(zip(columns, _cells(line, separator), strict=False))
            cut = _csv_cut(row, clock)
        except VidcolorError as error:
            raise _LineError(number, error) from error
        yield number, cut


def _cells(line: str, separator: str) -> list[str]:
    try:
        (cells,) = csv.reader([line], delimiter=separator, skipinitialspace=True)
    except csv.Error as error:
        raise VidcolorError("this is no CSV.", do="Save it as CSV in UTF-8.") from error
    return [cell.strip() for cell in cells]


def _csv_cut(row: dict[str, str], clock: FilmClock) -> Cut:
    if text := row.get("start_frame"):
        frame = _whole(text, "start_frame")
    elif text := row.get("start_timecode"):
        frame = clock.frame_at_timecode(text)
    elif text := row.get("start_s"):
        if not re.fullmatch(r"\d{1,12}(?:[.,]\d{1,18})?", text):  # in some countries with a comma
            raise VidcolorError(f"start_s is {text!r}.", do="Write seconds such as 12.5.")
        frame = clock.frame_at_seconds(Fraction(text.replace(",", ".")))
    else:
        raise VidcolorError("it does not tell where a shot begins.", do="Fill in its start.")
    word = row.get("kind", "").lower() or Kind.CUT.value
    if word not in set(Kind):
        raise VidcolorError(f"kind is {word!r}.", do=f"Choose one of: {', '.join(Kind)}.")
    return Cut(frame, Kind(word), _whole(row.get("mixed") or "0", "mixed"))


def _whole(text: str, column: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise VidcolorError(f"{column} is {text!r}.", do="Write a whole number, at least 0.")
    return int(text)


def _edl_cuts(lines: Iterable[str], clock: FilmClock) -> Generator[tuple[int, Cut]]:
    drop_frame = False
    for number, line in enumerate(lines, start=1):
        words = line.strip().upper()
        if words.startswith("FCM:"):
            drop_frame = "NON" not in words
        if not words[:1].isdecimal():
            continue  # title, comment, empty
        try:
            cut = _edl_cut(words, clock, drop_frame=drop_frame)
        except VidcolorError as error:
            raise _LineError(number, error) from error
        if cut is not None:
            yield number, cut


def _edl_cut(event: str, clock: FilmClock, *, drop_frame: bool) -> Cut | None:
    """The cut that an event begins with; None for sound, black, keys and events without length."""
    match = _EVENT.fullmatch(event)
    if match is None:
        raise VidcolorError(
            "this is no event of a CMX 3600 list.",
            do="Write number, reel, track, C or D with its length, and four time codes.",
        )
    track = match["track"]
    picture = track == "B" or "V" in track
    if not picture or match["reel"] == "BL" or match["kind"].startswith("K"):
        return None
    if match["start"] == match["end"]:
        return None  # names the picture that goes
    frame = clock.frame_at_timecode(match["start"], drop_frame=drop_frame)
    if match["kind"] == "C":
        return Cut(frame, Kind.CUT)
    half = int(match["length"] or 0) // 2
    return Cut(frame + half, Kind.DISSOLVE, half)
