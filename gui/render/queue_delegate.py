"""Paints a row of the queue: picture, name, target, state, progress."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.render.queue_model import JOB_ROLE, PICTURE_ROLE
from gui.render.render_words import SIGNS, progress_words, share_done, state_word, target_words
from gui.theme import Theme, theme
from vidcolor.queue import Job, JobState

_MARGIN_PX = 8
_PICTURE_PX = QSize(96, 64)
_BAR_PX = 6
_STRIPE_PX = 3


class QueueDelegate(QStyledItemDelegate):
    """Four lines of text beside the frame that is being rendered, and a bar below them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Room for four lines and a bar, or for the picture."""
        text = 4 * QFontMetrics(option.font).height() + _BAR_PX + 7
        return QSize(260, max(text, _PICTURE_PX.height()) + 2 * _MARGIN_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one job."""
        job = index.data(JOB_ROLE)
        colors = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, colors.raised if selected else colors.field)
        if selected:
            painter.fillRect(_stripe(option.rect), colors.accent)
        inner = option.rect.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        picture = QRect(inner.topLeft(), _PICTURE_PX)
        _draw_picture(painter, picture, index.data(PICTURE_ROLE), job, colors)
        text = inner.adjusted(picture.width() + 2 * _MARGIN_PX, 0, 0, 0)
        _draw_texts(painter, text, option.font, job, colors)
        _draw_bar(painter, text, job, colors)
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colors.edge
        )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colors.accent)
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()


def _stripe(rect: QRect) -> QRect:
    return QRect(rect.left(), rect.top(), _STRIPE_PX, rect.height())


def _draw_picture(
    painter: QPainter, rect: QRect, picture: QImage | None, job: Job, colors: Theme
) -> None:
    painter.fillRect(rect, colors.backdrop)
    if picture is None:
        painter.setPen(colors.on_backdrop)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, SIGNS[job.state])
        return
    size = picture.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(rect.topLeft(), size)
    place.moveCenter(rect.center())
    painter.drawImage(place, picture)


def _draw_texts(painter: QPainter, rect: QRect, font: QFont, job: Job, colors: Theme) -> None:
    bold = QFont(font)
    bold.setBold(True)
    state = f"{SIGNS[job.state]} {state_word(job.state)}"
    end = Qt.TextElideMode.ElideRight
    line = QRect(rect.left(), rect.top(), rect.width(), QFontMetrics(font).height())
    for text, its_font, color, elide in (
        (job.spec.source.name, bold, colors.text, Qt.TextElideMode.ElideMiddle),
        (target_words(job), font, colors.quiet_text, Qt.TextElideMode.ElideMiddle),
        (state, bold, _state_color(job.state, colors), end),
        (progress_words(job), font, colors.text, end),
    ):
        _draw_line(painter, line, its_font, text, color, elide)
        line.translate(0, line.height() + 1)


def _draw_line(
    painter: QPainter,
    rect: QRect,
    font: QFont,
    text: str,
    color: QColor,
    elide: Qt.TextElideMode,
) -> None:
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetrics(font).elidedText(text, elide, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _draw_bar(painter: QPainter, rect: QRect, job: Job, colors: Theme) -> None:
    if job.state not in (JobState.RUNNING, JobState.PAUSED):
        return
    bar = QRect(rect.left(), rect.bottom() - _BAR_PX + 1, rect.width(), _BAR_PX)
    painter.fillRect(bar, colors.edge)
    share = share_done(job)
    if share:
        running = job.state is JobState.RUNNING
        bar.setWidth(max(round(bar.width() * share), 1))
        painter.fillRect(bar, colors.accent if running else colors.quiet_text)


def _state_color(state: JobState, colors: Theme) -> QColor:
    if state is JobState.DONE:
        return colors.good
    if state is JobState.FAILED:
        return colors.to_do
    return colors.text if state is JobState.RUNNING else colors.quiet_text
