"""A line for a file or a folder, with a button that looks for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class FileField(QWidget):
    """Holds a path as text.

    Args:
        name: what the file is.
        hint: what an empty line means.
        kinds: files to choose among, as Qt's dialogs write them; "": a folder is chosen.

    Signals:
        changed: the text, by a person's hand.
    """

    changed = Signal(str)

    def __init__(
        self, name: str, hint: str = "", *, kinds: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._kinds = name, kinds
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.setAccessibleName(self.tr("Browse: {0}").format(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)
        self.browse.clicked.connect(self._choose)
        self.line.textEdited.connect(self.changed)

    @property
    def path(self) -> str:
        """The text without blanks around it; "" where nothing was chosen."""
        return self.line.text().strip()

    def set_path(self, path: str) -> None:
        """Show another one."""
        self.line.setText(path)

    def _choose(self) -> None:
        if self._kinds:
            path, _ = QFileDialog.getOpenFileName(self, self._name, self.path, self._kinds)
        else:
            path = QFileDialog.getExistingDirectory(self, self._name, self.path)
        if path:
            self.line.setText(path)
            self.changed.emit(path)
