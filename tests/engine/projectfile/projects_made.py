"""Projects, and files of them that somebody changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from vidcolor.errors import VidcolorError
from vidcolor.guides import Deed, Guides, Hint, Reference, Region, SavedColor, Variant
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
        notes=(ShotNote(0, ShotStatus.GOOD, "Straßenbahn"), ShotNote(30, ShotStatus.TO_DO)),
        markers=(Marker(5), Marker(99, 'a "tear"\nbelow')),
        in_frame=10,
        out_frame=900,
        guides=guides(folder),
        saved_colors=(SavedColor("brick", (34.1, 26.0), "x9"), SavedColor("sky", (-4.0, -18.5))),
        unknown={"palette": {"a": [1, 2.5, "x"]}},
    )


def guides(folder: Path) -> Guides:
    """One of each kind at least."""
    return Guides(
        hints=(
            Hint(3, ((0.25, 0.5),), (12.5, -3.0), 0.02, "brick"),
            Hint(300, ((0.1, 0.2), (0.3, 0.25)), None),
        ),
        regions=(
            Region(4, ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))),
            Region(40, ((0.5, 0.5),), Deed.RECOLOR, (20.0, 30.25), 0.1),
            Region(40, ((0.0, 0.0), (1.0, 0.0), (0.5, 1.0)), Deed.PROTECT),
        ),
        references=(
            Reference(50, str(folder / "pictures" / "postcard.png"), strength=0.5),
            Reference(250, of_frame=12),
        ),
        variants=(Variant(7, 2),),
        film_reference=str(folder / "pictures" / "postcard.png"),
        film_variant=4,
    )


def lay(folder: Path) -> None:
    """The film and the picture of `whole`."""
    (folder / "tram.mkv").write_bytes(b"film")
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "postcard.png").write_bytes(b"picture")


def saved(folder: Path) -> Path:
    """A project's file, with its film beside it."""
    lay(folder)
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
