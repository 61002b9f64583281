"""Of damaged and foreign project files all is read that can be, and the rest is told."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from clips import ClipMaker
from hypothesis import given, settings
from hypothesis import strategies as st
from projects_made import FRAMES, WARM, refused, saved, values, whole

from vidcolor.errors import VidcolorError
from vidcolor.guidefile.entries import KEYS
from vidcolor.guides import Guides, Hint, SavedColor
from vidcolor.project import Marker, ShotNote
from vidcolor.projectfile import (
    LoadedProject,
    fitted,
    load_project,
    relinked,
    save_project,
)
from vidcolor.settings import ColorSettings, Look, OutputSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan


def changed(file: Path, **members: Any) -> LoadedProject:
    """What is loaded when some members of a file are others."""
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | members))
    return load_project(file)


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
    [
        *("source", "range", "target", "color", "output", "cuts", "looks", "notes", "markers"),
        *("hints", "regions", "references", "variants", "film_reference", "film_variant"),
        "saved_colors",
    ]
)


inner = st.sampled_from(
    [
        *("frame", "start_frame", "end_frame", "text", "kind", "status", "warmth"),
        *("places", "ab", "color", "radius", "deed", "picture", "of_frame", "strength", "number"),
        *("name", "features"),
    ]
)
places = st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=2), min_size=1, max_size=3)
near_values = (
    values | places | st.lists(st.floats(-130, 130), min_size=2, max_size=2)
    | st.sampled_from(["neutral", "recolor", "#a03020"]) | st.integers(0, 9) | st.floats(0, 1)
)  # fmt: skip
entries = st.lists(
    st.fixed_dictionaries({"frame": st.integers(0, 9)}, optional={"places": places})
    | st.dictionaries(inner, near_values, max_size=6),
    max_size=3,
)


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
        project, notes=project.notes[:1], markers=(), guides=Guides(), saved_colors=(), unknown={},
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


DOT = {"frame": 3, "places": [[0.5, 0.5]], "ab": [1, 2]}
POSTCARD = {"frame": 3, "picture": "pictures/postcard.png"}


@pytest.mark.parametrize(
    ("member", "value", "good", "sentence"),
    [
        (
            "hints",
            [DOT, DOT | {"ab": [1, 300]}, DOT],
            (Hint(3, ((0.5, 0.5),), (1.0, 2.0)),) * 2,
            'Entry 2 of "hints" was left out: no colour has a*b*',
        ),
        (
            "hints",
            [DOT | {"weight": 3}],
            (Hint(3, ((0.5, 0.5),), (1.0, 2.0)),),
            '"weight" in "hints" is not known here and was left out.',
        ),
        ("hints", [DOT | {"frame": float("nan")}], (), '"frame" is NaN'),
        ("hints", {"a": 1}, (), '"hints" was left out: it is a group, not a list.'),
        ("hints", [DOT | {"frame": FRAMES}], (), "left out beyond it: 1 hint."),
        ("regions", [DOT, 5], (), 'Entry 2 of "regions" was left out: it is 5.'),
        ("references", [{"frame": 3}], (), 'Entry 1 of "references" was left out'),
        ("references", [POSTCARD | {"frame": FRAMES}], (), "left out beyond it: 1 reference."),
        ("references", [{"frame": 3, "of_frame": FRAMES}], (), "beyond it: 1 reference."),
        ("variants", [{"frame": FRAMES, "number": 1}], (), "left out beyond it: 1 variant."),
        ("film_variant", 1.5, 0, '"film_variant" was left out: it is 1.5.'),
        ("film_reference", ["a"], "", '"film_reference" was left out: it is a list.'),
    ],
)
def test_guides_that_do_not_fit_are_left_out_and_told(
    tmp_path: Path, member: str, value: object, good: object, sentence: str
) -> None:
    loaded = changed(saved(tmp_path), **{member: value})
    project = whole(tmp_path)
    assert loaded.project == replace(project, guides=replace(project.guides, **{member: good}))
    assert sentence in " ".join(loaded.notices)


def test_saved_colours_have_a_name_of_their_own(tmp_path: Path) -> None:
    brick, null = {"name": "brick", "color": "#808080"}, {"name": "a", "ab": None}
    loaded = changed(saved(tmp_path), saved_colors=[brick, brick | {"features": "x"}, null, {}])
    assert loaded.project.saved_colors == (SavedColor("brick", (0.0, 0.0)),)
    assert len(loaded.notices) == 3
    assert 'there is a colour "brick" before it' in loaded.notices[0]


def test_a_damaged_line_of_a_hint_costs_only_that_hint(tmp_path: Path) -> None:
    file = saved(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"places": [[0.25, 0.5]]', '"places": [[0.25, 0.5]'))
    project = whole(tmp_path)
    loaded = load_project(file)
    assert loaded.project == replace(
        project, guides=replace(project.guides, hints=project.guides.hints[1:])
    )
    assert any('"hints"' in notice for notice in loaded.notices)


def test_a_reference_whose_picture_is_missing_stays_and_is_told(tmp_path: Path) -> None:
    file = saved(tmp_path)
    (tmp_path / "pictures" / "postcard.png").unlink()
    loaded = load_project(file)
    assert loaded.project == whole(tmp_path)
    [notice] = loaded.notices
    assert notice.startswith("The reference picture ")
    assert notice.endswith("postcard.png is not there.")


def test_a_project_without_guides_loads_as_before(tmp_path: Path) -> None:
    file = saved(tmp_path)
    found = json.loads(file.read_text(encoding="utf-8"))
    for key in (*KEYS, "saved_colors"):
        del found[key]
    file.write_text(json.dumps(found))
    loaded = load_project(file)
    assert loaded.project == replace(whole(tmp_path), guides=Guides(), saved_colors=())
    assert loaded.notices == ()


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
