"""Films and projects that trouble befalls."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from clips import ClipMaker
from troubled import QUICK, WARM

from vidcolor.project import Marker, Project, ShotNote
from vidcolor.projectfile import save_project


@pytest.fixture
def film(clips: ClipMaker, tmp_path: Path) -> Path:
    """80 frames, two shots, in a folder of their own."""
    folder = tmp_path / "films"
    folder.mkdir()
    return Path(shutil.copy(clips.two_shots(), folder / "film.mp4"))


@pytest.fixture
def project_file(film: Path, tmp_path: Path) -> Path:
    """A project on the film, coloured in no time, with a warm second shot and a note."""
    project = Project(
        source=film,
        color=QUICK,
        looks=(WARM,),
        notes=(ShotNote(0, text="The door"),),
        markers=(Marker(7),),
    )
    file = tmp_path / "mine.vidcolor"
    save_project(project, file)
    return file
