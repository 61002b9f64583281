"""Which action calls what: the menus' part of the window, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QUndoStack

from gui.actions import on_trigger
from gui.theme import ThemeName

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_PAN_PX = 60


def connect_actions(window: MainWindow) -> None:
    """Let every action of the menus do what its name says."""
    actions = window.actions_
    for action, slot in (
        *_file(window),
        *_edit(window),
        *_view(window),
        *_playback(window),
        *_color(window),
        *_render(window),
        (actions.train, window.dialogs.show_training),
        (actions.turing, window.dialogs.show_turing),
        (actions.keys, window.dialogs.show_keys),
        (actions.palette, window.dialogs.show_palette),
        (actions.doctor, window.dialogs.show_doctor),
        (actions.about, window.dialogs.show_about),
    ):
        on_trigger(action, slot)
    _connect_switches(window)
    _connect_undo(window.document.undo_stack, actions.undo, actions.redo)
    actions.recent.aboutToShow.connect(partial(_fill_recent, window))
    actions.compare.aboutToShow.connect(partial(_fill_compare, window))


_Wire = tuple[QAction, Callable[[], object]]


def _file(window: MainWindow) -> tuple[_Wire, ...]:
    actions, films = window.actions_, window.films
    return (
        (actions.open_film, films.choose_film),
        (actions.open_folder, films.choose_folder),
        (actions.open_demo, films.open_demo),
        (actions.save, films.save),
        (actions.save_as, films.save_as),
        (actions.close_film, films.close_film),
        (actions.save_frame, window.choose_picture),
        (actions.film_notes, window.show_film_notes),
        (actions.quit, window.close),
    )


def _edit(window: MainWindow) -> tuple[_Wire, ...]:
    actions, shots = window.actions_, window.shots
    return (
        (actions.undo, window.document.undo_stack.undo),
        (actions.redo, window.document.undo_stack.redo),
        (actions.cut_here, shots.cut_here),
        (actions.remove_cut, shots.remove_cut),
        (actions.marker, shots.toggle_marker),
        (actions.note, shots.edit_note),
        (actions.copy_frame, window.copy_frame),
        (actions.preferences, window.dialogs.show_preferences),
    )


def _view(window: MainWindow) -> tuple[_Wire, ...]:
    actions, viewer, timeline = window.actions_, window.viewer, window.timeline
    return (
        (actions.snapshot, window.view.keep_snapshot),
        (actions.fit, viewer.fit),
        (actions.full_size, lambda: viewer.set_zoom(1.0)),
        (actions.pans["Left"], lambda: viewer.pan(_PAN_PX, 0)),
        (actions.pans["Right"], lambda: viewer.pan(-_PAN_PX, 0)),
        (actions.pans["Up"], lambda: viewer.pan(0, _PAN_PX)),
        (actions.pans["Down"], lambda: viewer.pan(0, -_PAN_PX)),
        (actions.timeline_in, timeline.zoom_in),
        (actions.timeline_out, timeline.zoom_out),
        (actions.timeline_fit, timeline.zoom_fit),
        (actions.timeline_shot, timeline.zoom_to_shot),
    )


def _playback(window: MainWindow) -> tuple[_Wire, ...]:
    actions, transport, view, shots = (
        window.actions_,
        window.transport,
        window.view,
        window.shots,
    )
    return (
        (actions.toggle, transport.toggle),
        (actions.backwards, transport.press_j),
        (actions.pause, transport.press_k),
        (actions.forwards, transport.press_l),
        (actions.first, lambda: view.go_to(0)),
        (actions.last, lambda: view.go_to(transport.frames - 1)),
        (actions.shot_before, lambda: view.go_to(shots.cut_beside(-1))),
        (actions.shot_after, lambda: view.go_to(shots.cut_beside(1))),
        (actions.marker_before, lambda: view.go_to(shots.marker_beside(-1))),
        (actions.marker_after, lambda: view.go_to(shots.marker_beside(1))),
        (actions.set_in, shots.set_in),
        (actions.set_out, shots.set_out),
        (actions.clear_range, lambda: shots.set_range(None, None)),
    )


def _color(window: MainWindow) -> tuple[_Wire, ...]:
    actions, shots, guides = window.actions_, window.shots, window.guides
    return (
        (actions.brush_color, window.guide_panel.brush.choose),
        (actions.save_color, window.guide_desk.save_color),
        (actions.take_reference, guides.take_reference),
        (actions.use_reference, guides.use_reference_frame),
        (actions.reference_picture, guides.choose_reference),
        (actions.next_variant, guides.next_variant),
        (actions.copy_look, shots.copy_look),
        (actions.paste_look, shots.paste_look),
        (actions.reset_look, shots.reset_look),
        (actions.leave, shots.toggle_leave),
        (actions.film_settings, window.dialogs.show_film_settings),
        (actions.models, window.dialogs.show_models),
    )


def _render(window: MainWindow) -> tuple[_Wire, ...]:
    actions = window.actions_
    return (
        (actions.export, window.export),
        (actions.export_shot, lambda: window.export(only_shot=True)),
        (actions.batch, window.batch),
        (actions.show_queue, window.show_queue),
    )


def _connect_switches(window: MainWindow) -> None:
    actions, viewer, transport, likings = (
        window.actions_,
        window.viewer,
        window.transport,
        window.likings,
    )
    actions.mode_wanted.connect(viewer.set_mode)
    actions.steps_wanted.connect(transport.step)
    actions.zoom_wanted.connect(lambda by: viewer.set_zoom(viewer.zoom() * by))
    actions.wipe_wanted.connect(lambda by: viewer.move_divider(viewer.divider + by))
    actions.lying_wipe.toggled.connect(lambda on: viewer.set_wipe_vertical(not on))
    actions.flicker.toggled.connect(viewer.hold_flicker)
    actions.information.toggled.connect(viewer.show_information)
    actions.loop.toggled.connect(transport.show_loop)
    transport.loop_wanted.connect(actions.loop.setChecked)
    actions.full_screen.toggled.connect(
        lambda on: window.showFullScreen() if on else window.showNormal()
    )
    actions.light.toggled.connect(
        lambda on: likings.prefer(
            replace(likings.now, theme=(ThemeName.LIGHT if on else ThemeName.DARK).value)
        )
    )
    actions.color_ahead.toggled.connect(
        lambda on: likings.prefer(replace(likings.now, color_ahead=on))
    )


def _connect_undo(stack: QUndoStack, undo: QAction, redo: QAction) -> None:
    for action, can, text in (
        (undo, stack.canUndoChanged, stack.undoTextChanged),
        (redo, stack.canRedoChanged, stack.redoTextChanged),
    ):
        action.setEnabled(False)
        can.connect(action.setEnabled)
        text.connect(partial(_name_step, action, action.text()))


def _name_step(action: QAction, name: str, step: str) -> None:
    action.setText(f"{name}: {step}" if step else name)


def _fill_recent(window: MainWindow) -> None:
    menu = window.actions_.recent
    menu.clear()
    for path in window.memory.recent:
        action = menu.addAction(path.name)
        action.setToolTip(str(path))
        on_trigger(action, partial(window.open_film, path))
    menu.addSeparator()
    on_trigger(menu.addAction(_tr("Forget these")), window.memory.forget_recent)


def _fill_compare(window: MainWindow) -> None:
    menu = window.actions_.compare
    menu.clear()
    group = QActionGroup(menu)
    for snapshot in (None, *window.view.snapshots):
        action = menu.addAction(snapshot.name if snapshot else _tr("The film"))
        action.setCheckable(True)
        action.setChecked(snapshot is window.view.compared)
        group.addAction(action)
        on_trigger(action, partial(window.view.compare_with, snapshot))


def _tr(text: str) -> str:
    return QCoreApplication.translate("wiring", text)
