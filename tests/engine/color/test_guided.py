"""The guided filter's numpy and tensor forms, against each other and by arithmetic."""

from __future__ import annotations

import numpy as np
import torch

from vidcolor.color.guided import box_mean, enlarge, guided_coefficients, resample

RNG = np.random.default_rng(7)
PICTURE = RNG.random((20, 30)).astype(np.float32)


def test_box_mean_is_the_mean_of_the_window() -> None:
    for mean in (box_mean(PICTURE, 2), box_mean(torch.from_numpy(PICTURE), 2).numpy()):
        np.testing.assert_allclose(mean[10, 10], PICTURE[8:13, 8:13].mean(), atol=1e-6)
        np.testing.assert_allclose(mean[0, 0], np.pad(PICTURE, 2, "edge")[:5, :5].mean(), atol=1e-6)


def test_enlarging_agrees_in_both_forms() -> None:
    one, other = enlarge(PICTURE, (45, 91)), enlarge(torch.from_numpy(PICTURE), (45, 91))
    np.testing.assert_allclose(one, other.numpy(), atol=1e-5)


def test_resampling_reads_between_samples_and_repeats_edges() -> None:
    places = np.array([-1.0, 0.25, 3.5, 99.0])
    for axis, picture in ((0, PICTURE), (1, PICTURE.T.copy())):
        expected = np.stack(
            [
                PICTURE[0],
                0.75 * PICTURE[0] + 0.25 * PICTURE[1],
                (PICTURE[3] + PICTURE[4]) / 2,
                PICTURE[-1],
            ]
        )
        for got in (
            resample(picture, places, axis),
            resample(torch.from_numpy(picture), places, axis).numpy(),
        ):
            np.testing.assert_allclose(got if axis == 0 else got.T, expected, atol=1e-6)


def test_values_that_are_linear_in_the_guide_are_found_exactly() -> None:
    values = 0.7 * PICTURE - 0.2
    for guide, plane in ((PICTURE, values), tuple(map(torch.from_numpy, (PICTURE, values)))):
        [(slope, base)] = guided_coefficients(guide, [plane], radius=2, epsilon=1e-9)
        np.testing.assert_allclose(np.asarray(slope), 0.7, atol=1e-3)
        np.testing.assert_allclose(np.asarray(base), -0.2, atol=1e-3)
