"""Speed and time left are those of the frames, not of the start."""

from pathlib import Path

import pytest

from vidcolor.progress import RenderProgress, RenderResult


def test_starting_up_does_not_count_into_the_speed():
    # Ten seconds until the first frame, then ten frames in five.
    step = RenderProgress(11, 31, 15.0, 10.0)
    assert step.fps == pytest.approx(2.0)
    assert step.seconds_left == pytest.approx(10.0)


def test_nothing_is_claimed_before_the_second_frame_or_without_a_total():
    assert RenderProgress(1, 100, 3.0, 3.0).seconds_left is None
    assert RenderProgress(20, None, 3.0, 1.0).seconds_left is None


def test_a_results_speed_counts_everything():
    result = RenderResult(Path("a.mp4"), 50, 25.0, "swift", "cpu", ())
    assert result.fps == 2.0
