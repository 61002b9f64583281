"""Preferences outlive the window, and a damaged file costs only what is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.preferences import Preferences, load_preferences, save_preferences
from vidcolor.errors import VidcolorError
from vidcolor.paths import user_data_dir


def write(text: str) -> None:
    file = user_data_dir() / "preferences.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_without_a_file_the_defaults_hold() -> None:
    assert load_preferences() == (Preferences(), ())


def test_what_was_saved_is_read() -> None:
    wanted = Preferences(theme="light", autosave_s=60, color_ahead=False)
    save_preferences(wanted)
    assert load_preferences() == (wanted, ())


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '"light"', "\x00"])
def test_a_file_that_is_none_gives_defaults_and_a_sentence(text: str) -> None:
    write(text)
    preferences, dropped = load_preferences()
    assert preferences == Preferences()
    assert len(dropped) == 1


def test_a_bad_value_costs_only_itself() -> None:
    write('{"theme": "light", "autosave_s": 1, "color_ahead": "yes", "unknown": 3}')
    preferences, dropped = load_preferences()
    assert preferences == Preferences(theme="light")
    assert len(dropped) == 2
    assert any("autosave_s" in sentence for sentence in dropped)


def test_a_folder_that_cannot_be_written_is_said(own_home: Path) -> None:
    (own_home / "data").write_text("in the way")
    with pytest.raises(VidcolorError, match="could not be saved"):
        save_preferences(Preferences())
