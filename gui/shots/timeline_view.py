"""What the timeline shows, and which part of the film: everything but the person's hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from gui.shots.timeline_content import Content
from gui.shots.timeline_painting import RowPainter, Rows, paint_playhead, playhead_rect
from gui.shots.timeline_pictures import Pictures
from gui.shots.timeline_scale import TimeScale, picture_step
from gui.theme import theme
from vidcolor.project import Marker, ShotNote
from vidcolor.shotlist import Kind, ShotList
from vidcolor.steering import LookSpan

_ZOOM_STEP = 1.5
_SETTLED_MS = 80  # so long nothing may have moved before pictures are asked for
_TEXT_SIZE = 0.9  # of the window's


class TimelineView(QWidget):
    """Ruler, pictures, shots and the coloured part, with a playhead over all.

    Signals:
        thumbnails_wanted: list of the frames whose pictures are visible places but not there.
    """

    thumbnails_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.content = Content()
        self.pictures = Pictures()
        self.scale = TimeScale.fit(1, 1)
        self._position = 0
        self._selected: int | None = None
        self._drawn: QPixmap | None = None  # the rows without the playhead; None: draw again
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.scroll_bar.setAccessibleName(self.tr("Scroll the timeline"))
        self.scroll_bar.valueChanged.connect(self._on_scrolled)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        self._set_text_size()
        self._lay_out()

    # --- what is shown ---

    def set_film(self, frames: int, rate: float, label: Callable[[int], str] | None) -> None:
        """Show a film; 0 frames: none.

        Shots, notes and pictures stay as they are. Frames may be added to a film that is shown.

        Args:
            rate: frames a second.
            label: gives the time code of a frame; None: frames are only counted.
        """
        is_new = self.content.frames == 0
        self.content.frames, self.content.rate, self.content.label = frames, rate, label
        self._position = min(self._position, max(frames - 1, 0))
        self.set_scale(
            TimeScale.fit(frames, self.width())
            if is_new
            else self.scale.resized(max(frames, 1), self.width())
        )
        self._describe()

    def set_shots(self, shots: ShotList | None, *, searching: float | None = None) -> None:
        """Show the shots.

        Args:
            shots: None: they are not known yet.
            searching: how far the search is, 0 to 1; None: nobody searches.
        """
        self.content.set_shots(shots)
        self.content.searching = searching
        self._draw_again()
        self._describe()

    def set_notes(self, notes: Sequence[ShotNote]) -> None:
        """Show what was written on shots."""
        self.content.set_notes(notes)
        self._draw_again()
        self._describe()

    def set_looks(self, looks: tuple[LookSpan, ...]) -> None:
        """Show which shots have a look of their own, and which are left as they are."""
        self.content.set_looks(looks)
        self._draw_again()

    def set_markers(self, markers: tuple[Marker, ...]) -> None:
        """Show markers; they come by rising frame."""
        self.content.markers = markers
        self._draw_again()

    def set_range(self, in_frame: int | None, out_frame: int | None) -> None:
        """Show which part is rendered; ``out_frame`` is the frame after the last one."""
        self.content.in_frame, self.content.out_frame = in_frame, out_frame
        self._draw_again()

    def set_colored(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Show which frames are coloured: first frames, and frames after the last ones."""
        if tuple(ranges) != self.content.colored:
            self.content.colored = tuple(ranges)
            self._draw_again()

    def set_position(self, frame: int) -> None:
        """Move the playhead; it is brought into view if it really moves."""
        self._move_playhead(frame)

    @property
    def position(self) -> int:
        """The playhead's frame."""
        return self._position

    @property
    def selected_shot(self) -> int | None:
        """First frame of the selected shot."""
        index = self._selected_index()
        return None if index is None else self.content.starts[index]

    @selected_shot.setter
    def selected_shot(self, start_frame: int | None) -> None:
        if start_frame != self._selected:
            self._selected = start_frame
            self._draw_again()
            self._describe()

    def set_thumbnail(self, number: int, grey: QImage, color: QImage | None) -> None:
        """Show a picture of a frame, upright and in the shape in which it is meant to be seen."""
        aspect = self.pictures.aspect
        first, end = self.scale.visible
        self.pictures.put(number, grey, color, keep_near=(first + end) // 2)
        if abs(self.pictures.aspect - aspect) > 0.01:
            self._draw_again()
            self._settled.start()
            return
        if self._drawn is None:
            return
        step = self._picture_step()
        painter = QPainter(self._drawn)
        painter.setFont(self.font())
        rows = self._row_painter(painter)
        # Its neighbours may show it until their own pictures are there.
        near = number - number % step
        for place in range(max(near - step, first - first % step), min(near + 2 * step, end), step):
            if place == number or place not in self.pictures:
                self.update(rows.paint_picture(place, step))
        painter.end()

    def clear_thumbnails(self) -> None:
        """Forget all pictures; those that are visible are asked for again."""
        self.pictures.clear()
        self._draw_again()
        self._settled.start()

    # --- which part of the film ---

    def zoom_in(self) -> None:
        """Nearer, at the playhead if it is visible."""
        self.set_scale(self.scale.zoomed(_ZOOM_STEP, self._zoom_place()))

    def zoom_out(self) -> None:
        """Farther, at the playhead if it is visible."""
        self.set_scale(self.scale.zoomed(1 / _ZOOM_STEP, self._zoom_place()))

    def zoom_fit(self) -> None:
        """The whole film."""
        self.set_scale(TimeScale.fit(self.content.frames, self.width()))

    def zoom_to_shot(self) -> None:
        """The selected shot, or that under the playhead."""
        index = self._selected_index()
        if index is None:
            index = self.content.shot_at(self._position)
        if index is not None:
            block = self.content.block(index)
            self.set_scale(self.scale.showing_span(block.start_frame, block.end_frame))

    def set_scale(self, scale: TimeScale) -> None:
        """Show another part of the film."""
        if scale != self.scale:
            self.scale = scale
            self._sync_scroll_bar()
            self._draw_again()
            self._settled.start()

    def _zoom_place(self) -> float:
        x = self.scale.x_of(self._position)
        return x if 0 <= x <= self.width() else self.width() / 2

    def _sync_scroll_bar(self) -> None:
        bar, scale = self.scroll_bar, self.scale
        with QSignalBlocker(bar):
            bar.setRange(0, round(scale.most_offset_px))
            bar.setPageStep(scale.width_px)
            bar.setSingleStep(max(scale.width_px // 10, 1))
            bar.setValue(round(scale.offset_px))
        bar.setVisible(self.content.frames > 0 and bar.maximum() > 0)

    def _on_scrolled(self, offset_px: int) -> None:
        self.set_scale(self.scale.scrolled_to(offset_px))

    def _on_settled(self) -> None:
        missing = self._missing_pictures()
        if missing and self.isVisible():
            self.thumbnails_wanted.emit(missing)

    def _missing_pictures(self) -> list[int]:
        if not self.content.frames:
            return []
        step = self._picture_step()
        first, end = self.scale.visible
        places = range(first - first % step, end, step)
        return [place for place in places if place not in self.pictures]

    def _picture_step(self) -> int:
        width = self.rows.strip.height() * self.pictures.aspect
        return picture_step(self.scale.px_per_frame, width)

    # --- inside ---

    def _move_playhead(self, frame: int, *, follow: bool = True) -> None:
        frame = min(max(frame, 0), max(self.content.frames - 1, 0))
        if frame == self._position:
            return
        self.update(playhead_rect(self.scale, self.rows, self._position))
        self._position = frame
        if follow:
            self.set_scale(self.scale.showing(frame))
        self.update(playhead_rect(self.scale, self.rows, frame))
        self._describe()

    def _selected_index(self) -> int | None:
        return None if self._selected is None else self.content.shot_at(self._selected)

    def _draw_again(self) -> None:
        self._drawn = None
        self.update()

    def _lay_out(self) -> None:
        bar_px = self.scroll_bar.sizeHint().height()
        self.rows = Rows.within(self.width(), self.height() - bar_px, self.fontMetrics())
        self.scroll_bar.setGeometry(0, self.height() - bar_px, self.width(), bar_px)
        self.set_scale(self.scale.resized(max(self.content.frames, 1), self.width()))
        self._sync_scroll_bar()
        self._draw_again()

    def _set_text_size(self) -> None:
        font = QFont()
        font.setPointSizeF(max(font.pointSizeF() * _TEXT_SIZE, 6.0))
        self.setFont(font)

    def _describe(self) -> None:
        """Tell those who cannot see it where the playhead stands."""
        if not self.content.frames:
            self.setAccessibleDescription(self.tr("Open a film"))
            return
        number = self.locale().toString
        frames = number(self.content.frames)
        text = self.tr("Frame {0} of {1}").format(number(self._position), frames)
        at = self.content.shot_at(self._position)
        if at is not None:
            shots = number(len(self.content.starts))
            text = self.tr("{0}, shot {1} of {2}").format(text, number(at + 1), shots)
            transition = self.content.transition_at(self._position)
            if transition is not None:
                is_fade = transition.kind is Kind.FADE
                words = self.tr("{0}, in a fade") if is_fade else self.tr("{0}, in a dissolve")
                text = words.format(text)
        self.setAccessibleDescription(text)

    def _shots_text(self) -> str:
        if self.content.searching is None:
            return self.tr("The shots are not known yet.")
        percent = f"{100 * self.content.searching:.0f} %"
        return self.tr("Searching the shots: {0}").format(percent)

    def _row_painter(self, painter: QPainter) -> RowPainter:
        return RowPainter(painter, theme(), self.content, self.scale, self.rows, self.pictures)

    def _rows_drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._drawn is None or self._drawn.devicePixelRatio() != ratio:
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            painter = QPainter(self._drawn)
            painter.setFont(self.font())
            self._row_painter(painter).paint(self._selected_index(), self._shots_text())
            painter.end()
        return self._drawn

    def paint_over(self, painter: QPainter) -> None:
        """For those who have something to paint over the rows."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.content.frames:
            painter.fillRect(self.rect(), theme().field)
            painter.setPen(theme().quiet_text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Open a film"))
            return
        drawn, seen = self._rows_drawn(), event.rect()
        ratio = drawn.devicePixelRatio()
        source = QRect(
            round(seen.x() * ratio),
            round(seen.y() * ratio),
            round(seen.width() * ratio),
            round(seen.height() * ratio),
        )
        painter.drawPixmap(seen, drawn, source)
        paint_playhead(painter, theme(), self.scale, self.rows, self._position)
        self.paint_over(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        self._settled.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._settled.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._settled.stop()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw_again()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.LocaleChange):
            self._lay_out()
            self._describe()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        height = Rows.proposed_height(self.fontMetrics()) + self.scroll_bar.sizeHint().height()
        return QSize(800, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height() - 34)
