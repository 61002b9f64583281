"""Evaluation of small real colour clips, through the command and beside it."""

from __future__ import annotations

import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, scenes, write_film
from standins import WORK_SIZE, Tint, tint_network

from vidcolor.cli import judging, main
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.clips import evaluate_clips, find_clips, mean_rows
from vidcolor.networks import Network
from vidcolor.settings import ColorSettings

LAYERS = ("none", "mean7", "papers", "peer", "causal", "ours")


def color_clip(path: Path, count: int = 8) -> Path:
    """A pan whose colour goes from blue to red across the picture, H.264 in 4:2:0."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "8"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(count):
            frame = av.VideoFrame(96, 64, "yuv420p")
            across = np.linspace(-40, 40, 48)[None].repeat(32, 0)
            for plane, samples in zip(
                frame.planes,
                (scene(number, 96, 64), 128 - across, 128 + across),
                strict=True,
            ):
                rows = np.zeros((plane.height, plane.line_size), np.uint8)
                rows[:, : plane.width] = np.rint(samples)
                plane.update(rows.tobytes())
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.fixture
def tint(monkeypatch: pytest.MonkeyPatch) -> Tint:
    """The network that the command loads."""
    module = Tint()
    monkeypatch.setattr(judging, "load_network", lambda *_, **__: tint_network(module))
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    clips.mkdir()
    color_clip(clips / "b.mp4", 6)
    color_clip(clips / "a.mp4", 8)
    (clips / "notes.txt").write_text("not a film")
    return clips


def command(*words: object) -> int:
    return main(["evaluate", "swift", "--device", "cpu", "--work-size", "64", *map(str, words)])


def test_command_measures_each_layer_on_each_clip_and_the_truth(
    folder: Path, tint: Tint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--clips", folder, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    rows = {row["layer"]: row for row in answer["rows"]}
    assert set(LAYERS) <= set(rows)
    assert {row["clip"] for row in answer["clips"]} == {"a.mp4", "b.mp4"}
    for name in ("psnr_db", "colorfulness", "cdc", "warping_error", "flicker"):
        parts = [r[name] for r in answer["clips"] if r["layer"] == "mean7"]
        assert rows["mean7"][name] == pytest.approx(np.mean(parts))
        assert rows["truth"][name] is None or rows["truth"][name] > 0
    assert len({rows[layer]["colorfulness"] for layer in ("none", "mean7", "papers", "peer")}) == 4
    assert rows["truth"]["psnr_db"] is None
    assert rows["truth"]["colorfulness_difference"] == rows["grey"]["colorfulness"] == 0
    for layer in LAYERS:
        difference = abs(rows[layer]["colorfulness"] - rows["truth"]["colorfulness"])
        assert rows[layer]["colorfulness_difference"] == pytest.approx(difference)
    assert {row["frames"] for row in answer["clips"]} == {8, 6}


def test_one_call_of_the_network_for_each_frame_serves_all_layers(folder: Path, tint: Tint) -> None:
    assert command("--clips", folder, "--frames", 5) == 0
    assert tint.batches == [1] * 10


def test_layers_and_frames_are_chosen_and_a_table_is_printed(
    folder: Path, tint: Tint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--clips", folder / "a.mp4", "--layers", "none, peer", "--frames", 5) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["model", "layer", "clips", "psnr_db"]
    assert [row.split()[1] for row in rows] == ["grey", "none", "peer", "truth"]


def test_sheet_shows_one_column_of_pixels_over_time(
    folder: Path, tint: Tint, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.png"
    assert command("--clips", folder, "--sheet", sheet) == 0
    picture = cv2.imread(str(sheet))
    # Four rows of 160 px for each clip, two clips beside each other, 4 px a frame.
    assert picture.shape == (4 * 162 + 8, 2 * (8 * 4 + 8), 3)
    grey, truth = picture[2:160, :32], picture[3 * 162 + 2 : 4 * 162, :32]
    assert (grey == grey[..., :1]).all()
    assert np.ptp(truth.astype(int), axis=2).max() > 0


def test_grey_coloured_and_true_picture_share_the_luma_of_the_clip(folder: Path) -> None:
    tint = tint_network()
    *_, last = evaluate_clips(
        tint,
        choose_compute("cpu", precision="fp32"),
        [folder / "a.mp4"],
        ColorSettings(device="cpu", work_size=WORK_SIZE),
        layers=["none"],
    )
    assert last.result is not None
    weights = np.array([0.299, 0.587, 0.114])
    lumas = [np.hstack(columns) @ weights for columns in last.result.columns.values()]
    assert len(lumas) == 3
    for luma in lumas[1:]:
        assert np.abs(luma - lumas[0]).max() <= 0.5
    rows = mean_rows([last.result])
    assert [row["layer"] for row in rows] == ["grey", "none", "truth"]


def test_more_saturation_is_more_colour(folder: Path) -> None:
    def colorfulness(saturation: float, network: Network) -> float:
        settings = ColorSettings(device="cpu", work_size=WORK_SIZE, saturation=saturation)
        compute = choose_compute("cpu", precision="fp32")
        steps = evaluate_clips(network, compute, [folder / "b.mp4"], settings, layers=["none"])
        *_, last = steps
        assert last.result is not None
        return float(last.result.rows[1]["colorfulness"])

    assert colorfulness(0.0, tint_network()) == 0
    assert 0 < colorfulness(0.5, tint_network()) < colorfulness(1.0, tint_network())


def test_what_cannot_be_judged_is_refused_in_words(
    folder: Path, tint: Tint, clips: ClipMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    grey = write_film(tmp_path / "grey.mkv", scenes(6), codec="ffv1", pixel_format="gray")
    refused = {
        "nothing to measure": [],
        "no temporal layer called 'fog'": ["--clips", folder, "--layers", "fog"],
        "--frames is -1": ["--clips", folder, "--frames", -1],
        "no film in": ["--clips", empty],
        "is not there": ["--clips", tmp_path / "nowhere"],
        "only 4 frames": ["--clips", folder, "--frames", 4],
        "hardly any colour": ["--clips", clips.gif()],
        "have no colours": ["--clips", grey],
        "is interlaced": ["--clips", clips.interlaced()],
        "is no film": ["--clips", clips.tiff_folder() / "reel_0086400.tif"],
        "photos and clips": ["--clips", folder, "--photos", folder, "--sheet", "x.png"],
    }
    for words, options in refused.items():
        assert command(*options) == 1, words
        assert words in capsys.readouterr().err


def test_films_are_found_in_folders_by_name_and_given_ones_are_taken(folder: Path) -> None:
    found = find_clips([folder, folder / "notes.txt"])
    assert [path.name for path in found] == ["a.mp4", "b.mp4", "notes.txt"]
    with pytest.raises(VidcolorError, match="not there"):
        find_clips([folder / "missing"])
