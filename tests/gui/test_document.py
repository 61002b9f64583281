"""The document: every step can be undone, drags are one step, what was found out stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.document import Document
from vidcolor.project import Marker, Project
from vidcolor.settings import Look
from vidcolor.shotlist import ShotList


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    document = Document()
    document.open(Project(source=Path("film.mp4"), frame_count=100))
    return document


def marked(document: Document, frame: int) -> Project:
    assert document.project is not None
    return document.project.with_marker(Marker(frame))


def test_a_step_is_taken_undone_and_redone(document: Document) -> None:
    before = document.project
    document.edit("Add a marker", marked(document, 5))
    after = document.project
    assert after is not None
    assert after.markers == (Marker(5),)
    assert document.undo_stack.undoText() == "Add a marker"
    document.undo_stack.undo()
    assert document.project == before
    document.undo_stack.redo()
    assert document.project == after


def test_a_drag_is_one_step_and_the_next_drag_another(document: Document) -> None:
    for saturation in (1.1, 1.2, 1.3):
        project = document.project.with_look(0, 100, Look(saturation=saturation))
        document.edit("Change the look", project, merge="look 0")
    document.end_merging()
    document.edit(
        "Change the look", document.project.with_look(0, 100, Look(warmth=0.5)), merge="look 0"
    )
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.project.look_at(3) == Look(saturation=1.3)
    document.undo_stack.undo()
    assert document.project.look_at(3) == Look()


def test_a_drag_back_to_where_it_began_leaves_no_step(document: Document) -> None:
    before = document.project
    document.edit("Look", before.with_look(0, 100, Look(tint=0.5)), merge="look 0")
    document.edit("Look", before, merge="look 0")
    assert document.undo_stack.count() == 0
    assert document.saved


def test_an_edit_that_changes_nothing_is_no_step(document: Document) -> None:
    document.edit("Nothing", document.project)
    assert not document.undo_stack.canUndo()


def test_what_was_found_out_survives_undoing(document: Document) -> None:
    document.edit("Add a marker", marked(document, 5))
    document.learn(replace(document.project, fingerprint="abc", frame_count=120))
    document.undo_stack.undo()
    assert document.project.fingerprint == "abc"
    assert document.project.frame_count == 120
    assert document.project.markers == ()


def test_corrected_shots_win_over_found_ones_until_undone(document: Document) -> None:
    found = ShotList(100).added(50)
    document.found_shots(found)
    assert document.shots == found
    corrected = found.added(70)
    document.edit("Cut", document.project.with_shots(corrected))
    assert document.shots == corrected
    document.undo_stack.undo()
    assert document.shots == found


def test_saving_marks_the_step_and_undoing_past_it_is_unsaved(document: Document) -> None:
    document.edit("One", marked(document, 1))
    assert not document.saved
    document.set_saved(Path("film.vidcolor"))
    assert document.saved
    document.undo_stack.undo()
    assert not document.saved
    document.undo_stack.redo()
    assert document.saved


def test_opening_another_forgets_steps_and_findings(document: Document) -> None:
    document.found_shots(ShotList(100).added(50))
    document.edit("One", marked(document, 1))
    document.learn(replace(document.project, fingerprint="abc"))
    document.open(replace(Project(source=Path("other.mp4"))))
    assert document.shots is None
    assert document.saved
    assert document.project.fingerprint == ""
