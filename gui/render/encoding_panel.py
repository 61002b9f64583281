"""The advanced part of the export dialog: codec, depth, chroma, quality, speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QWidget,
)

from gui.render.encoding_choices import (
    Choices,
    choices_for,
    chroma_words,
    codec_in_force,
    codec_words,
    depth_words,
)
from gui.render.trial_process import EncoderAbility
from vidcolor.settings import OutputSettings
from vidcolor.video.info import FilmInfo
from vidcolor.video.presets import FILM_CONTAINERS, PRESETS


class EncodingPanel(QWidget):
    """Offers what the codec and the encoders of this machine really take, and nothing else.

    Signals:
        changed: a person chose something.
    """

    changed = Signal()

    def __init__(self, info: FilmInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info = info
        self._output = OutputSettings()
        self._suffix = ""
        self._abilities: tuple[EncoderAbility, ...] | None = None
        self.codec = self._combo(self.tr("Codec"), self.tr("How the pictures are packed."))
        self.depth = self._combo(
            self.tr("Bit depth"), self.tr("Steps of grey: 8 bits are 256, 10 bits are 1024.")
        )
        self.chroma = self._combo(
            self.tr("Chroma"), self.tr("How finely colour is kept; the light is always kept full.")
        )
        self.fields = self._combo(
            self.tr("Fields"), self.tr("Interlaced film holds two moments in each frame.")
        )
        self.speed = self._combo(
            self.tr("Encoder speed"), self.tr("A slower encoder makes a smaller file.")
        )
        self._make_quality()
        self.hardware = QCheckBox(self.tr("Use the graphics card's encoder"))
        self.hardware.setToolTip(self.tr("Faster; the files are larger at the same quality."))
        self.hardware.toggled.connect(self._on_changed)
        self._make_threads()
        self._lay_out()

    def output(self) -> OutputSettings:
        """As chosen; what is left to the preset stays empty."""
        return self._output

    def set_output(self, output: OutputSettings, suffix: str) -> None:
        """Show other settings for a target with this ending."""
        self._suffix = suffix
        self._take(output)

    def set_abilities(self, abilities: tuple[EncoderAbility, ...]) -> None:
        """From now on it is known which encoders start here."""
        self._abilities = abilities
        self._take(self._output)

    def _make_quality(self) -> None:
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setInvertedAppearance(True)  # a low number is good; good lies right
        self.quality.setInvertedControls(True)
        self.quality.setPageStep(2)
        self.quality.setAccessibleName(self.tr("Quality"))
        self.quality.setToolTip(
            self.tr("Constant quality: to the left smaller files, to the right better pictures.")
        )
        self.quality_value = QLabel()
        self.quality_value.setMinimumWidth(self.fontMetrics().horizontalAdvance("00000"))
        self.quality.valueChanged.connect(self._on_changed)

    def _make_threads(self) -> None:
        self.threads = QSpinBox()
        self.threads.setRange(0, 64)
        self.threads.setSpecialValueText(self.tr("One for each core"))
        self.threads.setAccessibleName(self.tr("Threads"))
        self.threads.setToolTip(self.tr("Threads of the encoder."))
        self.threads.valueChanged.connect(self._on_changed)

    def _combo(self, name: str, tip: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(tip)
        combo.setMinimumContentsLength(20)
        combo.currentIndexChanged.connect(self._on_changed)
        return combo

    def _lay_out(self) -> None:
        scale = QHBoxLayout()
        scale.setSpacing(8)
        scale.addWidget(QLabel(self.tr("smaller")))
        scale.addWidget(self.quality, 1)
        scale.addWidget(QLabel(self.tr("better")))
        scale.addWidget(self.quality_value)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setColumnMinimumWidth(2, 16)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        left = (self.codec, self.depth, self.chroma, self.fields)
        for row, combo in enumerate(left):
            self._label(grid, row, 0, combo)
            grid.addWidget(combo, row, 1)
        self._label(grid, 0, 3, self.quality)
        grid.addLayout(scale, 0, 4)
        self._label(grid, 1, 3, self.speed)
        grid.addWidget(self.speed, 1, 4)
        self._label(grid, 2, 3, self.threads)
        grid.addWidget(self.threads, 2, 4)
        grid.addWidget(self.hardware, 3, 4)

    def _label(self, grid: QGridLayout, row: int, column: int, field: QWidget) -> None:
        label = QLabel(field.accessibleName(), self)
        label.setBuddy(field)
        grid.addWidget(label, row, column)

    def _on_changed(self) -> None:
        at_wish = self._choices().wish.crf
        crf = self.quality.value() if self.quality.isEnabled() else -1
        self._take(
            replace(
                self._output,
                codec=self.codec.currentData() or "",
                bit_depth=self.depth.currentData() or 0,
                chroma=self.chroma.currentData() or "",
                fields=self.fields.currentData() or "",
                speed=self.speed.currentData() or "",
                crf=-1 if crf == at_wish else crf,
                hardware=self.hardware.isChecked(),
                threads=self.threads.value(),
            )
        )
        self.changed.emit()

    def _take(self, output: OutputSettings) -> None:
        self._output = self._fitting(output)
        self._refresh()

    def _fitting(self, output: OutputSettings) -> OutputSettings:
        """Without what the container, the codec or the encoder does not take."""
        codec = codec_in_force(output.preset, self._suffix, output.codec)
        film = self._suffix in FILM_CONTAINERS
        automatic = codec == PRESETS[output.preset].codec if film else output.codec != codec
        if codec != codec_in_force(self._output.preset, self._suffix, self._output.codec):
            output = replace(output, crf=-1, speed="")  # another codec has another scale
        output = replace(output, codec="" if automatic else codec)
        choices = choices_for(self._info, output, self._suffix, self._abilities)
        if self._abilities is not None:
            hardware = output.hardware and choices.hardware
            chroma = output.chroma if output.chroma in choices.chromas else ""
            output = replace(output, hardware=hardware, chroma=chroma)
            choices = choices_for(self._info, output, self._suffix, self._abilities)
            depth = output.bit_depth if output.bit_depth in choices.depths else 0
            output = replace(output, bit_depth=depth)
        speed = output.speed if output.speed in choices.speeds else ""
        return replace(output, speed=speed, crf=min(output.crf, choices.crf_worst))

    def _choices(self) -> Choices:
        return choices_for(self._info, self._output, self._suffix, self._abilities)

    def _refresh(self) -> None:
        """Show the settings, and offer what fits them."""
        output, choices = self._output, self._choices()
        wish = choices.wish
        as_preset = self.tr("As the preset says ({value})")
        preset_codec = codec_in_force(output.preset, self._suffix, "")
        codecs = [(c, codec_words(c)) for c in choices.codecs if c != preset_codec]
        first = codec_words(preset_codec).split(",")[0]
        if self._suffix in FILM_CONTAINERS and preset_codec != PRESETS[output.preset].codec:
            codecs.insert(0, (preset_codec, codec_words(preset_codec)))
        else:
            codecs.insert(0, ("", as_preset.format(value=first)))
        _fill(self.codec, codecs, output.codec)
        depth = as_preset.format(value=depth_words(wish.bit_depth, self._info))
        depths = [(d, depth_words(d, self._info)) for d in choices.depths]
        _fill(self.depth, [(0, depth), *depths], output.bit_depth)
        chroma = as_preset.format(value=chroma_words(wish.chroma))
        chromas = [(c, chroma_words(c)) for c in choices.chromas]
        _fill(self.chroma, [("", chroma), *chromas], output.chroma)
        self._refresh_fields(output, choices)
        speed = as_preset.format(value=wish.speed)
        speeds = [(s, s) for s in choices.speeds]
        _fill(self.speed, [("", speed if speeds else self.tr("No choice")), *speeds], output.speed)
        self._refresh_quality(output, choices)
        with QSignalBlocker(self.hardware), QSignalBlocker(self.threads):
            self.hardware.setEnabled(choices.hardware)
            self.hardware.setChecked(output.hardware)
            self.threads.setValue(output.threads)

    def _refresh_fields(self, output: OutputSettings, choices: Choices) -> None:
        if not choices.keeps_fields:
            _fill(self.fields, [("", self.tr("Not interlaced"))], "")
            return
        words = {"keep": self.tr("Keep both fields"), "bwdif": self.tr("Merge into frames")}
        automatic = self.tr("As the preset says ({value})").format(
            value=words[choices.wish.fields].lower()
        )
        _fill(self.fields, [("", automatic), *words.items()], output.fields)

    def _refresh_quality(self, output: OutputSettings, choices: Choices) -> None:
        with QSignalBlocker(self.quality):
            self.quality.setEnabled(choices.crf_worst >= 0)
            self.quality.setRange(0, max(choices.crf_worst, 0))
            self.quality.setValue(choices.wish.crf if output.crf < 0 else output.crf)
        if choices.crf_worst < 0:
            self.quality_value.setText(self.tr("fixed"))
        else:
            self.quality_value.setText(str(self.quality.value()))


def _fill(combo: QComboBox, items: Iterable[tuple[object, str]], chosen: object) -> None:
    """Offer the items; a single one is no choice."""
    with QSignalBlocker(combo):
        combo.clear()
        for value, words in items:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.setEnabled(combo.count() > 1)
