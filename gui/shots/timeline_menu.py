"""The timeline's context menu, and the words it has for a shot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.shots.timeline_content import Block, Content, Transition
from vidcolor.project import ShotStatus
from vidcolor.shotlist import Kind

if TYPE_CHECKING:
    from gui.shots.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Place:
    """What lies under the cursor.

    Attributes:
        cut: a cut so near that it is meant; None: none is.
        marker: likewise the frame of a marker.
        shot: index of the shot; None: shots are not known.
    """

    frame: int
    cut: int | None
    marker: int | None
    shot: int | None


def timeline_menu(timeline: Timeline, place: Place) -> QMenu:
    """What can be done at a place."""
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(_tr("Timeline"))
    _add_shot(menu, timeline, place)
    _add_cuts(menu, timeline, place)
    menu.addSeparator()
    if place.marker is None:
        _add(menu, _tr("Add marker"), partial(timeline.marker_wanted.emit, place.frame))
    else:
        remove = partial(timeline.marker_remove_wanted.emit, place.marker)
        _add(menu, _tr("Remove marker"), remove)
    menu.addSeparator()
    content, frame = timeline.content, place.frame
    start, end = content.in_frame, content.out_frame
    set_in = partial(timeline.range_wanted.emit, frame, _after(end, frame))
    set_out = partial(timeline.range_wanted.emit, _before(start, frame + 1), frame + 1)
    _add(menu, _tr("Set in here"), set_in)
    _add(menu, _tr("Set out here"), set_out)
    clear = _add(menu, _tr("Clear in and out"), partial(timeline.range_wanted.emit, None, None))
    clear.setEnabled((start, end) != (None, None))
    return menu


def _add_shot(menu: QMenu, timeline: Timeline, place: Place) -> None:
    if place.shot is None:
        return
    block = timeline.content.block(place.shot)
    start = block.start_frame
    menu.addSection(_tr("Shot {0}").format(block.number))
    _add(menu, _tr("Edit note…"), partial(timeline.note_edit_wanted.emit, start))
    status = menu.addMenu(_tr("Status"))
    for value, name in status_names().items():
        action = _add(status, name, partial(timeline.status_wanted.emit, start, value))
        action.setCheckable(True)
        action.setChecked(block.note.status is value)
    menu.addSeparator()
    _add(menu, _tr("Copy look"), partial(timeline.look_copy_wanted.emit, start))
    paste = _add(menu, _tr("Paste look"), partial(timeline.look_paste_wanted.emit, start))
    paste.setEnabled(timeline.can_paste_look)
    _add(menu, _tr("Render this shot"), partial(timeline.render_shot_wanted.emit, start))
    menu.addSeparator()


def _add_cuts(menu: QMenu, timeline: Timeline, place: Place) -> None:
    content = timeline.content
    menu.addSection(_tr("Frame {0}").format(place.frame))
    add = _add(menu, _tr("Cut here"), partial(timeline.cut_add_wanted.emit, place.frame))
    is_free = place.frame > 0 and not content.cut_at(place.frame)
    add.setEnabled(content.shots_known and is_free)
    cut = place.cut
    name = _tr("Remove this cut")
    if cut is None and place.shot:
        cut = content.starts[place.shot]
        name = _tr("Join with the shot before")
    remove = _add(menu, name, partial(timeline.cut_remove_wanted.emit, cut))
    remove.setEnabled(cut is not None)


def tip_html(content: Content, block: Block) -> str:
    """All that is known of a shot, for a tooltip."""
    last = block.end_frame - 1
    lines = [
        "<b>{}</b>".format(_tr("Shot {0}").format(block.number)),
        _tr("Frames {0} to {1} ({2})").format(
            block.start_frame, last, block.end_frame - block.start_frame
        ),
    ]
    if content.label is not None:
        times = content.text_of(block.start_frame), content.text_of(last)
        lines.append(escape(_tr("{0} to {1}").format(*times)))
    if block.begins is not None:
        lines.append(begin_words(block.begins))
    if block.ends is not None:
        lines.append(end_words(block.ends))
    if block.note.status is not ShotStatus.OPEN:
        lines.append(_tr("Status: {0}").format(status_names()[block.note.status]))
    if block.own_look:
        lines.append(_tr("Has a look of its own"))
    if block.left_as_it_is:
        lines.append(_tr("Is left as it is"))
    if block.note.text:
        lines.append(escape(block.note.text).replace("\n", "<br>"))
    return "<br>".join(lines)


def begin_words(transition: Transition) -> str:
    """How a shot begins that does not begin with a cut."""
    if transition.kind is Kind.FADE:
        return _tr("Begins with a fade")
    return _with_frames(_tr("Begins with a dissolve, frames {0} to {1}"), transition)


def end_words(transition: Transition) -> str:
    """How a shot ends whose end is no cut."""
    if transition.kind is Kind.FADE:
        return _tr("Ends with a fade")
    return _with_frames(_tr("Ends with a dissolve, frames {0} to {1}"), transition)


def _with_frames(words: str, transition: Transition) -> str:
    return words.format(transition.first_frame, transition.end_frame - 1)


def status_names() -> dict[ShotStatus, str]:
    """What a person reads for each status."""
    return {
        ShotStatus.GOOD: _tr("Good"),
        ShotStatus.TO_DO: _tr("To do"),
        ShotStatus.OPEN: _tr("None"),
    }


def _after(end: int | None, frame: int) -> int | None:
    return end if end is not None and end > frame else None


def _before(start: int | None, end: int) -> int | None:
    return start if start is not None and start < end else None


def _add(menu: QMenu, name: str, do: partial[object]) -> QAction:
    action = menu.addAction(name)
    action.triggered.connect(lambda: do())
    return action


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
