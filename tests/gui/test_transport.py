"""The transport's buttons, keys and labels, and the sound device below it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from gui.player.shuttle import Shuttle
from gui.player.sound_output import SoundOutput, open_sound_output
from gui.player.transport import Transport
from gui.player.transport_buttons import Sign


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    transport = Transport(slider=False)
    qtbot.addWidget(transport)
    transport.set_frames(100)
    transport.show()
    transport.played = []
    transport.wanted = []
    transport.play_wanted.connect(transport.played.append)
    transport.frame_wanted.connect(transport.wanted.append)
    return transport


def test_l_plays_and_doubles_j_goes_back_k_stands() -> None:
    shuttle = Shuttle()
    speeds = []
    for key in "LLLLLJJKJJJJJL":
        {"L": shuttle.forwards, "J": shuttle.backwards, "K": shuttle.hold}[key]()
        shuttle.release()
        speeds.append(shuttle.speed)
    assert speeds == [1, 2, 4, 8, 8, -1, -2, 0, -1, -2, -4, -8, -8, 1]


def test_with_k_held_l_and_j_step() -> None:
    shuttle = Shuttle()
    shuttle.forwards()
    shuttle.hold()
    assert (shuttle.forwards(), shuttle.backwards(), shuttle.speed) == (1, -1, 0.0)
    shuttle.release()
    assert (shuttle.forwards(), shuttle.speed) == (0, 1.0)


def test_space_plays_and_pauses_at_any_speed() -> None:
    shuttle = Shuttle()
    shuttle.toggle()
    assert shuttle.speed == 1.0
    shuttle.backwards()
    shuttle.backwards()
    shuttle.toggle()
    assert shuttle.speed == 0.0


def test_the_play_button_says_what_it_will_do(qtbot: QtBot, transport: Transport) -> None:
    assert transport.play.sign is Sign.PLAY
    qtbot.mouseClick(transport.play, Qt.MouseButton.LeftButton)
    assert transport.play.sign is Sign.PAUSE
    assert transport.play.accessibleName() == "Pause (Space)"
    assert transport.speed_label.text() == "▶ 1×"
    transport.press_j()
    transport.press_j()
    assert transport.speed_label.text() == "◀ 2×"
    transport.show_speed(0.0)  # the film has ended
    assert transport.play.sign is Sign.PLAY
    assert transport.speed_label.text() == ""
    assert transport.played == [1.0, -1.0, -2.0]


def test_buttons_go_to_frames(qtbot: QtBot, transport: Transport) -> None:
    for button in (transport.last, transport.back, transport.first, transport.forward):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert transport.wanted == [99, 98, 0, 1]
    assert transport.field.value() == 1


def test_going_to_a_frame_pauses_first(transport: Transport) -> None:
    order = []
    transport.play_wanted.connect(order.append)
    transport.frame_wanted.connect(order.append)
    transport.press_l()
    transport.go_to(40)
    transport.step(1)
    assert order == [1.0, 0.0, 40, 41]


def test_following_a_film_wants_nothing(transport: Transport) -> None:
    transport.toggle()
    for number in range(5):
        transport.show_number(number)
    assert (transport.number, transport.field.value()) == (4, 4)
    assert transport.wanted == []
    assert transport.played == [1.0]


def test_k_held_steps_until_it_goes_up(qtbot: QtBot) -> None:
    window = QMainWindow()
    transport = Transport()
    window.setCentralWidget(transport)
    qtbot.addWidget(window)
    transport.set_frames(10)
    transport.watch_keys(window)
    transport.press_l()
    transport.press_k()
    transport.press_l()
    transport.press_l()
    assert (transport.number, transport.speed) == (2, 0.0)
    qtbot.keyRelease(window, Qt.Key.Key_K)
    transport.press_l()
    assert (transport.number, transport.speed) == (2, 1.0)


def test_the_loop_button_tells_and_is_told(qtbot: QtBot, transport: Transport) -> None:
    told = []
    transport.loop_wanted.connect(told.append)
    qtbot.mouseClick(transport.loop, Qt.MouseButton.LeftButton)
    transport.show_loop(False)
    transport.show_loop(False)
    assert told == [True, False]


def test_the_time_code_goes_with_the_frame(transport: Transport) -> None:
    transport.set_timecodes(lambda number: f"01:00:00:{number:02}")
    transport.show_number(7)
    assert transport.timecode.text() == "01:00:00:07"
    transport.start_over()
    assert transport.timecode.text() == ""


def test_without_a_film_nothing_is_wanted(qtbot: QtBot, transport: Transport) -> None:
    transport.start_over()
    transport.toggle()
    transport.press_l()
    transport.press_j()
    assert (transport.played, transport.wanted, transport.speed) == ([], [], 0.0)


@pytest.mark.parametrize("slider", [True, False])
def test_every_control_has_a_name_and_is_reached_by_tab(qtbot: QtBot, slider: bool) -> None:
    transport = Transport(slider=slider)
    qtbot.addWidget(transport)
    transport.show()
    assert transport.slider.isVisible() == slider
    names = ("first", "back", "play", "forward", "last", "loop", "field")
    for control in (getattr(transport, name) for name in names):
        assert isinstance(control, QWidget)
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


class SmallSink:
    """A device with room for 1000 bytes that takes what it gets."""

    def __init__(self) -> None:
        self.bytes = b""
        self.played = 0
        self.processed_us = 0
        self.refuses = False
        self.says = 0

    def start(self) -> SmallSink | None:
        return None if self.refuses else self

    def reset(self) -> None:
        self.bytes, self.played = b"", 0

    def bytesFree(self) -> int:
        return 1000 - (len(self.bytes) - self.played)

    def bufferSize(self) -> int:
        return 1000

    def processedUSecs(self) -> int:
        return self.processed_us

    def error(self) -> int:
        return self.says

    def write(self, data: bytes) -> int:
        self.bytes += data
        return len(data)


def test_sound_waits_until_the_device_has_room() -> None:
    sink = SmallSink()
    output = SoundOutput(sink, (0, 3))
    assert output.start()
    sound = bytes(range(200)) * 8
    output.give(sound)
    assert output.full
    assert sink.bytes == sound[:1000]
    sink.played = 402
    output.push()
    assert sink.bytes == sound[:1400]  # whole samples only
    sink.played = 1400
    output.push()
    assert sink.bytes == sound
    assert not output.full


@pytest.mark.parametrize("counts_given", [True, False])
def test_what_waits_in_the_device_was_not_heard(counts_given: bool) -> None:
    sink = SmallSink()
    output = SoundOutput(sink, (0, 3))
    output.start()
    output.give(bytes(960))
    sink.played = 576  # 144 samples: 3 ms
    sink.processed_us = 5000 if counts_given else 3000
    assert output.heard_s() == pytest.approx(0.003)
    output.stop()
    assert output.heard_s() == 0.0


def test_a_device_that_does_not_start_or_is_lost_is_told() -> None:
    sink = SmallSink()
    output = SoundOutput(sink, (0, 3))
    works = []
    for sink.says in (0, 3, 4):  # well, sound came late, gone
        works.append(output.works)
    assert works == [True, True, False]
    sink.refuses = True
    assert not output.start()


def test_a_missing_device_is_a_sentence(qtbot: QtBot) -> None:
    output, why = open_sound_output()
    assert (output is None) == why.startswith("No sound: ")
