"""`--hints`, `--reference` and `--variant`, from the command line to the samples of a film."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, write_picture
from standins import tint_network
from written import planes

from vidcolor.cli import main
from vidcolor.estimate import Estimate, estimate
from vidcolor.guidefile import read_guides
from vidcolor.networks import Network
from vidcolor.pipeline import colorize_film
from vidcolor.project import Project
from vidcolor.projectfile import save_project
from vidcolor.queue.jobs import JobSpec
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.shots import find_shots
from vidcolor.video.reader import open_reader

Run = Callable[..., tuple[int, str, str]]
Stored = list[list[np.ndarray]]

FAST = ("--device", "cpu", "--work-size", "64")
COLOR = ColorSettings(device="cpu", work_size=64)
GREEN = {"frame": 10, "places": [[0.5, 0.6]], "color": "#00a000", "radius": 0.1}


@pytest.fixture
def network() -> Network:
    return tint_network()


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, network: Network
) -> Run:
    """Runs a command on the processor with the stand-in for trained weights."""
    monkeypatch.setattr("vidcolor.engine.load_network", lambda name, compute: network)

    def run_command(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


def hints_file(folder: Path, **members: Any) -> Path:
    file = folder / "hints.json"
    file.write_text(json.dumps(members))
    return file


def colored(run: Run, film: Path, target: Path, *words: object) -> Stored:
    code, _, err = run("colorize", film, target, *FAST, "--preset", "archive", *words)
    assert code == 0, err
    return planes(target)


def same(one: Stored, other: Stored) -> list[bool]:
    """Of each frame, whether all samples are equal."""
    pairs = zip(one, other, strict=True)
    return [all(map(np.array_equal, a, b)) for a, b in pairs]


def test_a_hint_colours_its_place_and_no_other_shot(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    film = clips.two_shots()
    plain = colored(run, film, tmp_path / "plain.mkv")
    hinted = colored(
        run, film, tmp_path / "hinted.mkv", "--hints", hints_file(tmp_path, hints=[GREEN])
    )
    assert run("verify", film, tmp_path / "hinted.mkv")[1].startswith(
        "frames compared: 80\nluma: equal, code for code\n"
    )
    assert same(plain, hinted)[40:] == [True] * 40
    assert not any(same(plain, hinted)[:40])
    _, cb, cr = hinted[10]
    height, width = cb.shape
    place = (round(0.6 * height), round(0.5 * width))
    assert cb[place] < 118  # of 128: green is far from blue …
    assert cr[place] < 118  # … and from red
    assert plain[10][2][place] > 122


def test_without_guides_nothing_changes(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    film = clips.two_shots()
    steps = colorize_film(  # what a render was before there were guides
        film,
        tmp_path / "before.mkv",
        color=COLOR,
        output=OutputSettings(preset="archive"),
        span=RangeSettings(),
    )
    told = [step.note for step in steps]
    before = planes(tmp_path / "before.mkv")
    assert not any(note.startswith("Searching") for note in told)
    empty = hints_file(tmp_path, hints=[], film_variant=0)
    assert all(same(before, colored(run, film, tmp_path / "a.mkv", "--hints", empty)))
    hints = hints_file(tmp_path, hints=[GREEN])
    assert not all(same(before, colored(run, film, tmp_path / "b.mkv", "--hints", hints)))
    assert all(same(before, colored(run, film, tmp_path / "c.mkv")))


def test_a_project_renders_as_the_same_hints_do(
    run: Run, clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = clips.two_shots()
    region = {"frame": 50, "places": [[0.2, 0.2], [0.8, 0.2], [0.5, 0.9]], "ab": [30, 40]}
    hints = hints_file(tmp_path, hints=[GREEN], regions=[region | {"deed": "recolor"}])
    by_file = colored(run, film, tmp_path / "file.mkv", "--hints", hints)
    monkeypatch.setenv("VIDCOLOR_HOME", str(tmp_path / "nothing is remembered here"))
    project = Project(
        source=film, color=COLOR, output=OutputSettings(preset="archive"), frame_count=80
    ).with_guides(read_guides(hints))
    save_project(project, tmp_path / "tram.vidcolor")
    code, _, err = run("render", tmp_path / "tram.vidcolor", tmp_path / "project.mkv")
    assert code == 0
    assert "Searching the shots: " in err
    assert all(same(by_file, planes(tmp_path / "project.mkv")))
    with_both = replace(project, color=replace(COLOR, hints=str(hints))).with_guides(
        replace(project.guides, hints=())
    )
    save_project(with_both, tmp_path / "both.vidcolor")
    assert run("render", tmp_path / "both.vidcolor", tmp_path / "both.mkv")[0] == 0
    assert all(same(by_file, planes(tmp_path / "both.mkv"))[:40])


def test_a_frame_alone_is_that_of_the_render(
    run: Run, clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = hints_file(tmp_path, hints=[GREEN], variants=[{"frame": 60, "number": 2}])
    words = (*FAST, "--hints", hints, "--bit-depth", 16)
    assert run("colorize", clips.two_shots(), tmp_path / "all", *words)[0] == 0
    monkeypatch.setenv("VIDCOLOR_HOME", str(tmp_path / "nothing is remembered here"))
    rendered = sorted((tmp_path / "all").iterdir())
    assert len(rendered) == 80
    for number in (3, 10, 61):
        alone = tmp_path / f"{number}.png"
        assert run("frame", clips.two_shots(), alone, "--at", f"{number}f", *words)[0] == 0
        pictures = [cv2.imread(str(one), cv2.IMREAD_UNCHANGED) for one in (alone, rendered[number])]
        assert pictures[0].dtype == pictures[1].dtype == np.uint16
        assert np.array_equal(*pictures)


def test_a_searched_film_is_not_searched_again(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    film = clips.two_shots()
    with open_reader(film) as reader:
        for _ in find_shots(reader):
            pass
    hints = hints_file(tmp_path, hints=[GREEN])
    code, _, err = run("colorize", film, tmp_path / "a.mp4", *FAST, "--hints", hints)
    assert code == 0
    assert "Searching" not in err
    steps = colorize_film(
        clips.even(),
        tmp_path / "b.mp4",
        color=replace(COLOR, hints=str(hints)),
        output=OutputSettings(),
        span=RangeSettings(frames=3),
    )
    seen = [(step.frames, step.note) for step in steps if " the segments" not in step.note]
    assert seen[0] == (0, "Searching the shots: 1 of 60 frames")
    assert seen[-4:] == [(1, ""), (2, ""), (3, ""), (3, "")]


@pytest.mark.parametrize("dry", [True, False])
def test_what_cannot_work_is_said_before_anything_is_written(
    run: Run, clips: ClipMaker, tmp_path: Path, dry: bool
) -> None:
    grey = write_picture(tmp_path / "grey.png", scene(1), "gray")
    (tmp_path / "text.png").write_text("no picture")
    target = tmp_path / "out.mkv"

    def refused(*words: object) -> str:
        more = ["--dry-run"] if dry else []
        code, out, err = run("colorize", clips.even(), target, *FAST, *words, *more)
        assert (code, out) == (1, "")
        assert "\n  " in err  # what to do
        assert not target.exists()
        return err

    assert "cannot be read" in refused("--hints", tmp_path / "missing.json")
    wrong = hints_file(tmp_path, hints=[GREEN, GREEN | {"frame": -1}])
    assert 'Entry 2 of "hints" in hints.json' in refused("--hints", wrong)
    assert "grey" in refused("--reference", grey)
    assert "no picture" in refused("--reference", tmp_path / "text.png")
    assert "cannot be read" in refused("--reference", tmp_path / "missing.png")
    own = hints_file(tmp_path, references=[{"frame": 5, "picture": "grey.png"}])
    assert "grey.png is grey" in refused("--hints", own)
    late = hints_file(tmp_path, references=[{"frame": 5, "of_frame": 60}])
    assert "Choose a frame from 0 to 59" in refused("--hints", late)


def test_hints_beyond_the_films_end_are_told(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    hints = hints_file(tmp_path, hints=[GREEN, GREEN | {"frame": 60}, GREEN | {"frame": 75}])
    wanted = "What is asked for on frame 60, 75 does nothing: the last frame is 59."
    words = (clips.even(), tmp_path / "out.mkv", *FAST, "--hints", hints)
    code, out, _ = run("colorize", *words, "--dry-run", "--json")
    assert code == 0
    assert wanted in json.loads(out)["warnings"]
    code, _, err = run("colorize", *words, "--frames", 3)
    assert code == 0
    assert f"warning: {wanted}" in err


class TestAModelThatIsToldOfNothing:
    @pytest.fixture
    def network(self) -> Network:
        return replace(tint_network(), takes_hints=False, takes_palette=False)

    def test_hints_act_and_a_warning_says_how(
        self, run: Run, clips: ClipMaker, tmp_path: Path
    ) -> None:
        hints = hints_file(tmp_path, hints=[GREEN])
        words = (clips.even(), tmp_path / "out.mkv", *FAST, "--frames", 3)
        code, _, err = run("colorize", *words, "--hints", hints)
        assert code == 0
        assert "warning: The model tint is not told of hints" in err

    def test_a_reference_acts_too(self, run: Run, clips: ClipMaker, tmp_path: Path) -> None:
        hints = hints_file(tmp_path, references=[{"frame": 5, "of_frame": 7}])
        words = (clips.even(), tmp_path / "out.mkv", *FAST, "--dry-run", "--json")
        _, out, _ = run("colorize", *words, "--hints", hints)
        assert any("not told of references" in one for one in json.loads(out)["warnings"])

    @pytest.mark.parametrize("flag", ["--variant", "--seed"])
    def test_it_has_no_variants(
        self, run: Run, clips: ClipMaker, tmp_path: Path, flag: str
    ) -> None:
        target = tmp_path / "out.mkv"
        code, _, err = run("colorize", clips.even(), target, *FAST, flag, 2)
        assert code == 1
        assert "The model tint has no variants." in err
        both = hints_file(tmp_path, variants=[{"frame": 1, "number": 0}], film_variant=2)
        assert run("colorize", clips.even(), target, *FAST, "--hints", both)[0] == 1
        none = hints_file(tmp_path, variants=[{"frame": 1, "number": 0}])
        words = (*FAST, "--frames", 2, "--hints", none)
        assert run("colorize", clips.even(), target, *words)[0] == 0


@pytest.mark.parametrize("hinted_one", [0, 1])
def test_a_hint_of_a_folders_picture_acts_on_that_picture_alone(
    run: Run, tmp_path: Path, hinted_one: int
) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    for number in range(3):
        write_picture(folder / f"p{number}.png", scene(5 * number, 96, 72), "gray")
    hints = hints_file(tmp_path, hints=[GREEN | {"frame": hinted_one}])
    words = (*FAST, "--stills")
    assert run("colorize", folder, tmp_path / "plain", *words)[0] == 0
    assert run("colorize", folder, tmp_path / "hinted", *words, "--hints", hints)[0] == 0
    plain, hinted = (
        [cv2.imread(str(one), cv2.IMREAD_UNCHANGED) for one in sorted((tmp_path / name).iterdir())]
        for name in ("plain", "hinted")
    )
    equal = [np.array_equal(a, b) for a, b in zip(plain, hinted, strict=True)]
    assert equal == [number != hinted_one for number in range(3)]


def test_an_estimate_does_not_take_the_search_for_frames(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    color = replace(COLOR, hints=str(hints_file(tmp_path, hints=[GREEN])))
    spec = JobSpec(
        source=clips.even(),
        target=tmp_path / "out.mkv",
        color=color,
        output=OutputSettings(preset="archive"),
        span=RangeSettings(),
    )
    found = []
    for _ in range(2):  # the second time the shots are known
        *_, answer = estimate(spec, frames=8)
        assert isinstance(answer, Estimate)
        found.append(answer.bytes)
    assert found[0] == found[1]
