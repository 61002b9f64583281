"""Shots are found once, corrected by hand, and survive the way through other programs' lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from av.video.stream import VideoStream
from clips import ClipMaker
from filming import write_film
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError
from vidcolor.paths import user_cache_dir
from vidcolor.shotfiles import read_shots, write_csv, write_edl
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.shots import find_shots
from vidcolor.video.clock import FilmClock
from vidcolor.video.frames import LumaFormat, Matrix
from vidcolor.video.info import unfilmed
from vidcolor.video.reader import Reader, open_reader

FILM = Fraction(24000, 1001)
VIDEO = Fraction(30000, 1001)
LIST = ShotList(
    1000,
    (
        Cut(7, Kind.CUT),
        Cut(8, Kind.FADE),
        Cut(200, Kind.DISSOLVE, 12),
        Cut(300, Kind.DISSOLVE, 12),
        Cut(302, Kind.DISSOLVE, 12),
        Cut(999, Kind.CUT),
    ),
)


def place(number: int) -> NDArray[np.uint8]:
    """A picture that is like no other one."""
    rng = np.random.default_rng(number)
    small = rng.uniform(40, 210, (5, 6)).astype(np.float32)
    return cv2.resize(small, (64, 48), interpolation=cv2.INTER_CUBIC).clip(16, 235).astype(np.uint8)


def three_shots(path: Path, pts: list[int] | None = None) -> Path:
    """75 frames; shots begin at 30 and 60."""
    return write_film(path, (place(n // 30) for n in range(75)), pts=pts)


def clock(rate: Fraction = FILM, begin: str = "", frames: int = 1000) -> FilmClock:
    film = unfilmed(Path("film.mkv"), 64, 48, LumaFormat(8, False, Matrix.BT709), rate)
    return FilmClock(replace(film, timecode=begin), range(frames + 1))


def found(path: Path) -> ShotList:
    with open_reader(path) as reader:
        *_, last = find_shots(reader)
    assert last.shots is not None
    return last.shots


def remembered() -> list[Path]:
    return [p for p in (user_cache_dir() / "shots").glob("*") if p.is_file()]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(VidcolorError) as caught:
        act()
    return str(caught.value)


def test_shots_are_found_once_and_then_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = three_shots(tmp_path / "a.mp4")
    shots = found(film)
    assert [(s.start_frame, s.end_frame) for s in shots.shots] == [(0, 30), (30, 60), (60, 75)]
    moved = film.rename(tmp_path / "b.mp4")
    with monkeypatch.context() as patch:
        patch.setattr(Reader, "frames", lambda *_: pytest.fail("the film was decoded again"))
        assert found(moved) == shots
    (file,) = remembered()
    whole = file.read_bytes()
    outside = whole.replace(b'30, "cut"', b'95, "cut"')
    foreign = whole.replace(b'30, "cut"', b'31, "cut"').replace(file.stem.encode(), b"0" * 32)
    for damaged in (whole[:-5], b"[]", b"\xff\xfe", outside, foreign):
        assert damaged != whole
        file.write_bytes(damaged)
        assert found(moved) == shots
        assert file.read_bytes() == whole


def test_a_search_that_was_given_up_remembers_nothing(tmp_path: Path) -> None:
    with open_reader(three_shots(tmp_path / "a.mp4")) as reader:
        with closing(find_shots(reader)) as steps:
            for step in steps:
                if step.frames == 75:
                    break
        assert remembered() == []


def test_the_first_field_of_interlaced_film_is_looked_at(clips: ClipMaker) -> None:
    assert found(clips.interlaced()) == ShotList(20)


def test_pictures_have_no_shots(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), place(1))
    assert "is no film" in refused(lambda: found(tmp_path / "a.png"))


def test_a_list_is_corrected_by_hand() -> None:
    shots = ShotList(100).added(40).added(20)
    assert [cut.frame for cut in shots.cuts] == [20, 40]
    assert shots.moved(40, 10).cuts == (Cut(10, Kind.CUT), Cut(20, Kind.CUT))
    assert shots.moved(40, 40) == shots
    assert shots.removed(20).cuts == (Cut(40, Kind.CUT),)
    assert LIST.moved(200, 210).cuts[2] == Cut(210, Kind.DISSOLVE, 12)
    assert "The nearest: 20f and 40f" in refused(lambda: shots.removed(21))
    assert "The nearest: 40f" in refused(lambda: shots.moved(41, 50))
    assert "no cuts at all" in refused(lambda: ShotList(100).removed(21))
    assert "already a cut" in refused(lambda: shots.added(20))
    assert "already a cut" in refused(lambda: shots.moved(20, 40))
    assert "begins at frame 0" in refused(lambda: shots.moved(20, 0))
    for outside in (-1, 100):
        assert "it has 100 frames" in refused(lambda frame=outside: shots.added(frame))


@pytest.mark.parametrize(
    ("rate", "begin"),
    [
        (FILM, ""),
        (FILM, "01:00:00:00"),
        (VIDEO, "00:59:58;10"),
        (VIDEO, "00:59:58:10"),
        (VIDEO, "23:59:50.10"),
        (Fraction(25), "10:00:00;00"),  # not drop-frame, whatever the file says
        (Fraction(60000, 1001), "00:08:59;50"),
    ],
)
def test_lists_come_back_to_the_frame(tmp_path: Path, rate: Fraction, begin: str) -> None:
    at = clock(rate, begin)
    for frame in range(1000):
        assert at.frame_at_timecode(at.timecode(frame)) == frame
    write_csv(tmp_path / "a.csv", LIST, at)
    write_edl(tmp_path / "a.edl", LIST, at)
    assert read_shots(tmp_path / "a.csv", at) == LIST
    back = read_shots(tmp_path / "a.edl", at).cuts
    assert [cut.frame for cut in back] == [cut.frame for cut in LIST.cuts]
    assert back[2] == LIST.cuts[2]
    assert back[3].mixed == 2  # it cannot last longer than its shot
    # Other programs keep only some of the columns.
    for column in (2, 4):
        rows = (tmp_path / "a.csv").read_text().splitlines()
        part = "\n".join(row.split(",")[column] for row in rows)
        (tmp_path / "part.csv").write_text(part)
        assert [cut.frame for cut in read_shots(tmp_path / "part.csv", at).cuts] == [
            cut.frame for cut in LIST.cuts
        ]


def test_an_edit_list_reads_as_other_programs_write_it(tmp_path: Path) -> None:
    at = clock(VIDEO, "00:00:59;20")
    write_edl(
        tmp_path / "a.edl", ShotList(1000, (Cut(10, Kind.CUT), Cut(300, Kind.DISSOLVE, 4))), at
    )
    assert (tmp_path / "a.edl").read_text().splitlines() == [
        "TITLE: film.mkv",
        "FCM: DROP FRAME",
        "",
        "001  AX       V     C        00:00:59;20 00:01:00;02 00:00:59;20 00:01:00;02",
        "* FROM CLIP NAME: film.mkv",
        "002  AX       V     C        00:01:00;02 00:01:09;18 00:01:00;02 00:01:09;18",
        "* FROM CLIP NAME: film.mkv",
        "003  AX       V     C        00:01:09;18 00:01:09;18 00:01:09;18 00:01:09;18",
        "003  AX       V     D    008 00:01:09;18 00:01:33;02 00:01:09;18 00:01:33;02",
        "* FROM CLIP NAME: film.mkv",
    ]


def test_a_foreign_edit_list_is_understood(tmp_path: Path) -> None:
    at = clock(VIDEO, frames=4000)
    (tmp_path / "a.edl").write_bytes(
        b"\xef\xbb\xbfTITLE: caf\xe9\r\nFCM: DROP FRAME\r\n\r\n"
        b"001  TAPE1 V C 00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00\r\n"
        b"* a comment\r\nM2 TAPE1 025.0 00:00:00:00\r\n"
        b"002  TAPE1 AA/V C 00:01:00:02 00:01:01:00 01:00:10:00 01:00:11:00\r\n"
        b"003  TAPE1 A C 00:00:05:00 00:00:06:00 01:00:10:00 01:00:11:00\r\n"
        b"004  BL V C 00:00:00:00 00:00:01:00 01:00:11:00 01:00:12:00\r\n"
        b"005  TAPE1 B W001 010 00:01:10:00 00:01:11:00 01:00:12:00 01:00:13:00\r\n"
    )
    expected = (Cut(1800, Kind.CUT), Cut(2103, Kind.DISSOLVE, 5))
    assert read_shots(tmp_path / "a.edl", at).cuts == expected


def test_a_foreign_table_is_understood(tmp_path: Path) -> None:
    at = clock(Fraction(25))
    file = tmp_path / "a.CSV"
    file.write_bytes(b"\xef\xbb\xbf Name ;START_S;kind\r\n;;\r\nb;12,5;Fade\r\na;1.0;\r\n")
    assert read_shots(file, at).cuts == (Cut(25, Kind.CUT), Cut(312, Kind.FADE))
    file.write_text('start_timecode\n"00:00:01:00"\n')
    assert read_shots(file, at).cuts == (Cut(25, Kind.CUT),)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "name\nx\n", "a.csv, line 1: the header"),
        ("a.csv", "start_frame\n0\n\n1000\n", "a.csv, line 4: Frame 1000 lies outside"),
        ("a.csv", "start_frame\n5\n7\n5\n", "line 4: a shot begins at frame 5 already (line 2)"),
        ("a.csv", "start_frame\n-5\n", "line 2: start_frame is '-5'"),
        ("a.csv", "start_frame,kind\n5,wipe\n", "line 2: kind is 'wipe'"),
        ("a.csv", "start_frame,kind\n,cut\n", "line 2: it does not tell"),
        ("a.csv", "start_s\n41.5\n99\n", "line 3: 99 s lies outside the film: it lasts 41.708 s"),
        ("a.csv", "start_timecode\n00:00:01:24\n", "line 2: 00:00:01:24 has no such frame"),
        ("a.csv", "\n", "names no shots"),
        ("a.edl", "TITLE: a\n001 AX V C 00:00:00:00\n", "a.edl, line 2: this is no event"),
        ("a.edl", "001 AX V C 0 1 2 3\n", "line 1: '0' "),
        ("a.edl", "001 AX V C 00:01:00:00 00:02:00:00 0 0\n", "line 1: 00:01:00:00 lies outs"),
        ("a.txt", "", "no list of shots"),
        ("b.csv", None, "b.csv cannot be read"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str | None, sentence: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    assert sentence in refused(lambda: read_shots(tmp_path / name, clock()))


def test_real_time_stamps_count_where_they_are_uneven(tmp_path: Path, clips: ClipMaker) -> None:
    with open_reader(clips.uneven()) as reader:
        at = FilmClock.of(reader)
        assert reader.frame_count == at.frame_count == 20
    shots = ShotList(20).added(4).added(13)
    assert at.seconds(4) == Fraction(8, 25)
    assert at.seconds(13) == Fraction(30, 25)
    for name, write in (("a.csv", write_csv), ("a.edl", write_edl)):
        write(tmp_path / name, shots, at)
        assert read_shots(tmp_path / name, at) == shots
    (tmp_path / "b.csv").write_text("start_s\n0.319\n1.201\n")
    assert read_shots(tmp_path / "b.csv", at) == shots


@pytest.mark.parametrize("name", ["h264.avi", "drop.mkv"])
def test_the_clock_is_the_films_own(tmp_path: Path, clips: ClipMaker, name: str) -> None:
    def timecode(stream: VideoStream) -> None:
        stream.metadata["timecode"] = "00:00:59;20"

    if name == "drop.mkv":
        pictures = (place(0) for _ in range(20))
        film = write_film(tmp_path / name, pictures, rate=VIDEO, prepare=timecode)
        expected = (20, "00:01:00;02", 10 / VIDEO)
    else:  # its time stamps cannot be trusted
        film = clips.avi_h264()
        expected = (60, "00:00:00:10", Fraction(10, 25))
    with open_reader(film) as reader:
        at = FilmClock.of(reader)
    assert (at.frame_count, at.timecode(10)) == expected[:2]
    assert float(at.seconds(10)) == pytest.approx(float(expected[2]), abs=0.001)


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    target, at = tmp_path / "a.csv", clock()
    target.write_text("precious")
    assert "exists already" in refused(lambda: write_csv(target, LIST, at))
    assert target.read_text() == "precious"
    write_csv(target, LIST, at, overwrite=True)
    assert read_shots(target, at) == LIST
    film = replace(at, film=replace(at.film, path=target))
    assert "the film itself" in refused(lambda: write_edl(target, LIST, film, overwrite=True))
    assert "does not exist" in refused(lambda: write_csv(tmp_path / "no" / "a.csv", LIST, at))
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
