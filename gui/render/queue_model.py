"""The queue as a list model: one row for each job, and the picture it is at."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from gui.render.render_words import job_sentence
from vidcolor.queue import Job

Index = QModelIndex | QPersistentModelIndex

JOB_ROLE = int(Qt.ItemDataRole.UserRole)
PICTURE_ROLE = JOB_ROLE + 1


class QueueModel(QAbstractListModel):
    """Shows jobs in the order they were given; knows nothing of how they are worked on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._pictures: dict[int, QImage] = {}

    @property
    def jobs(self) -> tuple[Job, ...]:
        """As shown."""
        return tuple(self._jobs)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """One row for each job."""
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The job itself, its picture, or a text for those who do not see the painting."""
        if not index.isValid():
            return None
        job = self._jobs[index.row()]
        if role == JOB_ROLE:
            return job
        if role == PICTURE_ROLE:
            return self._pictures.get(job.number)
        if role == Qt.ItemDataRole.DisplayRole:
            return job.spec.source.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return job_sentence(job)
        if role == Qt.ItemDataRole.ToolTipRole:
            error = f"\n{job.error.what} {job.error.do}" if job.error else ""
            return f"{job.spec.source}\n→ {job.spec.target}{error}"
        return None

    def row_of(self, number: int) -> int:
        """Of the job with this number; -1 where there is none."""
        return next((row for row, job in enumerate(self._jobs) if job.number == number), -1)

    def set_jobs(self, jobs: tuple[Job, ...]) -> None:
        """Show these; rows that stay keep their selection, and only what changed is announced."""
        kept = {job.number for job in jobs}
        for row in reversed(range(len(self._jobs))):
            if self._jobs[row].number not in kept:
                self._remove(row)
        self._insert(jobs)
        if [job.number for job in self._jobs] != [job.number for job in jobs]:
            self._reorder(jobs)
        for row, job in enumerate(jobs):
            if self._jobs[row] != job:
                self._jobs[row] = job
                self._announce(row)

    def set_picture(self, number: int, picture: QImage) -> None:
        """Show the frame that a job is at."""
        row = self.row_of(number)
        if row >= 0:
            self._pictures[number] = picture
            self._announce(row)

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        job = self._jobs.pop(row)
        self._pictures.pop(job.number, None)
        self.endRemoveRows()

    def _insert(self, jobs: tuple[Job, ...]) -> None:
        known = {job.number for job in self._jobs}
        new = [job for job in jobs if job.number not in known]
        if new:
            end = len(self._jobs)
            self.beginInsertRows(QModelIndex(), end, end + len(new) - 1)
            self._jobs += new
            self.endInsertRows()

    def _reorder(self, jobs: tuple[Job, ...]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self._jobs[index.row()].number for index in before]
        order = {job.number: row for row, job in enumerate(jobs)}
        self._jobs.sort(key=lambda job: order[job.number])
        self.changePersistentIndexList(before, [self.index(order[number]) for number in numbers])
        self.layoutChanged.emit()

    def _announce(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))
