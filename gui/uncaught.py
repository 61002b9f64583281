"""The one place where an error that nobody expected ends: the log and a dialog."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

log = logging.getLogger(__name__)


class UncaughtErrors(QObject):
    """Catches what rises out of slots and threads, while it is installed."""

    _caught = Signal(str, str)  # also from other threads; the dialog belongs to the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: QMessageBox | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take over the hooks of Python."""
        sys.excepthook = self._on_error
        threading.excepthook = lambda args: self._on_error(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error, trace)
            return
        log.critical("an error that nobody expected", exc_info=(kind, error, trace))
        text = "".join(traceback.format_exception(kind, error, trace))
        self._caught.emit(kind.__name__, text)

    def _show(self, name: str, details: str) -> None:
        if self.dialog is not None:
            return  # an error that repeats at each repaint must not bury the screen in dialogs
        parent = self.parent()
        self.dialog = QMessageBox(
            QMessageBox.Icon.Critical,
            "vidcolor",
            self.tr("vidcolor met an error that it does not know: {0}.").format(name),
            QMessageBox.StandardButton.Close,
            parent if isinstance(parent, QWidget) else None,
        )
        self.dialog.setInformativeText(
            self.tr(
                "Your film is not touched. You can go on; if the window behaves strangely, "
                "close it and start it again. The details help whoever mends it."
            )
        )
        self.dialog.setDetailedText(details)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None
