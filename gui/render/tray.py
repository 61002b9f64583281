"""Tells through the desktop that a render has ended, where the desktop has a place for it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStyle, QSystemTrayIcon

from gui.render.render_words import job_sentence
from vidcolor.queue import Job, JobState


class Tray(QObject):
    """Shows a message of the desktop for each render that ends while another window is in front."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def tell(self, job: Job) -> None:
        """Say how a job ended; a cancelled one is no news to the person who cancelled it."""
        in_front = QApplication.activeWindow() is not None
        if job.state is JobState.CANCELLED or in_front or not _there():
            return
        if self._icon is None:
            self._icon = self._make_icon()
        failed = job.state is JobState.FAILED
        kind = QSystemTrayIcon.MessageIcon
        self._icon.showMessage(
            self.tr("A render failed") if failed else self.tr("A render is done"),
            job_sentence(job),
            kind.Warning if failed else kind.Information,
        )

    def _make_icon(self) -> QSystemTrayIcon:
        picture = QApplication.windowIcon()
        if picture.isNull():
            picture = QApplication.style().standardIcon(QStyle.StandardPixmap.SP_MediaPlay)
        icon = QSystemTrayIcon(picture, self)
        icon.setToolTip("vidcolor")
        icon.show()  # messages come only from an icon that is shown
        return icon


def _there() -> bool:
    return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
