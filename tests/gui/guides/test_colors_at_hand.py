"""Colours for the brush: suggested, saved, taken from the picture, chosen in a dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from clips import ClipMaker
from filming import scenes, write_film
from hands import Answers, draw, is_exact, steps
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from sights import BLUE, PLACE, Opener, Waiter, ab_at, exact

from gui.guides.brush import Tool
from gui.picture.ab_colors import ab_of
from gui.picture.viewer import ViewMode


def test_suggestions_come_for_the_clicked_place_and_recolour_its_hint(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    box = window.guide_panel.suggestions
    assert "Click on the film" in box.words.text()
    draw(window, Tool.HINT, PLACE)
    wait(lambda: bool(box.buttons))
    shares = [float(button.text().rstrip(" %")) for button in box.buttons]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 101
    box.buttons[0].click()
    (hint,) = window.document.project.guides.hints
    assert hint.ab == pytest.approx(window.brush.ab, abs=0.01)
    assert steps(window) == ["Set a hint", "Give a mark another colour"]


def test_the_unsure_map_is_shown_and_hidden(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    exact(window, 0, wait)
    before = window.viewer.grab().toImage()
    window.guide_panel.suggestions.unsure.click()
    wait(lambda: window.viewer.hatched)
    assert window.actions_.unsure.isChecked()
    assert window.viewer.grab().toImage() != before
    window.transport.go_to(2)
    wait(lambda: is_exact(window, 2))
    wait(lambda: window.viewer.hatched)  # each frame has its own
    window.actions_.unsure.trigger()
    assert not window.viewer.hatched
    assert not window.guide_panel.suggestions.unsure.isChecked()


def test_a_saved_colour_is_offered_and_used_in_another_shot(
    open_film: Opener, tmp_path: Path, answers: Answers, wait: Waiter
) -> None:
    picture = next(iter(scenes(1, 96, 72)))
    film = write_film(tmp_path / "again.mkv", [picture] * 50, codec="ffv1")
    window = open_film(film)
    window.shots.cut_here(25)
    exact(window, 0, wait)
    window.brush.set_color(BLUE)
    draw(window, Tool.HINT, PLACE)
    wait(lambda: bool(window.guide_panel.suggestions.buttons))
    answers.give("blue coat")
    window.actions_.save_color.trigger()
    (saved,) = window.document.project.saved_colors
    assert (saved.name, saved.ab) == ("blue coat", BLUE)
    assert saved.features
    window.brush.set_color((50.0, 50.0))
    window.transport.go_to(30)
    rows = window.guide_panel.saved.list
    wait(lambda: rows.count() == 1 and "seems to be here" in rows.item(0).text())
    rows.setCurrentRow(0)
    window.guide_panel.saved.place.click()
    first, second = window.document.project.guides.hints
    assert (first.frame, second.frame) == (0, 30)
    assert (second.ab, second.name) == (BLUE, "blue coat")
    assert second.places[0] == pytest.approx(PLACE, abs=0.15)
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center()
    )
    assert (window.brush.ab, window.brush.name) == (BLUE, "blue coat")


def test_saved_colours_are_renamed_and_deleted(
    open_film: Opener, clips: ClipMaker, answers: Answers
) -> None:
    window = open_film(clips.odd_size())
    for name in ("coat", "sky"):
        answers.give(name)
        window.guide_panel.brush.save.click()
    saved = window.guide_panel.saved
    saved.list.setCurrentRow(0)
    answers.give("sky")
    saved.rename.click()
    assert "already" in window.messages.text.text()
    answers.give("hat")
    saved.rename.click()
    assert [one.name for one in window.document.project.saved_colors] == ["hat", "sky"]
    saved.list.setCurrentRow(1)
    QTest.keyClick(saved.list, Qt.Key.Key_Delete)
    assert [one.name for one in window.document.project.saved_colors] == ["hat"]
    for _ in range(4):
        window.actions_.undo.trigger()
    assert window.document.project.saved_colors == ()


def test_the_eyedropper_takes_the_colour_of_the_picture(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    picture = exact(window, 0, wait)
    window.viewer.set_mode(ViewMode.WIPE)  # the place lies on the side of the film
    draw(window, Tool.EYEDROPPER, PLACE)
    assert window.brush.ab == pytest.approx(ab_at(picture, PLACE), abs=3)
    assert window.document.undo_stack.count() == 0


def test_the_dialog_gives_the_brush_its_colour(
    open_film: Opener, clips: ClipMaker, answers: Answers
) -> None:
    window = open_film(clips.odd_size())
    answers.give(QColor(40, 70, 200))
    window.actions_.brush_color.trigger()
    assert window.brush.ab == ab_of(QColor(40, 70, 200))
    window.guide_panel.brush.a.setValue(12)
    assert window.brush.ab[0] == 12
    window.actions_.tools[Tool.HINT].trigger()
    before = window.brush.radius
    window.actions_.brush_wanted.emit(2)
    assert window.brush.radius > before
    assert window.guide_panel.brush.percent.value() == pytest.approx(
        100 * window.brush.radius, abs=0.1
    )
