"""The command line: results on stdout, everything else on stderr, and the exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, scenes, write_film, write_picture
from standins import tint_network
from written import planes, tagged_film

from vidcolor import __version__
from vidcolor.cli import main
from vidcolor.video.probe import probe

Run = Callable[..., "Done"]


class Done:
    """What a command said, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        """The one JSON object on stdout."""
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the processor with the stand-in for trained weights."""
    monkeypatch.setattr("vidcolor.engine.load_network", lambda name, compute: tint_network())

    def run_command(*words: object) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run_command


FAST = ("--device", "cpu", "--work-size", "64")


def test_colorize_prints_where_the_film_lies_and_how_fast_it_went(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    target = tmp_path / "out.mkv"
    done = run("colorize", clips.even(), target, *FAST, "--preset", "archive")
    assert done.code == 0
    assert done.out == f"{target}\n"
    assert "60 frames" in done.err
    assert "frames/s" in done.err
    for stored, original in zip(planes(target), planes(clips.even()), strict=True):
        assert np.array_equal(stored[0], original[0])


def test_colorize_gives_one_json_object(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    done = run("colorize", clips.even(), tmp_path / "out.mp4", *FAST, "--json")
    assert done.code == 0
    assert set(done.json) == {"out", "frames", "seconds", "fps", "model", "device", "warnings"}
    assert done.json["out"] == str(tmp_path / "out.mp4")
    assert done.json["frames"] == 60
    assert done.json["fps"] > 0
    assert done.json["model"] == "tint"
    assert "cpu" in done.json["device"]
    assert any("matrix" in warning for warning in done.json["warnings"])


def test_warnings_are_said_on_stderr(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    done = run("colorize", clips.cut_matroska(), tmp_path / "out.mkv", *FAST)
    assert done.code == 0
    assert "warning: " in done.err
    assert "early" in done.err
    assert done.out == f"{tmp_path / 'out.mkv'}\n"


def test_progress_tells_frames_speed_and_time_left(
    run: Run, clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcolor.cli.show._EVERY_S", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = run("colorize", clips.even(), tmp_path / "out.mp4", *FAST)
    assert "frame 30 of 60, " in done.err
    assert "left" in done.err
    assert done.out == f"{tmp_path / 'out.mp4'}\n"


def test_without_a_target_the_film_lies_beside_the_source(run: Run, tmp_path: Path) -> None:
    source = write_film(tmp_path / "tram.mkv", scenes(4))
    done = run("colorize", source, *FAST)
    assert done.out == f"{tmp_path / 'tram.color.mp4'}\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["tram.color.mp4", "tram.mkv"]


def test_a_range_can_be_named_by_numbers_and_times(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    for number, words in enumerate(
        (("--start", "10f", "--end", "15f"), ("--start", "0.4s", "--frames", "5"))
    ):
        target = tmp_path / f"{number}.mkv"
        assert run("colorize", clips.even(), target, *FAST, "--preset", "archive", *words).code == 0
        for stored, original in zip(planes(target), planes(clips.even())[10:15], strict=True):
            assert np.array_equal(stored[0], original[0])


def test_an_existing_target_is_replaced_only_if_asked(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    target = tmp_path / "out.mp4"
    target.write_bytes(b"precious")
    assert run("colorize", clips.even(), target, *FAST).code == 1
    assert target.read_bytes() == b"precious"
    assert run("colorize", clips.even(), target, *FAST, "--overwrite").code == 0
    assert probe(target).width == 64


@pytest.mark.parametrize("as_json", [True, False])
def test_a_dry_run_tells_the_plan_and_writes_nothing(
    run: Run, tmp_path: Path, as_json: bool
) -> None:
    source = write_film(tmp_path / "tram.mp4", scenes(6))
    done = run("colorize", source, "--dry-run", *FAST, *(["--json"] if as_json else []))
    assert done.code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["tram.mp4"]
    target = str(tmp_path / "tram.color.mp4")
    if as_json:
        assert done.json["out"] == target
        assert done.json["frames"] == 6
        assert done.json["model"] == "tint"
    else:
        assert f"out: {target}" in done.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tram.mp4",), "both source and target"),
        (("there.mp4",), "exists already"),
        (("no/such/out.mp4",), "does not exist"),
        (("out.avi",), "suffix"),
        (("out.mov", "--codec", "av1"), "do not hold av1"),
        (("out.mp4", "--start", "7f"), "behind the end"),
        (("out.mp4", "--bit-depth", "14"), "does not write 14 bits"),
    ],
)
def test_a_dry_run_finds_what_the_render_would_refuse(
    run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    source = write_film(tmp_path / "tram.mp4", scenes(6))
    (tmp_path / "there.mp4").write_bytes(b"precious")
    for dry in ((), ("--dry-run",)):
        done = run("colorize", source, tmp_path / words[0], *words[1:], *FAST, *dry)
        assert done.code == 1
        assert sentence in done.err
        assert done.out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["there.mp4", "tram.mp4"]


def test_frame_equals_that_picture_of_a_render(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    for depth, words in ((8, ()), (16, ("--bit-depth", "16"))):
        folder, single = tmp_path / f"all{depth}", tmp_path / f"{depth}.png"
        assert run("colorize", clips.even(), folder, *FAST, *words).code == 0
        late = tmp_path / f"late{depth}"
        assert run("colorize", clips.even(), late, *FAST, *words, "--start", "25f").code == 0
        done = run("frame", clips.even(), single, "--at", "29f", *FAST, *words, "--json")
        assert done.code == 0
        assert done.json["out"] == str(single)
        picture = cv2.imread(str(single), cv2.IMREAD_UNCHANGED)
        assert picture.dtype == (np.uint8 if depth == 8 else np.uint16)
        for other in (folder, late):
            rendered = cv2.imread(str(other / "frame_000029.png"), cv2.IMREAD_UNCHANGED)
            assert np.array_equal(picture, rendered)


def test_a_frame_is_found_by_time_too(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    run("frame", clips.even(), tmp_path / "n.png", "--at", "29f", *FAST)
    run("frame", clips.even(), tmp_path / "t.png", "--at", "1.16s", *FAST)
    assert (tmp_path / "n.png").read_bytes() == (tmp_path / "t.png").read_bytes()


def test_compare_puts_grey_beside_the_very_colour(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    pair, single = tmp_path / "pair.png", tmp_path / "single.png"
    done = run("frame", clips.even(), pair, "--at", "29f", "--compare", *FAST)
    assert done.code == 0
    assert done.out == f"{pair}\n"
    run("frame", clips.even(), single, "--at", "29f", *FAST)
    both = cv2.imread(str(pair))
    grey, color = both[:, :64], both[:, 64:]
    assert np.ptp(grey, axis=2).max() == 0
    assert np.array_equal(color, cv2.imread(str(single)))


def test_compare_speaks_json_too(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    pair = tmp_path / "pair.png"
    done = run("frame", clips.even(), pair, "--at", "3f", "--compare", "--json", *FAST)
    assert done.json["out"] == str(pair)


def test_probe_tells_what_a_file_holds(run: Run, clips: ClipMaker) -> None:
    done = run("probe", clips.tagged(), "--json")
    assert done.code == 0
    assert done.json["codec"] == "h264"
    assert done.json["pixel_format"] == "yuvj420p"
    assert done.json["sample_aspect_ratio"] == "8/9"
    assert done.json["metadata"]["title"] == "A day"
    assert done.json["streams"][0]["kind"] == "video"
    assert "codec: h264" in run("probe", clips.tagged()).out


def test_verify_passes_what_colorize_wrote(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    target = tmp_path / "out.mkv"
    run("colorize", clips.full(), target, *FAST, "--preset", "archive")
    done = run("verify", clips.full(), target)
    assert done.code == 0
    assert "luma: equal" in done.out
    assert "the film is intact" in done.out
    found = run("verify", clips.full(), target, "--json").json
    assert found["ok"] is found["luma_equal"] is found["pts_equal"] is found["audio_equal"] is True
    assert found["frames"] == 50


def test_verify_passes_what_was_left_out_on_purpose(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    target = tmp_path / "out.mkv"
    run("colorize", clips.full(), target, *FAST, "--preset", "archive", "--leave-out", "1")
    done = run("verify", clips.full(), target)
    assert done.code == 0
    assert "sound: nothing to compare" in done.out
    assert "Stream 1 (audio) was left out on purpose." in done.err
    assert "the film is intact" in done.out
    assert run("verify", clips.full(), target, "--json").json["left_out"] == [1]
    with av.open(str(target)) as container:
        tags = {key.lower(): value for key, value in container.metadata.items()}
    assert tags["comment"].startswith("Colours are machine-made")


def test_verify_notices_another_film(run: Run, clips: ClipMaker, tmp_path: Path) -> None:
    other = write_film(tmp_path / "other.mkv", (scene(n + 7) for n in range(60)), codec="ffv1")
    done = run("verify", clips.even(), other)
    assert done.code == 1
    assert "NOT intact" in done.out
    small = tagged_film(tmp_path / "small.mkv", "yuv420p", size=(32, 24))
    found = run("verify", clips.even(), small, "--json")
    assert found.code == 1
    assert found.json["ok"] is False


def test_a_folder_becomes_a_folder_with_the_same_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reel").mkdir()
    for number in (98, 99, 100):
        write_picture(tmp_path / "reel" / f"r_{number}.tif", scene(number), "gray")
    done = run("colorize", tmp_path / "reel", *FAST, "--json")
    assert done.code == 0
    assert done.json["out"] == str(tmp_path / "reel.color")
    found = sorted(p.name for p in (tmp_path / "reel.color").iterdir())
    assert found == ["r_100.png", "r_98.png", "r_99.png"]


def test_unrelated_pictures_are_asked_for_by_stills(
    run: Run, clips: ClipMaker, tmp_path: Path
) -> None:
    done = run("colorize", clips.png_folder(), tmp_path / "out", "--stills", *FAST, "--json")
    assert done.json["frames"] == 6
    assert sorted(p.stem for p in (tmp_path / "out").iterdir()) == [str(n) for n in range(6)]


def test_the_bundled_clip_is_coloured(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--out", tmp_path / "demo.mp4", "--device", "cpu", "--json")
    assert done.code == 0
    assert set(done.json) == {"out", "frames", "seconds", "fps", "model", "device", "warnings"}
    assert done.json["frames"] > 24
    assert done.json["warnings"] == []
    assert probe(tmp_path / "demo.mp4").width == 480


def test_models_are_listed_described_and_verified(run: Run) -> None:
    rows = run("models", "list", "--json").json["models"]
    assert [row["name"] for row in rows] == ["swift", "vivid"]
    assert {"name", "summary", "installed", "megabytes", "added"} < set(rows[0])
    said = dict(line.split(maxsplit=1) for line in run("models", "list").out.splitlines())
    assert said["swift"].startswith("7.5 MB ")
    assert said["vivid"].startswith("to be trained ")
    assert isinstance(run("models", "verify", "--json").json["intact"], dict)


def test_the_doctor_examines_this_machine(run: Run) -> None:
    found = run("doctor", "--json").json
    assert found["vidcolor"] == __version__
    assert "cpu" in found["devices"]
    assert "libx264" in found["encoders"]["h264"]


@pytest.mark.parametrize(
    "words",
    [
        ("paint", "film.mp4"),
        ("colorize",),
        ("colorize", "a.mp4", "b.mp4", "c.mp4"),
        ("colorize", "a.mp4", "--codec", "vp9"),
        ("colorize", "a.mp4", "--work-size", "large"),
        ("colorize", "a.mp4", "--colour", "red"),
        ("frame", "a.mp4", "b.png"),
        ("verify", "a.mp4"),
        ("models", "paint"),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.code == 2
    assert done.out == ""
    assert "usage: vidcolor" in done.err


def test_help_and_version_are_no_errors(run: Run) -> None:
    assert run("--version").out.strip() == f"vidcolor {__version__}"
    for words in (("--help",), ("colorize", "--help"), ("frame", "--help")):
        done = run(*words)
        assert done.code == 0
        assert done.out.startswith("usage: vidcolor")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--work-size", "9999"), "--work-size is 9999"),
        (("--stabilize", "1.5"), "--stabilize is 1.5"),
        (("--crf", "52"), "0 to 51"),
    ],
)
def test_values_out_of_bounds_name_the_bounds(
    run: Run, clips: ClipMaker, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = run("colorize", clips.even(), tmp_path / "out.mp4", "--device", "cpu", *words)
    assert done.code == 1
    assert sentence in done.err
    assert list(tmp_path.iterdir()) == []
