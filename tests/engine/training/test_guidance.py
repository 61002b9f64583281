"""Hints and palettes as training draws them."""

import torch

from vidcolor.training.guidance import draw_hints, drop_palettes


def test_hints_show_the_true_colour_within_their_jitter():
    ab = torch.full((40, 2, 32, 32), 30.0)
    hints = draw_hints(ab, draws=torch.Generator().manual_seed(2))
    masked = hints[:, 2] == 1
    assert hints[:, 0][masked].min() >= 26
    assert hints[:, 0][masked].max() <= 34
    assert (hints[:, 0][~masked] == 0).all()
    without = (hints[:, 2].sum((1, 2)) == 0).sum()
    assert 10 <= without <= 30  # about half of forty


def test_palettes_are_dropped_whole():
    palettes = torch.ones(200, 17)
    dropped = drop_palettes(palettes, share=0.6, draws=torch.Generator().manual_seed(0))
    rows = dropped.sum(1)
    assert set(rows.tolist()) == {0.0, 17.0}
    assert 90 <= (rows == 0).sum() <= 150
