"""References and variants: what colours a whole shot otherwise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from clips import ClipMaker
from filming import write_picture
from hands import Answers, steps
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from sights import Opener, Waiter, exact

from gui.picture.ab_colors import ab_of
from vidcolor.guides import Reference, Variant


def test_a_shot_takes_the_colours_of_a_frame_and_of_a_picture(
    open_film: Opener, clips: ClipMaker, tmp_path: Path, answers: Answers, wait: Waiter
) -> None:
    window = open_film(clips.two_shots())
    window.actions_.use_reference.trigger()
    assert "No frame was taken" in window.messages.text.text()
    window.actions_.take_reference.trigger()
    assert "Frame 0 is kept" in window.guide_panel.reference.words.text()
    window.view.go_to(60)
    before = exact(window, 60, wait)
    window.journal.pictures.clear()
    window.actions_.use_reference.trigger()
    assert window.document.project.guides.references == (Reference(60, of_frame=0),)
    after = exact(window, 60, wait)
    assert not np.array_equal(before, after)
    slider = window.guide_panel.reference.strength
    slider.setSliderDown(True)
    for percent in (80, 60, 50):
        slider.setSliderPosition(percent)
    slider.setSliderDown(False)
    assert window.document.project.guides.references[0].strength == 0.5
    assert steps(window) == ["Set a reference", "Change the reference's strength"]
    colors = np.zeros((24, 32, 3), np.uint8) + np.array([30, 60, 200], np.uint8)
    photo = write_picture(tmp_path / "photo.png", colors, "rgb24")
    answers.give(photo)
    window.actions_.reference_picture.trigger()
    (reference,) = window.document.project.guides.references  # one for each shot
    assert Path(reference.picture) == photo
    QTest.mouseClick(window.guide_panel.reference.picture, Qt.MouseButton.LeftButton)
    assert window.brush.ab == pytest.approx(ab_of(QColor(30, 60, 200)), abs=1)
    window.guide_panel.reference.remove.click()
    assert window.document.project.guides.references == ()
    window.journal.pictures.clear()
    window.view.go_to(10)
    exact(window, 10, wait)
    assert not window.journal.errors


def test_a_variant_is_chosen_and_all_are_shown(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    before = exact(window, 0, wait)
    variants = window.guide_panel.variants
    window.journal.pictures.clear()
    variants.buttons[3].click()
    assert window.document.project.guides.variants == (Variant(0, 3),)
    assert not np.array_equal(exact(window, 0, wait), before)
    variants.show_pictures.click()
    wait(lambda: all(not button.icon().isNull() for button in variants.buttons))
    assert "Show" in variants.show_pictures.text()
    window.actions_.next_variant.trigger()
    assert variants.buttons[4].isChecked()
    assert not variants.buttons[4].icon().isNull()  # they show every variant, whatever is chosen
    window.journal.pictures.clear()
    variants.buttons[0].click()
    assert window.document.project.guides.variants == ()
    assert np.array_equal(exact(window, 0, wait), before)
    window.transport.go_to(2)
    wait(lambda: variants.buttons[4].icon().isNull())


def test_showing_variants_can_be_stopped(open_film: Opener, clips: ClipMaker, wait: Waiter) -> None:
    window = open_film(clips.odd_size())
    variants = window.guide_panel.variants
    came: list[tuple[int, int, QImage]] = []
    window.service.variant_arrived.connect(lambda *picture: came.append(picture))
    variants.show_pictures.click()
    wait(lambda: not variants.buttons[0].icon().isNull())
    variants.show_pictures.click()
    made = sum(not button.icon().isNull() for button in variants.buttons)
    told: list[object] = []
    window.service.frame_told.connect(told.append)
    window.service.ask_frame(0)
    wait(lambda: bool(told))  # what was asked before was answered before
    assert sum(not button.icon().isNull() for button in variants.buttons) == made < 9
    question, _, late = came[0]
    window.service.variant_arrived.emit(question, made, late)  # it was on its way
    assert variants.buttons[made].icon().isNull()
