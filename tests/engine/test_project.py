"""A project changes by pure steps: looks, notes and ranges follow the cuts of the film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcolor.errors import VidcolorError
from vidcolor.project import Marker, Project, ShotNote, ShotStatus
from vidcolor.settings import ColorSettings, Look, RangeSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan

WARM, COLD = Look(warmth=0.5), Look(warmth=-0.5)
SHOTS = ShotList(120, tuple(Cut(frame, Kind.CUT) for frame in (30, 60, 90)))
PROJECT = Project(source=Path("tram.mkv"), frame_count=120)
STEERED = PROJECT.with_look(30, 60, WARM).with_look(60, 90, COLD)


def spans(project: Project) -> list[tuple[int, int, Look]]:
    return [(span.start_frame, span.end_frame, span.look) for span in project.looks]


def cuts(project: Project) -> list[int]:
    assert project.shots is not None
    return [cut.frame for cut in project.shots.cuts]


def test_a_look_replaces_what_lay_there_and_leaves_the_rest() -> None:
    project = STEERED.with_look(50, 70, Look(leave=True))
    assert spans(project) == [(30, 50, WARM), (50, 70, Look(leave=True)), (70, 90, COLD)]
    assert spans(project.with_look(0, 60, None)) == [(60, 70, Look(leave=True)), (70, 90, COLD)]
    assert spans(PROJECT.with_look(0, 120, WARM).with_look(40, 50, None)) == [
        (0, 40, WARM),
        (50, 120, WARM),
    ]
    assert spans(PROJECT.with_look(90, 120, WARM)) == [(90, 120, WARM)]
    for start, end in ((5, 5), (6, 5)):
        with pytest.raises(ValueError, match="no frame"):
            STEERED.with_look(start, end, WARM)


def test_elsewhere_the_look_is_that_of_the_film() -> None:
    project = replace(STEERED, color=ColorSettings(saturation=0.7, tint=0.2))
    assert project.look_at(29) == Look(saturation=0.7, tint=0.2)
    assert project.look_at(30) == WARM
    assert project.look_at(89) == COLD
    assert project.look_at(90) == project.film_look


def test_looks_that_overlap_are_refused_at_once() -> None:
    looks = (LookSpan(0, 50, WARM), LookSpan(49, 60, COLD))
    with pytest.raises(ValueError, match="overlap"):
        replace(PROJECT, looks=looks)


def test_moving_a_cut_moves_the_looks_and_the_note_beside_it() -> None:
    noted = STEERED.with_note(ShotNote(60, ShotStatus.GOOD, "pan"))
    for to in (31, 59, 61, 89):
        project = noted.with_cut_moved(SHOTS, 60, to)
        assert cuts(project) == [30, to, 90]
        assert spans(project) == [(30, to, WARM), (to, 90, COLD)]
        assert project.notes == (ShotNote(to, ShotStatus.GOOD, "pan"),)
        assert project.shots is not None
        assert project.with_cut_moved(project.shots, to, 60) == noted.with_shots(SHOTS)
    assert noted.with_cut_moved(SHOTS, 60, 60) == noted.with_shots(SHOTS)


def test_a_shot_that_grows_keeps_the_look_of_the_film() -> None:
    project = PROJECT.with_look(60, 90, COLD)
    assert spans(project.with_cut_moved(SHOTS, 60, 70)) == [(70, 90, COLD)]
    assert spans(project.with_cut_moved(SHOTS, 60, 40)) == [(40, 90, COLD)]
    assert spans(project.with_cut_moved(SHOTS, 90, 100)) == [(60, 100, COLD)]
    assert spans(project.with_cut_moved(SHOTS, 90, 119)) == [(60, 119, COLD)]
    assert spans(project.with_cut_moved(SHOTS, 90, 80)) == [(60, 80, COLD)]


def test_a_cut_that_is_moved_over_its_neighbour_leaves_every_frame_its_look() -> None:
    project = STEERED.with_look(90, 120, WARM).with_note(ShotNote(60, text="pan"))
    for frame, to in ((60, 100), (60, 10), (30, 61), (90, 59)):
        moved = project.with_cut_moved(SHOTS, frame, to)
        assert moved.looks == project.looks
        assert cuts(moved) == sorted({30, 60, 90} - {frame} | {to})
    assert project.with_cut_moved(SHOTS, 60, 100).notes == (ShotNote(100, text="pan"),)


def test_looks_of_parts_of_shots_never_come_to_lie_over_each_other() -> None:
    project = STEERED.with_look(60, 90, None).with_look(65, 80, COLD)
    assert spans(project.with_cut_moved(SHOTS, 60, 70)) == [(30, 70, WARM), (70, 80, COLD)]
    assert spans(project.with_cut_moved(SHOTS, 60, 85)) == [(30, 85, WARM)]


def test_shots_that_are_joined_take_the_look_of_the_first_and_both_notes() -> None:
    project = STEERED.with_note(ShotNote(30, ShotStatus.GOOD, "dusk"))
    project = project.with_note(ShotNote(60, ShotStatus.GOOD, "dirt")).with_cut_removed(SHOTS, 60)
    assert cuts(project) == [30, 90]
    assert spans(project) == [(30, 90, WARM)]
    assert project.notes == (ShotNote(30, ShotStatus.GOOD, "dusk\ndirt"),)
    assert spans(STEERED.with_cut_removed(SHOTS, 30)) == [(60, 90, COLD)]
    assert spans(STEERED.with_cut_removed(SHOTS, 90)) == [(30, 60, WARM), (60, 120, COLD)]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        (ShotStatus.GOOD, ShotStatus.GOOD, ShotStatus.GOOD),
        (ShotStatus.GOOD, ShotStatus.OPEN, ShotStatus.OPEN),
        (ShotStatus.OPEN, ShotStatus.GOOD, ShotStatus.OPEN),
        (ShotStatus.GOOD, ShotStatus.TO_DO, ShotStatus.TO_DO),
        (ShotStatus.TO_DO, ShotStatus.OPEN, ShotStatus.TO_DO),
    ],
)
def test_joined_shots_are_good_only_if_both_were(
    before: ShotStatus, after: ShotStatus, joined: ShotStatus
) -> None:
    project = PROJECT.with_note(ShotNote(30, before)).with_note(ShotNote(60, after))
    assert project.with_cut_removed(SHOTS, 60).note_at(30).status is joined
    assert project.with_cut_removed(SHOTS, 60).note_at(60) == ShotNote(60)


def test_a_cut_can_be_added_and_the_search_be_trusted_again() -> None:
    project = replace(STEERED, frame_count=0).with_cut_added(SHOTS, 45)
    assert cuts(project) == [30, 45, 60, 90]
    assert project.looks == STEERED.looks
    assert project.frame_count == 120
    assert project.steering.cuts == ShotList(120).added(30).added(45).added(60).added(90).cuts
    assert project.with_shots(None) == STEERED
    assert STEERED.steering.cuts is None
    with pytest.raises(VidcolorError, match="already a cut"):
        project.with_cut_added(SHOTS, 30)
    for wrong in (0, 45, 120):
        with pytest.raises(VidcolorError, match="no cut at"):
            STEERED.with_cut_removed(SHOTS, wrong)


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "move", "look", "unlook"]),
        st.integers(0, 121),
        st.integers(0, 121),
    ),
    max_size=25,
)


@given(steps)
def test_no_row_of_steps_makes_a_project_that_cannot_be(row: list[tuple[str, int, int]]) -> None:
    project, shots = STEERED, SHOTS
    for step, one, other in row:
        try:
            if step == "add":
                project = project.with_cut_added(shots, one)
            elif step == "remove":
                project = project.with_cut_removed(shots, one)
            elif step == "move":
                project = project.with_cut_moved(shots, one, other)
            elif one < other:
                project = project.with_look(one, other, WARM if step == "look" else None)
        except VidcolorError:
            continue
        shots = project.shots or shots
        assert all(0 <= span.start_frame < span.end_frame <= 121 for span in project.looks)
        assert project.steering.looks == project.looks  # they do not overlap


def test_notes_and_markers_are_kept_in_order_one_at_each_frame() -> None:
    project = PROJECT.with_note(ShotNote(60, text="b")).with_note(ShotNote(30, text="a"))
    assert [note.text for note in project.notes] == ["a", "b"]
    assert project.with_note(ShotNote(60, ShotStatus.TO_DO)).note_at(60).status is ShotStatus.TO_DO
    assert project.with_note(ShotNote(60)).notes == (ShotNote(30, text="a"),)
    marked = PROJECT.with_marker(Marker(9)).with_marker(Marker(3)).with_marker(Marker(9, "dirt"))
    assert marked.markers == (Marker(3), Marker(9, "dirt"))
    assert marked.without_marker(3).without_marker(4).markers == (Marker(9, "dirt"),)


def test_an_end_of_the_range_gives_way_to_the_other() -> None:
    ranged = PROJECT.with_range(20, 50)
    assert ranged.span == RangeSettings(start="20f", end="50f")
    assert ranged.with_range(60, 50).span == RangeSettings(start="60f")
    assert ranged.with_range(20, 20).span == RangeSettings(end="20f")
    assert ranged.with_range(None, 50).span == RangeSettings(end="50f")
    assert PROJECT.span == RangeSettings()
    with pytest.raises(VidcolorError, match="no frame"):
        ranged.with_range(60, 55)
