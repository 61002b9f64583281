"""`vidcolor render`: a project without the window gives what the engine gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film
from standins import tint_network
from written import names, planes

from vidcolor.cache import content_digest
from vidcolor.cli import main
from vidcolor.pipeline import colorize_film
from vidcolor.project import Project
from vidcolor.projectfile import save_project
from vidcolor.settings import ColorSettings, Look, OutputSettings, RangeSettings
from vidcolor.shotlist import ShotList

Run = Callable[..., tuple[int, str, str]]

COLOR = ColorSettings(device="cpu", work_size=64, saturation=1.3)
OUTPUT = OutputSettings(preset="archive")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `vidcolor render` on the processor with the stand-in for trained weights."""
    monkeypatch.setattr("vidcolor.engine.load_network", lambda name, compute: tint_network())

    def run_command(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["render", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A film of 30 frames and what somebody decided about it; saved as tram.vidcolor."""
    film = write_film(tmp_path / "tram.mkv", scenes(30), codec="ffv1")
    project = Project(
        source=film,
        fingerprint=content_digest(film),
        frame_count=30,
        color=COLOR,
        output=OUTPUT,
        shots=ShotList(30).added(12),
        in_frame=5,
        out_frame=20,
    )
    project = project.with_look(0, 12, Look(saturation=0.4, warmth=0.6))
    save_project(project, tmp_path / "tram.vidcolor")
    return project


def rendered(project: Project, target: Path) -> Path:
    """What the engine makes of a project."""
    steps = colorize_film(
        project.source,
        target,
        color=project.color,
        output=project.output,
        span=RangeSettings(start="5f", end="20f"),
        steering=project.steering,
    )
    assert list(steps)[-1].result is not None
    return target


def same(one: Path, other: Path) -> bool:
    """Whether two films hold the same samples."""
    first, second = (chain.from_iterable(planes(film)) for film in (one, other))
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_the_frames_are_those_that_the_engine_gives(
    run: Run, project: Project, tmp_path: Path
) -> None:
    code, out, err = run(tmp_path / "tram.vidcolor", tmp_path / "out.mkv")
    assert (code, out) == (0, f"{tmp_path / 'out.mkv'}\n"), err
    assert "15 frames" in err
    assert same(tmp_path / "out.mkv", rendered(project, tmp_path / "engine.mkv"))
    plain = replace(project, shots=None, looks=())
    assert not same(tmp_path / "out.mkv", rendered(plain, tmp_path / "plain.mkv"))


def test_it_gives_one_json_object_like_colorize(run: Run, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "tram.vidcolor"
    members: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(members | {"markers": [{"frame": -1}]}), encoding="utf-8")
    code, out, err = run(file, "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"out", "frames", "seconds", "fps", "model", "device", "warnings"}
    assert answer["out"] == str(tmp_path / "tram.color.mkv")
    assert answer["frames"] == 15
    left_out = 'Entry 1 of "markers" was left out: "frame" is -1.'
    assert left_out in answer["warnings"]
    assert err.startswith(f"warning: {left_out}\n")


def test_it_renders_where_the_project_says(run: Run, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "tram.vidcolor"
    save_project(replace(project, target=str(tmp_path / "done.mkv")), file)
    assert run(file)[:2] == (0, f"{tmp_path / 'done.mkv'}\n")
    before = (tmp_path / "done.mkv").read_bytes()
    code, out, err = run(file)
    assert (code, out) == (1, "")
    assert "--overwrite" in err
    assert (tmp_path / "done.mkv").read_bytes() == before
    assert run(file, "--overwrite")[0] == 0


def test_a_moved_folder_still_renders(run: Run, project: Project, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    for name in ("tram.mkv", "tram.vidcolor"):
        (tmp_path / name).rename(tmp_path / "archive" / name)
    code, out, err = run(tmp_path / "archive" / "tram.vidcolor")
    assert (code, out) == (0, f"{tmp_path / 'archive' / 'tram.color.mkv'}\n")
    assert "differs" not in err


def test_a_film_that_is_not_there_can_be_named(run: Run, project: Project, tmp_path: Path) -> None:
    file, film = tmp_path / "tram.vidcolor", tmp_path / "films" / "reel.mkv"
    film.parent.mkdir()
    project.source.rename(film)
    code, out, err = run(file)
    assert (code, out) == (1, "")
    assert "tram.mkv is not there" in err
    assert "--source PATH" in err
    code, out, err = run(file, "--source", tmp_path / "nowhere.mkv")
    assert (code, out) == (1, "")
    assert "nowhere.mkv cannot be read" in err
    before = file.read_bytes()
    code, out, err = run(file, "--source", film)
    assert (code, out) == (0, f"{film.with_name('reel.color.mkv')}\n")
    assert "differs" not in err
    assert file.read_bytes() == before


def test_another_film_is_told(run: Run, project: Project, tmp_path: Path) -> None:
    write_film(project.source, scenes(10), codec="ffv1")
    code, out, err = run(tmp_path / "tram.vidcolor")
    assert code == 0
    assert "tram.mkv differs from the film" in err
    assert "left out beyond it: 1 cut, 1 out point" in err
    assert len(planes(Path(out.strip()))) == 5


@pytest.mark.parametrize("data", [b"", b"no project", b"{}"])
def test_what_is_no_project_is_an_error_of_one_sentence(
    run: Run, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "a.vidcolor"
    assert run(file)[0] == 1
    file.write_bytes(data)
    code, out, err = run(file)
    assert (code, out) == (1, "")
    assert "a.vidcolor is no project of vidcolor" in err
    assert names(tmp_path) == ["a.vidcolor"]


def test_a_project_by_hand_renders_without_more_than_its_film(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    file = tmp_path / "a.vidcolor"
    color = {"device": "cpu", "work_size": 64}
    members = {"vidcolor_project": 1, "source": {"path": str(clips.uneven())}, "color": color}
    file.write_text(json.dumps(members), encoding="utf-8")
    code, out, _ = run(file, tmp_path / "out.mp4")
    assert (code, out) == (0, f"{tmp_path / 'out.mp4'}\n")
