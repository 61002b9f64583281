"""Projects, and files of them that somebody changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from vidcolor.errors import VidcolorError
from vidcolor.project import Marker, Project, ShotNote, ShotStatus
from vidcolor.projectfile import (
    save_project,
)
from vidcolor.settings import ColorSettings, Look, OutputSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan

FRAMES = 1000


WARM = Look(warmth=0.5)


def whole(folder: Path) -> Project:
    """A project in which nothing is as usual."""
    return Project(
        source=folder / "tram.mkv",
        fingerprint="0123456789abcdef0123456789abcdef",
        frame_count=FRAMES,
        color=ColorSettings(saturation=0.8, warmth=0.1, device="cpu", work_size=256, stills=True),
        output=OutputSettings(preset="master", codec="ffv1", bit_depth=10, hardware=True),
        target=str(folder / "out" / "tram.mkv"),
        shots=ShotList(FRAMES, (Cut(30, Kind.CUT), Cut(200, Kind.DISSOLVE, 12))),
        looks=(LookSpan(0, 30, WARM), LookSpan(30, 200, Look(saturation=1.2, leave=True))),
        notes=(ShotNote(0, ShotStatus.GOOD, "Straßenbahn"), ShotNote(30, ShotStatus.TODO)),
        markers=(Marker(5), Marker(99, 'a "tear"\nbelow')),
        in_frame=10,
        out_frame=900,
        hints=({"frame": 3, "ab": [12.5, -3]},),
        references=({"name": "postcard", "inner": {"a": [None, True]}},),
        saved_colors=({"name": "brick", "rgb": [150, 60, 40]},),
        unknown={"palette": {"a": [1, 2.5, "x"]}},
    )


def saved(folder: Path) -> Path:
    """A project's file, with a film beside it."""
    (folder / "tram.mkv").write_bytes(b"film")
    save_project(whole(folder), folder / "tram.vidcolor")
    return folder / "tram.vidcolor"


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(VidcolorError) as caught:
        act()
    assert caught.value.do
    return str(caught.value)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)  # fmt: skip
