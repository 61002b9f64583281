"""Follows the render of a film whose finished segments outlive it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from vidcolor.cli import show
from vidcolor.errors import VidcolorError
from vidcolor.progress import RenderProgress, RenderResult
from vidcolor.video.partial import parts_of


def follow_film(steps: Generator[RenderProgress], target: Path) -> RenderResult:
    """Show the progress until the render is done; if it breaks off, say what is kept.

    Raises:
        VidcolorError: of the render.
        KeyboardInterrupt: the person has seen enough.
    """
    try:
        with closing(steps):
            return show.follow_render(steps)
    except (VidcolorError, KeyboardInterrupt):
        if parts_of(target).exists():
            show.note(
                "\nWhat is finished is kept beside the target: the same command goes on with it."
            )
        raise
