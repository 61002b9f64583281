"""What was saved comes back, also as a person wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st
from projects_made import FRAMES, saved, values, whole

from vidcolor.guides import Deed, Guides, Hint, Reference, Region, SavedColor, Variant
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


def test_guides_are_the_same_before_saving_and_after_opening(tmp_path: Path) -> None:
    third = Hint(1, ((1 / 3, 2 / 3),), (100 / 3, -1 / 3))
    project = Project(source=tmp_path / "tram.mkv").with_guides(Guides(hints=(third,)))
    save_project(project, tmp_path / "a.vidcolor")
    loaded = load_project(tmp_path / "a.vidcolor").project
    assert loaded.guides.digest == project.guides.digest


def test_a_project_written_by_hand_needs_only_its_film(tmp_path: Path) -> None:
    file = tmp_path / "a.vidcolor"
    file.write_text('{"vidcolor_project": 1, "source": {"relative": "tram.mkv"}}')
    loaded = load_project(file)
    assert loaded.project == Project(source=tmp_path / "tram.mkv")
    assert loaded.notices == ()
    assert loaded.source_missing


T = TypeVar("T")

frames = st.integers(0, FRAMES - 1)


numbers = st.floats(-1, 1)


shares = st.floats(0, 1).map(lambda share: round(share, 5) + 0.0)
places = st.tuples(shares, shares)
dots = st.lists(places, min_size=1, max_size=4).map(tuple)
corners = st.lists(places, min_size=3, max_size=5).map(tuple)
ab_values = st.floats(-128, 128).map(lambda value: round(value, 2) + 0.0)
abs_ = st.tuples(ab_values, ab_values)
radii = st.floats(0, 0.5, exclude_min=True)


def few(entries: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(entries, max_size=3).map(tuple)


guides = st.builds(
    Guides,
    hints=few(st.builds(Hint, frames, dots, st.none() | abs_, radii, st.text(max_size=5))),
    regions=few(
        st.builds(Region, frames, corners, st.sampled_from([Deed.NEUTRAL, Deed.PROTECT]))
        | st.builds(Region, frames, dots, st.just(Deed.RECOLOR), abs_, radii)
    ),
    references=few(
        st.builds(Reference, frames, of_frame=frames, strength=st.floats(0, 1))
        | st.builds(Reference, frames, st.just(__file__), strength=st.floats(0, 1))
    ),
    variants=few(st.builds(Variant, frames, st.integers(0, 999))),
    film_reference=st.sampled_from(["", __file__]),
    film_variant=st.integers(0, 999),
)


saved_colors = st.lists(
    st.builds(SavedColor, st.text(min_size=1, max_size=5), abs_, st.text(max_size=5)),
    max_size=3,
    unique_by=lambda color: color.name,
).map(tuple)


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
        guides=draw(guides),
        saved_colors=draw(saved_colors),
        unknown=draw(st.dictionaries(st.from_regex(r"new_\w{1,5}", fullmatch=True), values)),
    )


@given(projects())
@settings(max_examples=60, deadline=None)
def test_every_project_comes_back(folder: Path, project: Project) -> None:
    file = folder / "any.vidcolor"
    save_project(project, file)
    assert load_project(file) == LoadedProject(project, (), source_missing=True)
