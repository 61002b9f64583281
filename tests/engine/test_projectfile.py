"""Projects as files: everything comes back, damage costs only what is damaged, and is told."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from clips import ClipMaker, scenes, write_film
from hypothesis import given, settings
from hypothesis import strategies as st

from vidcolor.cache import content_digest
from vidcolor.errors import VidcolorError
from vidcolor.project import Marker, Project, ShotNote, ShotStatus
from vidcolor.projectfile import (
    LoadedProject,
    backup,
    fitted,
    load_project,
    matched,
    relinked,
    save_project,
)
from vidcolor.settings import ColorSettings, Look, OutputSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan

FRAMES = 1000
WARM = Look(warmth=0.5)


def whole(folder: Path) -> Project:
    """A project in which nothing is as usual."""
    return Project(
        source=folder / "tram.mkv",
        fingerprint="0123456789abcdef0123456789abcdef",
        frame_count=FRAMES,
        color=ColorSettings(saturation=0.8, warmth=0.1, device="cpu", work_size=256, stills=True),
        output=OutputSettings(preset="master", codec="ffv1", bit_depth=10, hardware=True),
        target=str(folder / "out" / "tram.mkv"),
        shots=ShotList(FRAMES, (Cut(30, Kind.CUT), Cut(200, Kind.DISSOLVE, 12))),
        looks=(LookSpan(0, 30, WARM), LookSpan(30, 200, Look(saturation=1.2, leave=True))),
        notes=(ShotNote(0, ShotStatus.GOOD, "Straßenbahn"), ShotNote(30, ShotStatus.TODO)),
        markers=(Marker(5), Marker(99, 'a "tear"\nbelow')),
        in_frame=10,
        out_frame=900,
        hints=({"frame": 3, "ab": [12.5, -3]},),
        references=({"name": "postcard", "inner": {"a": [None, True]}},),
        saved_colors=({"name": "brick", "rgb": [150, 60, 40]},),
        unknown={"palette": {"a": [1, 2.5, "x"]}},
    )


def saved(folder: Path) -> Path:
    """A project's file, with a film beside it."""
    (folder / "tram.mkv").write_bytes(b"film")
    save_project(whole(folder), folder / "tram.vidcolor")
    return folder / "tram.vidcolor"


def changed(file: Path, **members: Any) -> LoadedProject:
    """What is loaded when some members of a file are others."""
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | members))
    return load_project(file)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(VidcolorError) as caught:
        act()
    assert caught.value.do
    return str(caught.value)


def test_everything_comes_back(tmp_path: Path) -> None:
    loaded = load_project(saved(tmp_path))
    assert loaded == LoadedProject(whole(tmp_path), (), source_missing=False)


def test_the_file_can_be_read_by_a_person(tmp_path: Path) -> None:
    text = saved(tmp_path).read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[:4] == [
        "{",
        '  "vidcolor_project": 1,',
        '  "source": {',
        '    "relative": "tram.mkv",',
    ]
    assert '    {"frame": 30, "kind": "cut", "mixed": 0},' in lines
    assert '    {"start_frame": 0, "status": "good", "text": "Straßenbahn"},' in lines
    assert text.endswith("}\n")


def test_the_example_in_the_documentation_is_a_project_without_flaw(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "project-file.md"
    example = page.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    file = tmp_path / "tram.vidcolor"
    file.write_text(example, encoding="utf-8")
    loaded = load_project(file)
    assert loaded.notices == ()
    save_project(loaded.project, file)
    again, told = json.loads(file.read_text(encoding="utf-8")), json.loads(example)
    assert list(again) == list(told)
    for name in ("color", "output"):  # settings that came later need not be in the example
        assert again.pop(name).items() >= told.pop(name).items()
    assert again | {"source": None} == told | {"source": None}


def test_a_project_written_by_hand_needs_only_its_film(tmp_path: Path) -> None:
    file = tmp_path / "a.vidcolor"
    file.write_text('{"vidcolor_project": 1, "source": {"relative": "tram.mkv"}}')
    loaded = load_project(file)
    assert loaded.project == Project(source=tmp_path / "tram.mkv")
    assert loaded.notices == ()
    assert loaded.source_missing


frames = st.integers(0, FRAMES - 1)
numbers = st.floats(-1, 1)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)  # fmt: skip
groups = st.lists(st.dictionaries(st.text(max_size=5), values, max_size=3), max_size=3).map(tuple)
looks = st.builds(
    Look, saturation=st.floats(0, 2), vibrance=numbers, warmth=numbers, tint=numbers,
    leave=st.booleans(),
)  # fmt: skip


@st.composite
def projects(draw: st.DrawFn) -> Project:
    edges = sorted(draw(st.sets(frames, max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spans = tuple(LookSpan(start, end, draw(looks)) for start, end in pairs)
    cuts = tuple(
        Cut(frame, draw(st.sampled_from(Kind)), draw(st.integers(0, 20)))
        for frame in sorted(draw(st.sets(st.integers(1, FRAMES - 1), max_size=5)))
    )
    start, end = draw(st.tuples(st.none() | frames, st.none() | st.just(FRAMES)))
    return Project(
        source=Path("/films") / draw(st.text("aé ", min_size=1, max_size=5)),
        fingerprint=draw(st.text(max_size=8)),
        frame_count=FRAMES,
        color=ColorSettings(
            saturation=draw(st.floats(0, 2)), tint=draw(numbers), model=draw(st.text(max_size=5))
        ),
        output=OutputSettings(
            crf=draw(st.integers(-1, 63)), chroma=draw(st.sampled_from(["", "420", "444"]))
        ),
        target=draw(st.sampled_from(["", "/films/out.mkv", "/elsewhere/out.mp4"])),
        shots=draw(st.none() | st.just(ShotList(FRAMES, cuts))),
        looks=spans,
        notes=tuple(
            ShotNote(frame, draw(st.sampled_from(ShotStatus)), draw(st.text(max_size=9)))
            for frame in sorted(draw(st.sets(frames, max_size=3)))
        ),
        markers=tuple(
            Marker(frame, draw(st.text(max_size=9)))
            for frame in sorted(draw(st.sets(frames, max_size=3)))
        ),
        in_frame=start,
        out_frame=end,
        hints=draw(groups),
        references=draw(groups),
        saved_colors=draw(groups),
        unknown=draw(st.dictionaries(st.from_regex(r"new_\w{1,5}", fullmatch=True), values)),
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("projects")


@given(projects())
@settings(max_examples=60, deadline=None)
def test_every_project_comes_back(folder: Path, project: Project) -> None:
    file = folder / "any.vidcolor"
    save_project(project, file)
    assert load_project(file) == LoadedProject(project, (), source_missing=True)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_a_project_or_a_sentence(folder: Path, data: st.DataObject) -> None:
    file = folder / "damaged.vidcolor"
    save_project(whole(folder), file)
    good = file.read_bytes()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(start + 60, len(good))))
    file.write_bytes(good[:start] + data.draw(st.binary(max_size=9)) + good[end:])
    try:
        loaded = load_project(file)
    except VidcolorError:
        return
    save_project(loaded.project, file)  # what was loaded can be saved …
    assert load_project(file).project == loaded.project  # … and is sound


members = st.sampled_from(
    ["source", "range", "target", "color", "output", "cuts", "looks", "notes", "markers", "hints"]
)
inner = st.sampled_from(["frame", "start_frame", "end_frame", "text", "kind", "status", "warmth"])
entries = st.lists(st.dictionaries(inner, values, max_size=4), max_size=3)


@given(st.dictionaries(members, values | entries))
@settings(max_examples=150, deadline=None)
def test_any_values_give_a_project(folder: Path, members: dict[str, Any]) -> None:
    file = folder / "foreign.vidcolor"
    file.write_text(json.dumps({"vidcolor_project": 1} | members))
    loaded = load_project(file)
    save_project(loaded.project, file)
    assert load_project(file).project == loaded.project


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 500,
        b"a film is no project",
        b"[1, 2]",
        b'"vidcolor_project"',
        b"{}",
        b'{"version": 1, "jobs": []}',
        b"[" * 100_000,
        b'{"vidcolor": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_project_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.vidcolor"
    file.write_bytes(data)
    assert "is no project" in refused(lambda: load_project(file))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(lambda: load_project(tmp_path / "missing.vidcolor"))
    assert "cannot be read" in refused(lambda: load_project(tmp_path))
    assert "cannot be read" in refused(lambda: load_project(Path("a\0b.vidcolor")))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.vidcolor")
        assert "cannot be read" in refused(lambda: load_project(tmp_path / "pipe.vidcolor"))
    huge = tmp_path / "huge.vidcolor"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    assert "larger than 16 MB" in refused(lambda: load_project(huge))


def test_a_file_that_was_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    file = saved(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index('{"start_frame": 30, "status"')], encoding="utf-8")
    loaded = load_project(file)
    project = whole(tmp_path)
    assert loaded.project == replace(
        project, notes=project.notes[:1], markers=(), hints=(), references=(), saved_colors=(),
        unknown={},
    )  # fmt: skip
    assert any("is damaged" in notice for notice in loaded.notices)
    assert any('"notes"' in notice for notice in loaded.notices)


def test_a_wrong_line_costs_only_that_line(tmp_path: Path) -> None:
    file = saved(tmp_path)
    text = file.read_text(encoding="utf-8")
    text = text.replace('{"frame": 30, "kind"', '{"frame": 30 "kind"')
    text = text.replace('    "warmth": 0.1,', '    "warmth": 0,1,')
    file.write_text(text, encoding="utf-8")
    loaded = load_project(file)
    project = whole(tmp_path)
    assert loaded.project == replace(
        project,
        shots=ShotList(FRAMES, project.shots.cuts[1:] if project.shots else ()),
        color=replace(project.color, warmth=0.0),
    )
    assert ['"color"' in notice for notice in loaded.notices] == [False, True, False]
    assert '"cuts"' in loaded.notices[2]


def test_a_damaged_version_costs_nothing_else(tmp_path: Path) -> None:
    file = saved(tmp_path)
    file.write_bytes(file.read_bytes().replace(b'project": 1,', b'project": 1x,'))
    loaded = load_project(file)
    assert loaded.project == whole(tmp_path)
    assert "version" in " ".join(loaded.notices)


def test_cuts_of_which_nothing_is_left_are_searched_again(tmp_path: Path) -> None:
    file = saved(tmp_path)
    for damaged in ([{"frame": -4}], "none", {}, 7):
        loaded = changed(file, cuts=damaged)
        assert loaded.project.shots is None
        assert len(loaded.notices) == 1
    assert changed(file, cuts=None).notices == ()
    assert changed(file, cuts=[]).project.shots == ShotList(FRAMES)


def test_letters_of_another_encoding_are_told(tmp_path: Path) -> None:
    file = saved(tmp_path)
    file.write_bytes(file.read_bytes().replace("ß".encode(), b"\xdf"))
    loaded = load_project(file)
    assert loaded.project.notes[0].text == "Stra\N{REPLACEMENT CHARACTER}enbahn"
    assert "UTF-8" in loaded.notices[0]
    file = saved(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_project(file) == LoadedProject(whole(tmp_path), (), source_missing=False)


def test_a_newer_project_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    file = saved(tmp_path)
    loaded = changed(file, vidcolor_project=2, grain={"strength": 0.5})
    assert loaded.project.looks == whole(tmp_path).looks
    assert "newer vidcolor" in loaded.notices[0]
    save_project(loaded.project, file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["grain"] == {"strength": 0.5}
    assert kept["palette"] == {"a": [1, 2.5, "x"]}
    assert kept["vidcolor_project"] == 1
    for version in ("1", 0, 1.5, True, None, [1]):
        loaded = changed(file, vidcolor_project=version)
        assert loaded.project == replace(whole(tmp_path), unknown=loaded.project.unknown)
        assert "version" in loaded.notices[0]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("saturation", 7, '"saturation" in "color" is 7, which does not fit; it is 1.0 now.'),
        ("saturation", float("nan"), '"saturation" in "color" is NaN'),
        ("saturation", float("inf"), '"saturation" in "color" is Infinity'),
        ("saturation", 10**400, '"saturation" in "color" is 1000'),
        ("saturation", "0.5", '"saturation" in "color" is "0.5"'),
        ("saturation", True, '"saturation" in "color" is true'),
        ("work_size", 256.5, '"work_size" in "color" is 256.5'),
        ("stills", 1, '"stills" in "color" is 1'),
        ("model", None, '"model" in "color" is null'),
        ("device", ["cpu"], '"device" in "color" is a list'),
        ("glow", 0.5, '"glow" in "color" is not known here and was left out.'),
    ],
)
def test_a_setting_that_does_not_fit_is_as_usual(
    tmp_path: Path, name: str, value: object, sentence: str
) -> None:
    loaded = changed(saved(tmp_path), color={"tint": 1, name: value})
    assert loaded.project.color == ColorSettings(tint=1.0)
    (notice,) = loaded.notices
    assert notice.startswith(sentence)


@pytest.mark.parametrize(
    ("member", "value", "good", "sentence"),
    [
        ("output", {"preset": "best", "crf": 5}, OutputSettings(crf=5), '"preset" in "output"'),
        ("output", {"threads": True}, OutputSettings(), '"threads" in "output" is true'),
        ("output", [], OutputSettings(), '"output" is a list and was left out'),
        ("target", 3, "", '"target" is 3'),
        ("hints", [{"a": 1}, 5], ({"a": 1},), 'Entry 2 of "hints" was left out: it is 5'),
        ("hints", [{"a": float("nan")}], (), "a number that is none"),
        ("references", {"a": 1}, (), '"references" is a group'),
        ("saved_colors", json.loads('[{"a": ' + "[" * 40 + "]" * 40 + "}]"), (), "too deep"),
        ("markers", [{"frame": 4, "text": 3}], (Marker(4),), '"text" in "markers" is 3'),
        ("markers", [{"frame": 4}, {"frame": 4, "text": "b"}], (Marker(4),), "comes twice"),
        ("markers", [{"frame": 4.0}, {"frame": 2}], (Marker(2),), '"frame" is 4.0'),
        ("markers", [{"frame": 4, "icon": "x"}], (Marker(4),), '"icon" in "markers"'),
        ("markers", [{}, 1], (), '"frame" is null'),
        ("notes", [{"start_frame": 4, "status": "great"}], (ShotNote(4),), '"status" in "notes"'),
        ("looks", [{"start_frame": 9, "end_frame": 9}], (), "it holds no frame"),
        ("looks", [{"start_frame": 9}], (), '"end_frame" is null'),
        ("looks", [{"start_frame": -1, "end_frame": 9}], (), '"start_frame" is -1'),
        (
            "looks",
            [{"start_frame": 0, "end_frame": 9, "warmth": 0.5, "tint": 3}],
            (LookSpan(0, 9, WARM),),
            '"tint" in "looks" is 3',
        ),
        (
            "looks",
            [{"start_frame": 5, "end_frame": 9}, {"start_frame": 0, "end_frame": 6, "warmth": 0.5}],
            (LookSpan(0, 6, WARM),),
            "The look from frame 5 was left out",
        ),
        (
            "looks",
            [{"start_frame": 5, "end_frame": 9}, {"start_frame": FRAMES, "end_frame": 2000}],
            (LookSpan(5, 9, Look()),),
            "left out beyond it: 1 look.",
        ),
    ],
)
def test_what_does_not_fit_is_left_out_and_told(
    tmp_path: Path, member: str, value: object, good: object, sentence: str
) -> None:
    loaded = changed(saved(tmp_path), **{member: value})
    assert loaded.project == replace(whole(tmp_path), **{member: good})
    assert sentence in " ".join(loaded.notices)


def test_cuts_are_put_in_order(tmp_path: Path) -> None:
    cuts = [{"frame": 200}, {"frame": 30}, {"frame": 30, "kind": "fade"}, {"frame": 0}]
    loaded = changed(saved(tmp_path), cuts=[*cuts, {"frame": 7, "kind": "wipe"}, {"frame": FRAMES}])
    assert loaded.project.shots == ShotList(FRAMES, (Cut(30, Kind.CUT), Cut(200, Kind.CUT)))
    told = " ".join(loaded.notices)
    for part in ("Frame 30 comes twice", "begins at frame 0", '"kind" is "wipe"', "1 cut."):
        assert part in told


def test_a_range_without_frames_is_left_out(tmp_path: Path) -> None:
    file = saved(tmp_path)
    loaded = changed(file, range={"in_frame": 50, "out_frame": 50})
    assert (loaded.project.in_frame, loaded.project.out_frame) == (None, None)
    assert "no frame" in loaded.notices[0]
    loaded = changed(file, range={"in_frame": FRAMES, "out_frame": FRAMES + 9})
    assert (loaded.project.in_frame, loaded.project.out_frame) == (None, None)
    assert "1 in point, 1 out point" in loaded.notices[0]
    assert changed(file, range={"out_frame": FRAMES}).project.out_frame == FRAMES


def test_without_the_films_length_cuts_are_kept(tmp_path: Path) -> None:
    loaded = changed(saved(tmp_path), source={"relative": "tram.mkv", "frame_count": "many"})
    assert loaded.project.frame_count == 0
    assert loaded.project.steering == whole(tmp_path).steering
    assert len(loaded.notices) == 2
    project, lost = fitted(loaded.project, FRAMES)
    assert project.shots == whole(tmp_path).shots
    assert lost == ()


def test_a_project_without_its_film_can_be_given_one(tmp_path: Path, clips: ClipMaker) -> None:
    for source in (None, {}, 5, {"relative": 3, "path": []}):
        loaded = changed(saved(tmp_path), source=source)
        assert loaded.source_missing
        assert loaded.project.looks == whole(tmp_path).looks
        assert "It does not tell where its film is." in loaded.notices
    project, _ = relinked(loaded.project, clips.even())
    assert project.source == clips.even()
    bare = tmp_path / "tram"
    bare.write_text('{"vidcolor_project": 1}')
    assert load_project(bare).source_missing


def test_only_some_twenty_things_are_told(tmp_path: Path) -> None:
    loaded = changed(saved(tmp_path), markers=[{"frame": -n} for n in range(1, 501)])
    assert len(loaded.notices) == 21
    assert loaded.notices[-1] == "480 more things were left out."
    many = [{"frame": n, "icon": "x"} for n in range(500)]
    assert len(changed(saved(tmp_path), markers=many).notices) == 1


def test_deep_nesting_costs_only_itself(tmp_path: Path) -> None:
    file = saved(tmp_path)
    text = file.read_text(encoding="utf-8")
    deep = "[" * 100_000 + "]" * 100_000
    file.write_text(text.replace('  "palette"', f'  "deep": {deep},\n  "palette"'))
    loaded = load_project(file)
    assert loaded.project == whole(tmp_path)
    assert any('"deep"' in notice for notice in loaded.notices)


def test_a_number_without_end_costs_only_itself(tmp_path: Path) -> None:
    file = saved(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"frame": 99', f'"frame": {"9" * 5000}'), encoding="utf-8")
    loaded = load_project(file)
    assert loaded.project == replace(whole(tmp_path), markers=(Marker(5),))


def test_a_folder_with_project_and_film_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    saved(tmp_path / "a")
    moved = (tmp_path / "a").rename(tmp_path / "b")
    loaded = load_project(moved / "tram.vidcolor")
    assert loaded == LoadedProject(whole(moved), (), source_missing=False)


def test_the_film_beside_the_project_comes_before_the_one_it_was_made_with(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    saved(tmp_path / "a")
    copied = Path(shutil.copytree(tmp_path / "a", tmp_path / "b"))
    assert load_project(copied / "tram.vidcolor").project.source == copied / "tram.mkv"
    (copied / "tram.mkv").unlink()
    assert load_project(copied / "tram.vidcolor").project.source == tmp_path / "a" / "tram.mkv"
    (tmp_path / "a" / "tram.mkv").unlink()
    loaded = load_project(copied / "tram.vidcolor")
    assert loaded.project.source == tmp_path / "a" / "tram.mkv"
    assert loaded.source_missing
    assert loaded.notices == ()


def test_a_project_saved_elsewhere_finds_its_film(tmp_path: Path) -> None:
    (tmp_path / "autosave").mkdir()
    (tmp_path / "tram.mkv").write_bytes(b"film")
    file = tmp_path / "autosave" / "tram.vidcolor"
    save_project(whole(tmp_path), file)
    assert load_project(file) == LoadedProject(whole(tmp_path), (), source_missing=False)


@pytest.mark.skipif(os.name == "nt", reason="names there are Unicode")
def test_a_name_that_is_no_unicode_comes_back(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/tr\xe4m.mkv"))
    project = replace(whole(tmp_path), source=source)
    file = tmp_path / "tram.vidcolor"
    save_project(project, file)
    assert load_project(file).project == project


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path)
    before, names = file.read_bytes(), sorted(tmp_path.iterdir())

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for call in ("os.fsync", "pathlib.Path.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(call, no_space)
            said = refused(lambda: save_project(Project(source=Path("other.mkv")), file))
        assert "could not be saved" in said
        assert file.read_bytes() == before
        assert sorted(tmp_path.iterdir()) == names
    for nowhere in (tmp_path, tmp_path / "no" / "such" / "a.vidcolor", file / "a.vidcolor"):
        assert "could not be saved" in refused(lambda to=nowhere: save_project(whole(tmp_path), to))
    assert sorted(tmp_path.iterdir()) == names


def test_what_could_not_be_opened_again_is_not_saved(tmp_path: Path) -> None:
    project = replace(whole(tmp_path), hints=({"a": "x" * 17_000_000},))
    assert "too much" in refused(lambda: save_project(project, tmp_path / "a.vidcolor"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no such rights and links there")
def test_rights_and_links_stay(tmp_path: Path) -> None:
    file = saved(tmp_path)
    file.chmod(0o600)
    link = tmp_path / "link.vidcolor"
    link.symlink_to(file)
    save_project(Project(source=tmp_path / "tram.mkv"), link)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_project(file).project == Project(source=tmp_path / "tram.mkv")


def test_the_old_file_is_kept_as_bak(tmp_path: Path) -> None:
    file = saved(tmp_path)
    before = file.read_bytes()
    assert backup(file) == tmp_path / "tram.vidcolor.bak"
    save_project(Project(source=tmp_path / "tram.mkv"), file)
    assert backup(file).read_bytes() != before
    assert "could not be kept" in refused(lambda: backup(tmp_path / "missing.vidcolor"))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "tram.mkv",
        "tram.vidcolor",
        "tram.vidcolor.bak",
    ]


def test_the_same_film_at_another_place_changes_nothing(tmp_path: Path, clips: ClipMaker) -> None:
    project = replace(whole(tmp_path), fingerprint=content_digest(clips.even()))
    copy = Path(shutil.copy(clips.even(), tmp_path / "copy.mp4"))
    assert relinked(project, copy) == (replace(project, source=copy), ())


def test_another_film_is_told_and_costs_what_lies_beyond_its_end(tmp_path: Path) -> None:
    film = write_film(tmp_path / "short.mkv", scenes(25))
    project, notices = relinked(whole(tmp_path), film)
    assert project == replace(
        whole(tmp_path),
        source=film,
        fingerprint=content_digest(film),
        frame_count=25,
        shots=ShotList(25),
        looks=(LookSpan(0, 25, WARM),),
        notes=whole(tmp_path).notes[:1],
        markers=(Marker(5),),
        out_frame=None,
    )
    assert notices == (
        "short.mkv differs from the film that the project was made with.",
        "short.mkv has 25 frames; the project was made for 1000.",
        "The film ends before frame 25; left out beyond it: "
        "2 cuts, 1 look, 1 note, 1 marker, 1 out point.",
    )


def test_a_film_that_is_open_already_is_matched_without_reading_it(tmp_path: Path) -> None:
    project = whole(tmp_path)
    assert matched(project, project.fingerprint, FRAMES) == (project, ())
    assert matched(project, project.fingerprint, 0) == (project, ())
    longer, notices = matched(project, "f" * 32, FRAMES + 5)
    assert longer.shots == ShotList(FRAMES + 5, project.steering.cuts or ())
    assert (longer.fingerprint, longer.looks) == ("f" * 32, project.looks)
    assert notices == (
        "tram.mkv differs from the film that the project was made with.",
        "tram.mkv has 1005 frames; the project was made for 1000.",
    )


def test_a_film_that_was_not_known_yet_becomes_known(tmp_path: Path, clips: ClipMaker) -> None:
    project, notices = relinked(Project(source=tmp_path / "lost.mkv"), clips.uneven())
    assert notices == ()
    assert project.frame_count == 20
    assert project.fingerprint == content_digest(clips.uneven())
    assert "cannot be read" in refused(lambda: relinked(project, tmp_path / "lost.mkv"))
