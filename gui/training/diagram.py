"""A recipe as a picture: from the grey picture to what the generator is told, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.training.recipe_words import adversary_words, color_space, loss_words
from gui.training.run_words import learns_words
from vidcolor.training.recipe import Recipe

_GAP_PX = 10.0
_ARROW_PX = 26.0
_HEAD_PX = 6.0
_PAD_PX = 8.0
_BAR_PX = 20.0  # the height of the stages' bar


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the recipe and what stands in it."""

    head: str
    text: str
    column: int


class RecipeDiagram(QWidget):
    """Paints the recipe that it was given last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe: Recipe | None = None
        self.setAccessibleName(self.tr("The recipe as a picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_recipe(self, recipe: Recipe) -> None:
        """Paint another one."""
        self._recipe = recipe
        told = (f"{box.head}: {box.text}".replace("\n", " ") for box in self.boxes())
        self.setAccessibleDescription("; ".join((*told, *self.stage_words())))
        self.updateGeometry()
        self.update()

    def boxes(self) -> list[Box]:
        """The parts, column by column, from the first to the last."""
        recipe = self._recipe
        if recipe is None:
            return []
        space = color_space(recipe)
        start = (
            self.tr("encoder: {0}").format(recipe.encoder)
            if recipe.encoder
            else self.tr("no pre-trained encoder")
        )
        if recipe.frozen:
            start += "\n" + self.tr("unchanged parts: {0}").format(len(recipe.frozen))
        found = [
            Box(self.tr("Grey picture"), "L*" if space == "L*a*b*" else "Y′", 0),
            Box(self.tr("Generator"), f"{recipe.generator}\n{start}", 1),
            Box(self.tr("Colours"), space, 2),
        ]
        if recipe.losses:
            terms = "\n".join(loss_words(term) for term in recipe.losses)
            found.append(Box(self.tr("Losses"), terms, 3))
        if recipe.adversary is not None:
            found.append(Box(self.tr("Discriminator"), adversary_words(recipe.adversary), 3))
        return found

    def stage_words(self) -> list[str]:
        """One line for each stage."""
        recipe = self._recipe
        if recipe is None:
            return []
        found = []
        for number, stage in enumerate(recipe.stages, start=1):
            parts = [f"{number}: {100 * stage.share:.0f} %", f"{stage.crop.size_px} px"]
            if recipe.adversary is not None:
                parts.append(learns_words(stage.learns))
            if stage.rate != 1.0:
                parts.append(self.tr("rates × {0}").format(f"{stage.rate:g}"))
            found.append(", ".join(parts))
        return found

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self.font()).height()
        last = [box for box in self.boxes() if box.column == 3]
        column = sum(self._height(box) + _GAP_PX for box in last)
        height = max(column, 6 * line) + self._stages_height() + 2 * _GAP_PX
        return QSize(round(sum(self._widths()) + 3 * _ARROW_PX) + 4, round(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes, stages = self.boxes(), self.stage_words()
        if not boxes:
            return
        lower = QRectF(self.rect())
        lower.setTop(lower.bottom() - self._stages_height())
        upper = QRectF(self.rect()).adjusted(1, _GAP_PX, -1, -lower.height() - _GAP_PX)
        places = self._placed(boxes, upper)
        for box, place in zip(boxes, places, strict=True):
            self._paint_box(painter, box, place)
        colors = places[2]
        _paint_arrow(painter, _right(places[0]), _left(places[1]))
        _paint_arrow(painter, _right(places[1]), _left(colors))
        for place in places[3:]:
            _paint_arrow(painter, _right(colors), _left(place))
        self._paint_stages(painter, lower, stages)

    def _height(self, box: Box) -> float:
        lines = 1 + len(box.text.split("\n"))
        return lines * QFontMetricsF(self.font()).height() + 2 * _PAD_PX

    def _stages_height(self) -> float:
        line = QFontMetricsF(self.font()).height()
        return (1 + len(self.stage_words())) * line + _BAR_PX + 2 * _GAP_PX

    def _widths(self) -> list[float]:
        """Of the columns: that of their words."""
        bold, metrics = QFontMetricsF(_bold(self.font())), QFontMetricsF(self.font())
        widths = [0.0] * 4
        for box in self.boxes():
            lines = [metrics.horizontalAdvance(text) for text in box.text.split("\n")]
            width = max([bold.horizontalAdvance(box.head), *lines]) + 2 * _PAD_PX
            widths[box.column] = max(widths[box.column], width)
        return widths

    def _placed(self, boxes: list[Box], area: QRectF) -> list[QRectF]:
        """Each column's boxes stand below each other, around the middle."""
        widths = self._widths()
        lefts = [area.left() + sum(widths[:c]) + c * _ARROW_PX for c in range(4)]
        found = []
        for column in range(4):
            heights = [self._height(box) for box in boxes if box.column == column]
            y = area.center().y() - (sum(heights) + _GAP_PX * (len(heights) - 1)) / 2
            for height in heights:
                found.append(QRectF(lefts[column], y, widths[column], height))
                y += height + _GAP_PX
        return found

    def _paint_box(self, painter: QPainter, box: Box, place: QRectF) -> None:
        line = QFontMetricsF(self.font()).height()
        painter.setPen(QPen(theme().quiet_text, 1.0))
        painter.setBrush(theme().raised)
        painter.drawRoundedRect(place, 5, 5)
        inner = place.adjusted(_PAD_PX, _PAD_PX, -_PAD_PX + 2, 0)
        painter.setPen(theme().text)
        painter.setFont(_bold(self.font()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, box.head)
        painter.setFont(self.font())
        inner.setTop(inner.top() + line)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, box.text)

    def _paint_stages(self, painter: QPainter, area: QRectF, stages: list[str]) -> None:
        """A bar as long as the training, divided as its stages divide it, and a line for each."""
        assert self._recipe is not None
        line = QFontMetricsF(self.font()).height()
        painter.setPen(theme().text)
        painter.setFont(_bold(self.font()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, self.tr("Stages"))
        painter.setFont(self.font())
        bar = QRectF(area.left() + 1, area.top() + line + 4, area.width() - 2, _BAR_PX)
        x = bar.left()
        for number, stage in enumerate(self._recipe.stages, start=1):
            part = QRectF(x, bar.top(), stage.share * bar.width(), bar.height())
            painter.setPen(QPen(theme().quiet_text, 1.0))
            painter.setBrush(theme().raised)
            painter.drawRect(part)
            painter.setPen(theme().text)
            painter.drawText(part, Qt.AlignmentFlag.AlignCenter, str(number))
            x += part.width()
        words = area.adjusted(1, bar.bottom() + 4 - area.top(), 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, "\n".join(stages))


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _left(place: QRectF) -> QPointF:
    return QPointF(place.left(), place.center().y())


def _right(place: QRectF) -> QPointF:
    return QPointF(place.right(), place.center().y())


def _paint_arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    ink = theme().quiet_text
    painter.setPen(QPen(ink, 1.4))
    painter.drawLine(start, end - QPointF(_HEAD_PX, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    back = end - QPointF(_HEAD_PX + 1, 0)
    half = QPointF(0, _HEAD_PX / 2)
    painter.drawPolygon(QPolygonF([end, back - half, back + half]))
