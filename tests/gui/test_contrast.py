"""Everything can be read and told apart in both themes, as WCAG 2 counts contrast."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPushButton,
    QStatusBar,
    QTabBar,
    QTextBrowser,
    QToolButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

import gui
from gui.messages import MessageBar
from gui.palette import apply_palette
from gui.picture.overlay import Badge, paint_information, paint_label
from gui.picture.scope_painting import paint_vectorscope
from gui.shots.timeline import Timeline
from gui.theme import (
    CHANNEL_TINTS,
    GRIP_SIGN,
    NEUTRAL_TINT,
    ON_FILM_SHADE,
    Theme,
    ThemeName,
    contrast,
    text_on,
    theme,
)
from vidcolor.errors import VidcolorError
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.video.frames import Matrix

TEXT, GRAPHIC = 4.5, 3.0
DISABLED = 3.0  # WCAG asks for nothing here; what cannot be used now is read all the same
WORD = "HIM"  # upright strokes: with a large font some of their pixels are ink alone

TEXTS = {
    "text": ("window", "field", "raised", "other_raised", "problem", "notice"),
    "quiet_text": ("window", "field", "raised", "other_raised"),
    "accent": ("window", "field", "raised"),  # links, also in tooltips
    "accent_text": ("accent",),
    "good": ("field", "raised"),  # states in the queue, also of the selected render
    "to_do": ("field", "raised"),
    "on_backdrop": ("backdrop",),
}
GRAPHICS = {
    "text": ("field", "window"),  # markers, handles of sliders
    "quiet_text": ("field", "raised", "other_raised", "edge"),  # boxes, ticks, cuts, a bar at rest
    "accent": ("field", "raised", "other_raised", "edge"),  # selection, playhead, bars
    "good": ("field", "raised", "other_raised"),
    "to_do": ("raised", "other_raised"),
}


@pytest.fixture(params=list(ThemeName), autouse=True)
def colors(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    """Each theme in turn, brought to the widgets."""
    apply_palette(qapp, request.param)
    yield theme()
    apply_palette(qapp, ThemeName.DARK)


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Every colour with each of its grounds."""
    return [(name, ground) for name, grounds in table.items() for ground in grounds]


def measured(image: QImage, part: QRect | None = None) -> float:
    """How far the strongest ink of a picture is from its ground, the commonest colour."""
    image = image.copy(part) if part is not None else image
    places = (QPoint(x, y) for y in range(image.height()) for x in range(image.width()))
    counts = Counter(image.pixelColor(place).rgb() for place in places)
    ground = QColor.fromRgb(counts.most_common(1)[0][0])
    return max(contrast(QColor.fromRgb(color), ground) for color in counts)


def large(widget: QWidget) -> QWidget:
    """With letters so large that some pixels are ink alone."""
    font = QFont(widget.font())
    font.setPixelSize(30)
    font.setBold(True)
    widget.setFont(font)
    return widget


def inner(widget: QWidget, margin_px: int = 7) -> QRect:
    """Without the frame."""
    return widget.rect().adjusted(margin_px, margin_px, -margin_px, -margin_px)


# --- the numbers ---


def test_black_on_white_is_the_greatest_contrast() -> None:
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == 1
    # The greys at which WCAG's own examples pass and fail on white.
    assert contrast(QColor("#767676"), white) == pytest.approx(4.54, abs=0.005)
    assert contrast(QColor("#777777"), white) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("ink", "ground"), pairs(TEXTS))
def test_text_can_be_read(colors: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= TEXT


@pytest.mark.parametrize("ground", ["window", "field", "raised"])
def test_what_cannot_be_used_can_be_read(colors: Theme, ground: str) -> None:
    found = contrast(colors.disabled_text, getattr(colors, ground))
    assert DISABLED <= found < contrast(colors.quiet_text, getattr(colors, ground))


@pytest.mark.parametrize(("ink", "ground"), pairs(GRAPHICS))
def test_signs_and_lines_can_be_seen(colors: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= GRAPHIC


@pytest.mark.parametrize("tint", [*CHANNEL_TINTS, NEUTRAL_TINT])
def test_the_scopes_colours_can_be_seen(colors: Theme, tint: tuple[float, float, float]) -> None:
    assert contrast(QColor.fromRgbF(*tint), colors.backdrop) >= GRAPHIC


def test_curves_can_be_seen_and_told_apart(colors: Theme) -> None:
    assert min(contrast(ink, colors.field) for ink in colors.curves) >= GRAPHIC
    assert len({ink.name() for ink in colors.curves}) == 8


def test_the_arrows_on_the_divider_can_be_seen() -> None:
    assert contrast(GRIP_SIGN, ON_FILM_SHADE) >= GRAPHIC


def test_any_ground_has_a_text_that_can_be_read() -> None:
    for level in range(256):
        ground = QColor(level, level, level)
        assert contrast(text_on(ground), ground) >= TEXT


@pytest.mark.parametrize("group", list(QPalette.ColorGroup)[:3])
def test_qts_own_roles_can_be_read(qapp: QApplication, group: QPalette.ColorGroup) -> None:
    role = QPalette.ColorRole
    disabled = group is QPalette.ColorGroup.Disabled
    palette = qapp.palette()
    for ink, grounds in {
        role.WindowText: (role.Window,),
        role.Text: (role.Base, role.AlternateBase),
        role.ButtonText: (role.Button,),
        role.BrightText: (role.Window, role.Button),
        role.PlaceholderText: (role.Base, role.Window),
        role.HighlightedText: (role.Highlight,),
        role.ToolTipText: (role.ToolTipBase,),
        role.Link: (role.Window, role.Base, role.ToolTipBase),
        role.LinkVisited: (role.Window, role.Base, role.ToolTipBase),
    }.items():
        for ground in grounds:
            found = contrast(palette.color(group, ink), palette.color(group, ground))
            assert found >= (DISABLED if disabled else TEXT), (ink, ground)


# --- the pixels: what styles make of the colours, and what is painted by hand ---


def make_button(*, enabled: bool = True, default: bool = False) -> QWidget:
    button = QPushButton(WORD)
    button.setEnabled(enabled)
    button.setDefault(default)
    return button


def make_tool_button() -> QWidget:
    button = QToolButton()
    button.setText(WORD)
    button.setCheckable(True)
    button.setChecked(True)
    return button


def make_line(
    *, placeholder: bool = False, enabled: bool = True, selected: bool = False
) -> QWidget:
    line = QLineEdit("" if placeholder else WORD)
    line.setPlaceholderText(WORD)
    line.setEnabled(enabled)
    if selected:
        line.selectAll()
    return line


def make_list(*, enabled: bool = True, row: int = 0) -> QWidget:
    rows = QListWidget()
    rows.setAlternatingRowColors(True)
    rows.addItems([WORD, WORD])
    rows.setCurrentRow(row)
    rows.setEnabled(enabled)
    return rows


def make_menu(*, enabled: bool = True, active: bool = False) -> QWidget:
    menu = QMenu()
    action = menu.addAction(WORD)
    action.setEnabled(enabled)
    if active:
        menu.setActiveAction(action)
    return menu


def make_label(*, enabled: bool = True, quiet: bool = False) -> QWidget:
    label = QLabel(WORD)
    label.setEnabled(enabled)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def make_tabs() -> QWidget:
    tabs = QTabBar()
    tabs.addTab("")
    tabs.addTab(WORD)  # behind the first
    return tabs


def make_link() -> QWidget:
    browser = QTextBrowser()
    browser.setHtml(f"<a href='x' style='text-decoration: none'>{WORD}</a>")
    return browser


def make_group() -> QWidget:
    box = QGroupBox(WORD)
    box.setMinimumSize(200, 90)
    return box


def make_dock() -> QWidget:
    dock = QDockWidget(WORD)
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    dock.setWidget(QWidget())
    return dock


def make_status() -> QWidget:
    status = QStatusBar()
    status.setSizeGripEnabled(False)
    status.addWidget(large(QLabel(WORD)))
    return status


WIDGETS: dict[str, tuple[Callable[[], QWidget], float]] = {
    "label": (make_label, TEXT),
    "label, disabled": (lambda: make_label(enabled=False), DISABLED),
    "label, quiet": (lambda: make_label(quiet=True), TEXT),
    "button": (make_button, TEXT),
    "button, default": (lambda: make_button(default=True), TEXT),
    "button, disabled": (lambda: make_button(enabled=False), DISABLED),
    "tool button, on": (make_tool_button, TEXT),
    "field": (make_line, TEXT),
    "field, empty": (lambda: make_line(placeholder=True), TEXT),
    "field, disabled": (lambda: make_line(enabled=False), DISABLED),
    "field, selected": (lambda: make_line(selected=True), TEXT),
    "row, selected": (make_list, TEXT),
    "row, alternate": (lambda: make_list(row=-1), TEXT),
    "row, selected, disabled": (lambda: make_list(enabled=False), DISABLED),
    "menu": (make_menu, TEXT),
    "menu, active": (lambda: make_menu(active=True), TEXT),
    "menu, disabled": (lambda: make_menu(enabled=False), DISABLED),
    "tab behind": (make_tabs, TEXT),
    "link": (make_link, TEXT),
    "group": (make_group, TEXT),
    "dock": (make_dock, TEXT),
    "status line": (make_status, TEXT),
}


@pytest.mark.parametrize("name", list(WIDGETS))
def test_widgets_can_be_read_as_the_style_paints_them(qtbot: QtBot, name: str) -> None:
    make, least = WIDGETS[name]
    window = QMainWindow()  # the ground below widgets that have none
    qtbot.addWidget(window)
    widget = large(make())
    if name.startswith("menu"):
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint())
        part = inner(widget, 4)
    else:
        widget.setParent(window)
        widget.resize(widget.sizeHint().expandedTo(QLabel(WORD).sizeHint()))
        window.resize(400, 300)
        window.show()
        part = inner(widget)
    if widget.parent() is window:
        shown = window.grab(QRect(widget.mapTo(window, part.topLeft()), part.size()))
    else:
        shown = widget.grab(part)
    if isinstance(widget, QListWidget):
        row = widget.visualItemRect(widget.item(0 if widget.currentRow() == 0 else 1))
        shown = widget.viewport().grab(row)
    assert measured(shown.toImage()) >= least


def test_tooltips_can_be_read(qtbot: QtBot, qapp: QApplication) -> None:
    before = QToolTip.font()
    font = QFont(before)
    font.setPixelSize(30)
    font.setBold(True)
    QToolTip.setFont(font)
    under = QWidget()
    qtbot.addWidget(under)
    under.show()
    QToolTip.showText(QPoint(20, 20), WORD, under)
    (tip,) = (one for one in qapp.topLevelWidgets() if one.inherits("QTipLabel"))
    image = tip.grab(inner(tip, 3)).toImage()
    QToolTip.hideText()
    QToolTip.setFont(before)
    assert measured(image) >= TEXT


@pytest.mark.parametrize("problem", [False, True])
def test_the_message_bar_can_be_read(qtbot: QtBot, colors: Theme, problem: bool) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    large(bar.text)
    if problem:
        bar.show_error(VidcolorError(WORD, do=WORD))
    else:
        bar.show_notice(WORD)
    bar.resize(600, 80)
    image = bar.grab(bar.text.geometry()).toImage()
    ground = colors.problem if problem else colors.notice
    assert image.pixelColor(1, 1) == ground
    assert measured(image) >= TEXT


@pytest.mark.parametrize("ground", ["on_backdrop", "to_do", "good"])
def test_badges_and_the_line_beside_them_can_be_read(colors: Theme, ground: str) -> None:
    image, painter = canvas(colors.backdrop)
    font = QFont()
    font.setPixelSize(30)
    font.setBold(True)
    painter.setFont(font)
    paint_information(painter, Badge(WORD, getattr(colors, ground)), WORD, QRectF(0, 0, 400, 60))
    painter.end()
    assert measured(image, QRect(14, 16, 60, 28)) >= TEXT
    assert measured(image, QRect(110, 0, 290, 60)) >= TEXT


@pytest.mark.parametrize("film", ["black", "white", "gray"])
def test_words_on_the_film_can_be_read(film: str) -> None:
    image, painter = canvas(QColor(film))
    font = QFont()
    font.setPixelSize(30)
    font.setBold(True)
    painter.setFont(font)
    paint_label(painter, WORD, QRectF(0, 0, 200, 100), Qt.Corner.TopLeftCorner)
    painter.end()
    assert measured(image, QRect(14, 12, 50, 30)) >= TEXT


def test_letters_on_the_brightest_trace_can_be_read(colors: Theme) -> None:
    image, painter = canvas(colors.backdrop)
    font = QFont()
    font.setPixelSize(40)
    font.setBold(True)
    painter.setFont(font)
    white = QImage(128, 128, QImage.Format.Format_RGB888)
    white.fill(QColor("white"))
    paint_vectorscope(painter, QRectF(0, 0, 400, 400), white, Matrix.BT709, 0.56, "Skin")
    painter.end()
    # Above the box of red at 75 %.
    at = QPoint(round(200 - 0.0859 * 350), round(200 - 0.375 * 350))
    letter = QRect(at.x() - 12, at.y() - 44, 24, 32)
    assert measured(image, letter) >= TEXT


def test_the_scopes_lines_can_be_seen(colors: Theme) -> None:
    image, painter = canvas(colors.backdrop)
    nothing = QImage(8, 8, QImage.Format.Format_RGB888)
    nothing.fill(QColor("black"))
    paint_vectorscope(painter, QRectF(0, 0, 401, 401), nothing, Matrix.BT709, 0.56, "Skin")
    painter.end()
    # The horizontal axis, between two circles.
    assert measured(image, QRect(280, 195, 8, 12)) >= GRAPHIC


def test_the_shots_of_the_timeline_can_be_read_and_told_apart(qtbot: QtBot, colors: Theme) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    large(timeline)
    timeline.resize(800, timeline.sizeHint().height())
    cuts = (Cut(200, Kind.CUT), Cut(400, Kind.DISSOLVE, 40), Cut(600, Kind.FADE))
    timeline.set_film(800, 25.0, None)
    timeline.set_shots(ShotList(800, cuts))
    timeline.show()
    image = timeline.grab().toImage()
    row = timeline.rows.blocks
    for shot in (3, 203, 442):  # the numbers
        assert measured(image, QRect(shot, row.top() + 4, 60, row.height() - 8)) >= TEXT
    for edge, reach in ((200, 3), (400, 40), (600, 4)):
        part = QRect(edge - reach, row.top() + 8, 2 * reach, 16)
        assert measured(image, part) >= GRAPHIC


def canvas(ground: QColor) -> tuple[QImage, QPainter]:
    """A picture to paint on, and what paints."""
    image = QImage(401, 401, QImage.Format.Format_RGB32)
    image.fill(ground)
    return image, QPainter(image)


# --- no colour is hidden elsewhere ---

ROOM = {"theme.py", "palette.py"}
NO_COLORS = {"viewer.py": ["black"]}  # what lies under the film in the picture for the scopes


def test_all_colours_live_in_the_theme() -> None:
    found: dict[str, list[str]] = {}
    for file in Path(gui.__file__).parent.rglob("*.py"):
        if file.name in ROOM:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="QColor"), args=[ast.Constant(value=first), *_]):
                    found.setdefault(file.name, []).append(str(first))
                case ast.Attribute(value=ast.Attribute(attr="GlobalColor"), attr=name):
                    found.setdefault(file.name, []).append(name)
                case ast.Call(func=ast.Attribute(attr="setStyleSheet")):
                    found.setdefault(file.name, []).append("a style sheet")
    assert found == NO_COLORS
