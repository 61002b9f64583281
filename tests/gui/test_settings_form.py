"""A settings dataclass becomes a form that holds only what the dataclass takes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from gui.forms.settings_form import SettingsForm
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.training.recipe import TrainSettings


def test_each_kind_of_setting_gets_its_kind_of_field(qtbot: QtBot) -> None:
    form = SettingsForm(ColorSettings())
    qtbot.addWidget(form)
    assert isinstance(form.field("work_size"), QSpinBox)
    assert isinstance(form.field("saturation"), QDoubleSpinBox)
    assert isinstance(form.field("stills"), QCheckBox)
    assert isinstance(form.field("model"), QLineEdit)
    other = SettingsForm(OutputSettings())
    qtbot.addWidget(other)
    assert isinstance(other.field("codec"), QComboBox)


def test_what_goes_in_comes_out(qtbot: QtBot) -> None:
    settings = ColorSettings(
        model="other", work_size=128, saturation=0.123456, warmth=-0.5, stills=True
    )
    form = SettingsForm(ColorSettings())
    qtbot.addWidget(form)
    form.set_value(settings)
    assert form.value() == settings


def test_a_change_by_hand_is_told_and_one_from_outside_is_not(qtbot: QtBot) -> None:
    form = SettingsForm(ColorSettings(), only=("saturation", "stills"))
    qtbot.addWidget(form)
    told: list[ColorSettings] = []
    form.changed.connect(told.append)
    form.set_value(ColorSettings(saturation=0.5))
    assert told == []
    form.field("saturation").setValue(1.5)
    form.field("stills").click()
    assert told == [ColorSettings(saturation=1.5), ColorSettings(saturation=1.5, stills=True)]


def test_fine_numbers_show_all_their_places_and_reach_the_ends_of_their_range(
    qtbot: QtBot,
) -> None:
    settings = TrainSettings(learning_rate=5e-5, beta1=0.9999)
    form = SettingsForm(settings, only=("learning_rate", "beta1"), fine=("learning_rate", "beta1"))
    qtbot.addWidget(form)
    rate, beta = form.field("learning_rate"), form.field("beta1")
    assert isinstance(rate, QDoubleSpinBox)
    assert isinstance(beta, QDoubleSpinBox)
    assert (rate.text(), beta.text()) == ("0.00005", "0.9999")
    rate.stepUp()
    beta.stepUp()  # 1 would be refused by the dataclass
    assert (rate.text(), form.value().beta1) == ("0.000051", 0.9999)
    rate.setValue(1.0)
    assert rate.text() == "1"


def test_settings_that_are_not_shown_are_kept(qtbot: QtBot) -> None:
    before = ColorSettings(model="other", work_size=96)
    form = SettingsForm(before, only=("tint",))
    qtbot.addWidget(form)
    form.field("tint").setValue(0.25)
    assert form.value() == replace(before, tint=0.25)


def test_a_field_does_not_take_what_the_setting_does_not(qtbot: QtBot) -> None:
    form = SettingsForm(ColorSettings(), only=("work_size",))
    qtbot.addWidget(form)
    box = form.field("work_size")
    box.selectAll()
    QTest.keyClicks(box, "99999")
    box.setValue(box.value() + 10_000)
    assert 64 <= form.value().work_size <= 512


def test_every_field_says_what_it_is_and_what_it_does(qtbot: QtBot) -> None:
    form = SettingsForm(OutputSettings())
    qtbot.addWidget(form)
    field = form.field("bit_depth")
    assert field.accessibleName() == "Bit depth"
    assert field.toolTip() == "Bits of a sample; 0 takes what the preset says."
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_words_stand_for_choices_and_choices_can_be_narrowed(qtbot: QtBot) -> None:
    words = {"codec": {"h264": "H.264, plays everywhere"}}
    form = SettingsForm(OutputSettings(codec="h264"), only=("codec",), words=words)
    qtbot.addWidget(form)
    combo = form.field("codec")
    assert combo.currentText() == "H.264, plays everywhere"
    form.set_choices("codec", ("", "ffv1"))
    assert [combo.itemData(row) for row in range(combo.count())] == ["", "ffv1"]
    assert form.value().codec == ""


def test_the_wheel_over_a_field_changes_nothing(qtbot: QtBot) -> None:
    form = SettingsForm(ColorSettings(), only=("saturation",))
    qtbot.addWidget(form)
    form.show()
    box = form.field("saturation")
    box.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert form.value().saturation == 1.0
