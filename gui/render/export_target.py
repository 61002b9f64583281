"""Where a render goes: the file, its container, and whether it may replace what is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.render.encoding_choices import suffix_words, suffixes_for
from vidcolor.video.info import FilmInfo
from vidcolor.video.presets import FILM_CONTAINERS, FOLDER_SUFFIX, PICTURE_CODECS


class ExportTarget(QWidget):
    """A path with a Browse button, a container, and the question whether to replace.

    The ending of the path and the container always say the same.

    Signals:
        changed: the path or the permission to replace.
    """

    changed = Signal()

    def __init__(self, info: FilmInfo, target: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = info.path
        self._suffixes = suffixes_for(info)
        self.path_edit = QLineEdit(str(target))
        self.path_edit.setAccessibleName(self.tr("Target"))
        self.path_edit.setToolTip(self.tr("The file to write."))
        self.path_edit.setCursorPosition(len(str(target)))
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.setToolTip(self.tr("Choose the place of the file (Alt+B)"))
        self.container = QComboBox()
        self.container.setAccessibleName(self.tr("Container"))
        self.container.setToolTip(self.tr("The kind of file; it decides what the file can hold."))
        for suffix in self._suffixes:
            self.container.addItem(suffix_words(suffix), suffix)
        self.notice = QLabel()
        self.notice.setWordWrap(True)
        self.replace = QCheckBox(self.tr("Replace it"))
        self._lay_out()
        self.path_edit.textEdited.connect(self._on_edited)
        self.browse.clicked.connect(self._on_browse)
        self.container.activated.connect(lambda: self.set_suffix(self.container.currentData()))
        self.replace.toggled.connect(self.changed)
        self._show_suffix()
        self._show_notice()

    @property
    def target(self) -> Path:
        """As it stands in the field."""
        text = self.path_edit.text().strip()
        path = Path(text).expanduser() if text else Path()
        return path if path.is_absolute() else self._source.parent / path

    @property
    def suffix(self) -> str:
        """The ending in force; "" is a folder of pictures."""
        return str(self.container.currentData())

    @property
    def overwrite(self) -> bool:
        """Whether something is there that shall be replaced."""
        return self.replace.isChecked() and self.target.exists()

    @property
    def problem(self) -> str:
        """Why nothing can be written there now; "" where it can."""
        if not self.unusable and self.target.exists() and not self.replace.isChecked():
            return self.tr("Tick “Replace it”, or choose another name.")
        return self.unusable

    @property
    def unusable(self) -> str:
        """Why nothing can ever be written there; "" where it can."""
        target = self.target
        if not self.path_edit.text().strip() or not target.name:
            return self.tr("Name the file to write.")
        if target == self._source:
            return self.tr("This is the film itself. Choose another name.")
        if not target.parent.is_dir():
            return self.tr("There is no folder {folder}.").format(folder=target.parent)
        if _suffix_of(target) not in self._suffixes:
            return self.tr("The name must end with {endings}.").format(
                endings=self.tr(" or ").join(filter(None, self._suffixes))
            )
        return ""

    def set_suffix(self, suffix: str) -> None:
        """Change the container, and with it the ending of the path."""
        target = self.target
        known = _suffix_of(target) or target.suffix == FOLDER_SUFFIX
        named = target.with_suffix("") if known and _suffix_of(target) else target
        if not suffix and named.suffix != FOLDER_SUFFIX:
            named = named.with_name(named.name + FOLDER_SUFFIX)
        self.set_target(named.with_name(named.name + suffix))

    def set_target(self, target: Path) -> None:
        """Change the path."""
        self.path_edit.setText(str(target))
        self._on_edited()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (text, field) in enumerate(
            ((self.tr("&File"), self.path_edit), (self.tr("&Container"), self.container))
        ):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
        grid.addWidget(self.path_edit, 0, 1)
        grid.addWidget(self.browse, 0, 2)
        grid.addWidget(self.container, 1, 1, 1, 2)
        grid.addWidget(self.notice, 2, 1)
        grid.addWidget(self.replace, 2, 2)
        grid.setColumnStretch(1, 1)
        # The dialog does not jump when the question comes and goes.
        for widget in (self.notice, self.replace):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)

    def _on_edited(self) -> None:
        with QSignalBlocker(self.replace):
            self.replace.setChecked(False)  # the permission was for another file
        self._show_suffix()
        self._show_notice()
        self.changed.emit()

    def _show_suffix(self) -> None:
        row = self.container.findData(_suffix_of(self.target))
        if row >= 0:
            self.container.setCurrentIndex(row)

    def _show_notice(self) -> None:
        there = self.target.exists() and self.target != self._source
        folder = there and self.target.is_dir()
        self.notice.setText(
            self.tr("This folder exists; pictures of the same names will be replaced.")
            if folder
            else self.tr("This file exists and will be replaced.")
        )
        self.notice.setVisible(there)
        self.replace.setVisible(there)

    def _on_browse(self) -> None:
        if self.suffix:
            kinds = (f"{suffix_words(s)} (*{s})" for s in self._suffixes if s)
            chosen, _ = QFileDialog.getSaveFileName(
                self,
                self.tr("Export to"),
                str(self.target),
                ";;".join(kinds),
                "",
                QFileDialog.Option.DontConfirmOverwrite,
            )
        else:
            chosen = QFileDialog.getExistingDirectory(
                self, self.tr("Export to folder"), str(self.target.parent)
            )
        if chosen:
            path = Path(chosen)
            wanted = path if _suffix_of(path) or not self.suffix else Path(chosen + self.suffix)
            self.set_target(wanted)


def _suffix_of(target: Path) -> str:
    """The ending of a film or picture, as the offered ones are written; "" where it is none."""
    same = {".m4v": ".mp4", ".tif": ".tiff", ".jpeg": ".jpg"}
    suffix = target.suffix.lower()
    return same.get(suffix, suffix) if suffix in {*FILM_CONTAINERS, *PICTURE_CODECS} else ""
