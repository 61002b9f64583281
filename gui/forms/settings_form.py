"""A form that is made of a settings dataclass: one labelled field for each setting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, fields, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

Settings = TypeVar("Settings")

_LARGEST = 2**31 - 1  # of a spin box
_FINE_PLACES = 7
_FINE_ROOM_PX = 40  # for the arrows and margins of a box


class SettingsForm(QWidget, Generic[Settings]):
    """Fields for the numbers, switches, choices and texts of a frozen settings dataclass.

    The dataclass decides: the type of a default makes the kind of field, ``low`` and ``high``
    bound it, ``choices`` fill it, ``help`` is its tool tip. Fields hold only values that the
    dataclass takes. Settings that the form does not show keep the value they were set to.

    Args:
        settings: what the form shows at first.
        only: the names of the settings to show, in this order; None: all it can.
        labels: other labels than the settings' own names.
        words: for choices, what a person reads in place of the value.
        specials: for numbers, what their lowest value means ("as the preset says").
        fine: the names of numbers that need more than two places: rates, shares near 1.

    Signals:
        changed: the new settings; only when a person changed something.
    """

    changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        *,
        only: tuple[str, ...] | None = None,
        labels: Mapping[str, str] | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
        specials: Mapping[str, str] | None = None,
        fine: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._words = words or {}
        self._specials = specials or {}
        self._fine = frozenset(fine)
        self._setting = False
        self._kinds: dict[str, _Kind] = {}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        by_name = {f.name: f for f in fields(settings)}  # type: ignore[arg-type]  # a dataclass
        for name in only if only is not None else tuple(by_name):
            kind = self._make_kind(by_name[name])
            if kind is not None:
                label = (labels or {}).get(name) or label_of(name)
                self._add(layout, by_name[name], kind, label)
        self.set_value(settings)

    def value(self) -> Settings:
        """The settings as the fields stand."""
        shown = {name: kind.value() for name, kind in self._kinds.items()}
        return replace(self._settings, **shown)  # type: ignore[type-var]  # a dataclass

    def set_value(self, settings: Settings) -> None:
        """Show other settings; :attr:`changed` stays silent."""
        self._settings = settings
        self._setting = True
        for name, kind in self._kinds.items():
            kind.set_value(getattr(settings, name))
        self._setting = False

    def field(self, name: str) -> QWidget:
        """The widget of a setting."""
        return self._kinds[name].widget

    def set_choices(self, name: str, choices: tuple[str, ...]) -> None:
        """Offer fewer choices; one that is no longer there gives way to the first."""
        kind = self._kinds[name]
        assert isinstance(kind, _Choice)
        before = kind.value()
        self._setting = True
        kind.offer(choices, self._words.get(name, {}))
        kind.set_value(before)
        self._setting = False

    def _add(self, layout: QFormLayout, setting: Field[Any], kind: _Kind, label_text: str) -> None:
        widget = kind.widget
        widget.setObjectName(setting.name)
        widget.setAccessibleName(label_text)
        widget.setToolTip(help_of(setting))
        widget.setAccessibleDescription(help_of(setting))
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)
        label = QLabel(label_text)
        label.setBuddy(widget)
        label.setToolTip(help_of(setting))
        layout.addRow(label, widget)
        kind.changed.connect(self._on_changed)
        self._kinds[setting.name] = kind

    def _make_kind(self, setting: Field[Any]) -> _Kind | None:
        default = setting.default
        choices = setting.metadata.get("choices")
        special = self._specials.get(setting.name, "")
        if choices is not None:
            return _Choice(choices, self._words.get(setting.name, {}), self)
        if isinstance(default, bool):
            return _Switch(self)
        if isinstance(default, int):
            return _Whole(setting, special, self)
        if isinstance(default, float):
            return _Real(setting, special, self, fine=setting.name in self._fine)
        if isinstance(default, str):
            return _Text(special, self)
        assert default is not MISSING or setting.default_factory is not MISSING
        return None

    def _on_changed(self) -> None:
        if not self._setting:
            self.changed.emit(self.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the form; it changes a field only where the keyboard already is."""
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def label_of(name: str) -> str:
    """A setting's name for people: "work_size" is "Work size"."""
    known = {
        "crf": _tr("Quality"),
        "stabilize": _tr("Steadiness"),
        "work_size": _tr("Work size"),
        "temperature": _tr("Boldness"),
    }
    return known.get(name) or _tr(name.replace("_", " ").capitalize())


def help_of(setting: Field[Any]) -> str:
    """What a setting does, as a sentence."""
    text = _tr(str(setting.metadata.get("help", "")))
    return text[:1].upper() + text[1:] + ("." if text and not text.endswith(".") else "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings", text) if text else ""


class _Kind(QObject):
    """A widget and how a value goes in and out of it; each kind of field says both.

    Qt's classes have a metaclass of their own, so these methods cannot be marked as abstract.
    """

    changed = Signal()
    widget: QWidget

    def value(self) -> Any:
        """What the widget holds."""
        raise NotImplementedError  # Qt's metaclass rules out an ABC

    def set_value(self, value: Any) -> None:
        """Show a value; one that the widget can hold."""
        raise NotImplementedError  # Qt's metaclass rules out an ABC


class _Choice(_Kind):
    def __init__(
        self, choices: tuple[str, ...], words: Mapping[str, str], form: SettingsForm[Any]
    ) -> None:
        super().__init__(form)
        self.widget: QComboBox = QComboBox(form)
        self.offer(choices, words)
        self.widget.currentIndexChanged.connect(self.changed)

    def offer(self, choices: tuple[str, ...], words: Mapping[str, str]) -> None:
        self.widget.clear()
        for choice in choices:
            word = words.get(choice) or (_tr(choice.capitalize()) if choice else _tr("Automatic"))
            self.widget.addItem(word, choice)

    def value(self) -> str:
        return str(self.widget.currentData())

    def set_value(self, value: Any) -> None:
        self.widget.setCurrentIndex(max(self.widget.findData(value), 0))


class _Switch(_Kind):
    def __init__(self, form: SettingsForm[Any]) -> None:
        super().__init__(form)
        self.widget: QCheckBox = QCheckBox(form)
        self.widget.toggled.connect(self.changed)

    def value(self) -> bool:
        return self.widget.isChecked()

    def set_value(self, value: Any) -> None:
        self.widget.setChecked(value)


class _Whole(_Kind):
    def __init__(self, setting: Field[Any], special: str, form: SettingsForm[Any]) -> None:
        super().__init__(form)
        self.widget: QSpinBox = QSpinBox(form)
        low, high = (setting.metadata.get(key) for key in ("low", "high"))
        self.widget.setRange(
            -_LARGEST if low is None else low, _LARGEST if high is None else min(high, _LARGEST)
        )
        self.widget.setSpecialValueText(special)
        self.widget.valueChanged.connect(self.changed)

    def value(self) -> int:
        return self.widget.value()

    def set_value(self, value: Any) -> None:
        self.widget.setValue(value)


class _Real(_Kind):
    def __init__(
        self, setting: Field[Any], special: str, form: SettingsForm[Any], *, fine: bool
    ) -> None:
        super().__init__(form)
        self.widget: QDoubleSpinBox = _FineBox(form) if fine else QDoubleSpinBox(form)
        self._places = _FINE_PLACES if fine else 2
        self.widget.setDecimals(self._places)  # first: the range is rounded to them
        low, high = (setting.metadata.get(key) for key in ("low", "high"))
        self.widget.setRange(-1e9 if low is None else low, 1e9 if high is None else high)
        if not fine:
            self.widget.setSingleStep(0.05)
        self.widget.setSpecialValueText(special)
        self.widget.valueChanged.connect(self.changed)
        self._exact = 0.0

    def value(self) -> float:
        # A value with more places than the box shows is kept until a person changes it.
        shown = self.widget.value()
        return self._exact if round(self._exact, self._places) == shown else shown

    def set_value(self, value: Any) -> None:
        self._exact = float(value)
        self.widget.setValue(value)


class _FineBox(QDoubleSpinBox):
    """Shows as many places as a number has, and steps by a tenth of its size."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        # Qt asks the ends of the range for their width, and these are short.
        digits = "0." + "0" * _FINE_PLACES
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(digits) + _FINE_ROOM_PX)

    def textFromValue(self, value: float) -> str:
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


class _Text(_Kind):
    def __init__(self, special: str, form: SettingsForm[Any]) -> None:
        super().__init__(form)
        self.widget: QLineEdit = QLineEdit(form)
        self.widget.setPlaceholderText(special)
        self.widget.textEdited.connect(self.changed)

    def value(self) -> str:
        return self.widget.text().strip()

    def set_value(self, value: Any) -> None:
        self.widget.setText(value)
