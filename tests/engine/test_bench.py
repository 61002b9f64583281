"""The bench times real stages on a small real film."""

import pytest

from vidcolor.bench import StageTime, bench, make_film, summary
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.video.reader import open_reader


def test_the_made_film_moves_and_has_its_grain(tmp_path):
    frames = {}
    for grain in (0.0, 6.0):
        path = tmp_path / f"{grain}.mp4"
        make_film(path, width=160, height=96, frames=3, grain_codes=grain)
        with open_reader(path) as reader:
            frames[grain] = [frame.luma.astype(float) for frame in reader.frames()]
    assert len(frames[0.0]) == 3
    assert abs(frames[0.0][2] - frames[0.0][0]).mean() > 0.5
    assert abs(frames[6.0][0] - frames[0.0][0]).std() > 3


def test_every_stage_is_timed_alone_and_together():
    steps = list(
        bench(
            size="360p",
            frames=4,
            grain_codes=0.0,
            color=ColorSettings(device="cpu", work_size=64),
            output=OutputSettings(),
        )
    )
    assert [step.stage for step in steps] == [
        *("decode", "downscale", "generator", "steady", "upsample"),
        *("encode", "transcode", "together"),
    ]
    assert all(step.core_ms > 0 and step.wall_ms > 0 for step in steps)


def test_summary_compares_the_whole_with_its_slowest_part(monkeypatch):
    monkeypatch.setattr("vidcolor.bench.core_count", lambda: 2)
    walls = {
        "decode": 2.0,
        "downscale": 1.0,
        "generator": 10.0,
        "steady": 1.0,
        "upsample": 6.0,
        "encode": 20.0,
        "transcode": 22.0,
        "together": 33.0,
    }
    whole = summary([StageTime(name, wall, wall, 10) for name, wall in walls.items()])
    assert whole["engine_core_ms"] == 18.0
    assert whole["overlap"] == pytest.approx(33 / 20)  # both 40 / 2 and the slowest are 20
    assert whole["against_transcode"] == pytest.approx(1.5)
