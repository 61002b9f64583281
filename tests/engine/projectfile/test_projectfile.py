"""What was saved comes back, also as a person wrote it."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from projects_made import FRAMES, saved, values, whole

from vidcolor.project import Marker, Project, ShotNote, ShotStatus
from vidcolor.projectfile import (
    LoadedProject,
    load_project,
    save_project,
)
from vidcolor.settings import ColorSettings, Look, OutputSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan


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
    page = Path(__file__).parents[3] / "docs" / "project-file.md"
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


@given(projects())
@settings(max_examples=60, deadline=None)
def test_every_project_comes_back(folder: Path, project: Project) -> None:
    file = folder / "any.vidcolor"
    save_project(project, file)
    assert load_project(file) == LoadedProject(project, (), source_missing=True)
