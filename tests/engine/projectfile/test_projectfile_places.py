"""Where project and film lie: moved folders, names, rights, writes that fail, other films."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from clips import ClipMaker
from filming import scenes, write_film
from projects_made import FRAMES, WARM, lay, refused, saved, whole

from vidcolor.cache import content_digest
from vidcolor.project import Marker, Project
from vidcolor.projectfile import (
    LoadedProject,
    backup,
    load_project,
    matched,
    relinked,
    save_project,
)
from vidcolor.shotlist import ShotList
from vidcolor.steering import LookSpan


def test_a_folder_with_project_and_film_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    saved(tmp_path / "a")
    moved = (tmp_path / "a").rename(tmp_path / "b")
    loaded = load_project(moved / "tram.vidcolor")
    assert loaded == LoadedProject(whole(moved), (), source_missing=False)


def test_the_film_beside_the_project_comes_before_the_one_it_was_made_with(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    saved(tmp_path / "a")
    copied = Path(shutil.copytree(tmp_path / "a", tmp_path / "b"))
    assert load_project(copied / "tram.vidcolor").project.source == copied / "tram.mkv"
    (copied / "tram.mkv").unlink()
    assert load_project(copied / "tram.vidcolor").project.source == tmp_path / "a" / "tram.mkv"
    (tmp_path / "a" / "tram.mkv").unlink()
    loaded = load_project(copied / "tram.vidcolor")
    assert loaded.project.source == tmp_path / "a" / "tram.mkv"
    assert loaded.source_missing
    assert loaded.notices == ()


def test_a_project_saved_elsewhere_finds_its_film(tmp_path: Path) -> None:
    (tmp_path / "autosave").mkdir()
    lay(tmp_path)
    file = tmp_path / "autosave" / "tram.vidcolor"
    save_project(whole(tmp_path), file)
    assert load_project(file) == LoadedProject(whole(tmp_path), (), source_missing=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no other names than Unicode")
def test_a_name_that_is_no_unicode_comes_back(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/tr\xe4m.mkv"))
    project = replace(whole(tmp_path), source=source)
    file = tmp_path / "tram.vidcolor"
    save_project(project, file)
    assert load_project(file).project == project


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path)
    before, names = file.read_bytes(), sorted(tmp_path.iterdir())

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for call in ("os.fsync", "pathlib.Path.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(call, no_space)
            said = refused(lambda: save_project(Project(source=Path("other.mkv")), file))
        assert "could not be saved" in said
        assert file.read_bytes() == before
        assert sorted(tmp_path.iterdir()) == names
    for nowhere in (tmp_path, tmp_path / "no" / "such" / "a.vidcolor", file / "a.vidcolor"):
        assert "could not be saved" in refused(lambda to=nowhere: save_project(whole(tmp_path), to))
    assert sorted(tmp_path.iterdir()) == names


def test_what_could_not_be_opened_again_is_not_saved(tmp_path: Path) -> None:
    project = replace(whole(tmp_path), markers=(Marker(5, "x" * 17_000_000),))
    assert "too much" in refused(lambda: save_project(project, tmp_path / "a.vidcolor"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights and links")
def test_rights_and_links_stay(tmp_path: Path) -> None:
    file = saved(tmp_path)
    file.chmod(0o600)
    link = tmp_path / "link.vidcolor"
    link.symlink_to(file)
    save_project(Project(source=tmp_path / "tram.mkv"), link)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_project(file).project == Project(source=tmp_path / "tram.mkv")


def test_the_old_file_is_kept_as_bak(tmp_path: Path) -> None:
    file = saved(tmp_path)
    before = file.read_bytes()
    assert backup(file) == tmp_path / "tram.vidcolor.bak"
    save_project(Project(source=tmp_path / "tram.mkv"), file)
    assert backup(file).read_bytes() != before
    assert "could not be kept" in refused(lambda: backup(tmp_path / "missing.vidcolor"))
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [
        "tram.mkv",
        "tram.vidcolor",
        "tram.vidcolor.bak",
    ]


def test_the_same_film_at_another_place_changes_nothing(tmp_path: Path, clips: ClipMaker) -> None:
    project = replace(whole(tmp_path), fingerprint=content_digest(clips.even()))
    copy = Path(shutil.copy(clips.even(), tmp_path / "copy.mp4"))
    assert relinked(project, copy) == (replace(project, source=copy), ())


def test_another_film_is_told_and_costs_what_lies_beyond_its_end(tmp_path: Path) -> None:
    film = write_film(tmp_path / "short.mkv", scenes(25))
    made = whole(tmp_path).guides
    project, notices = relinked(whole(tmp_path), film)
    assert project == replace(
        whole(tmp_path),
        source=film,
        fingerprint=content_digest(film),
        frame_count=25,
        shots=ShotList(25),
        looks=(LookSpan(0, 25, WARM),),
        notes=whole(tmp_path).notes[:1],
        markers=(Marker(5),),
        out_frame=None,
        guides=replace(made, hints=made.hints[:1], regions=made.regions[:1], references=()),
    )
    assert notices == (
        "short.mkv differs from the film that the project was made with.",
        "short.mkv has 25 frames; the project was made for 1000.",
        "The film ends before frame 25; left out beyond it: "
        "2 cuts, 1 look, 1 note, 1 marker, 1 hint, 2 regions, 2 references, 1 out point.",
    )


def test_a_film_that_is_open_already_is_matched_without_reading_it(tmp_path: Path) -> None:
    project = whole(tmp_path)
    assert matched(project, project.fingerprint, FRAMES) == (project, ())
    assert matched(project, project.fingerprint, 0) == (project, ())
    longer, notices = matched(project, "f" * 32, FRAMES + 5)
    assert longer.shots == ShotList(FRAMES + 5, project.steering.cuts or ())
    assert (longer.fingerprint, longer.looks) == ("f" * 32, project.looks)
    assert notices == (
        "tram.mkv differs from the film that the project was made with.",
        "tram.mkv has 1005 frames; the project was made for 1000.",
    )


def test_a_film_that_was_not_known_yet_becomes_known(tmp_path: Path, clips: ClipMaker) -> None:
    project, notices = relinked(Project(source=tmp_path / "lost.mkv"), clips.uneven())
    assert notices == ()
    assert project.frame_count == 20
    assert project.fingerprint == content_digest(clips.uneven())
    assert "cannot be read" in refused(lambda: relinked(project, tmp_path / "lost.mkv"))
