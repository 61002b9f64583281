"""The upsampler: edges, grain, gamut, colour and fields, measured with numpy."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from color_reference import (
    chroma_format,
    chroma_values,
    luma_codes,
    rgb_from_ycc,
)
from skimage import color

from vidcolor.color.grid import upload, work_luma
from vidcolor.color.upsample import FieldUpsampler, Upsampler
from vidcolor.video.frames import ChromaFormat, LumaFormat, Matrix, Plane

CPU = torch.device("cpu")
LIMITED = LumaFormat(8, False, Matrix.BT709)
SIZE = (96, 160)  # work grid of the pictures below, 5.6 times smaller
SHAPE = (540, 900)


def flat_colour(ab: tuple[float, float], size: tuple[int, int] = SIZE) -> torch.Tensor:
    return torch.tensor(ab).view(1, 2, 1, 1).expand(1, 2, size[0] // 2, size[1] // 2).clone()


def run(
    luma: Plane, ab: torch.Tensor, target: ChromaFormat, source: LumaFormat = LIMITED
) -> tuple[Plane, Plane]:
    y_work = work_luma(luma, source, (ab.shape[2] * 2, ab.shape[3] * 2), CPU)
    return Upsampler(source, target, CPU)(luma, y_work, ab, 1.0)


@pytest.mark.parametrize("bit_depth", [8, 10, 16])
@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("shape", [(131, 175), (4, 4), (96, 160)])
def test_no_colour_gives_exactly_neutral_codes(
    shape: tuple[int, int], full_range: bool, bit_depth: int
) -> None:
    luma = np.random.default_rng(4).integers(0, 256, shape, dtype=np.uint8)
    target = chroma_format(shape, bit_depth=bit_depth, full_range=full_range)
    for plane in run(luma, torch.zeros(1, 2, 32, 32), target):
        assert plane.shape == (target.height, target.width)
        assert plane.dtype == (np.uint8 if bit_depth == 8 else np.uint16)
        assert (plane == target.neutral).all()


@pytest.mark.parametrize("ratio", [(2, 2), (1, 1), (1, 2)])
@pytest.mark.parametrize("full_range", [False, True])
def test_constant_colour_stays_constant_and_is_the_one_asked_for(
    ratio: tuple[int, int], full_range: bool
) -> None:
    source = LumaFormat(8, full_range, Matrix.BT601)
    luma = np.full((131, 175), 130, np.uint8)
    target = chroma_format(
        luma.shape, ratio, bit_depth=16, full_range=full_range, matrix=Matrix.BT601
    )
    planes = run(luma, flat_colour((25.0, -30.0), (96, 128)), target, source)
    values = [chroma_values(plane, target) for plane in planes]
    assert max(value.std() for value in values) < 1e-4
    y = (130 - source.black) / (source.white - source.black)
    cb, cr = (value[:1, :1] for value in values)
    made = color.rgb2lab(rgb_from_ycc(np.full((1, 1), y), cb, cr, Matrix.BT601))[0, 0]
    np.testing.assert_allclose(made[1:], (25.0, -30.0), atol=1.0)


def two_objects(contrast: float) -> tuple[np.ndarray, torch.Tensor, np.ndarray]:
    """A disc on a ground: Y′, blurred a*b* as a generator gives it, and where the disc is."""
    yy, xx = np.mgrid[: SHAPE[0], : SHAPE[1]]
    disc = np.hypot(yy - 270, xx - 450) < 150
    y = np.where(disc, 0.45 + contrast, 0.45)
    share = cv2.resize(disc.astype(np.float32), (80, 48), interpolation=cv2.INTER_AREA)
    share = cv2.GaussianBlur(share, (0, 0), 0.8)
    a, b = share * 35 - (1 - share) * 10, share * 25 - (1 - share) * 25
    return y, torch.from_numpy(np.stack([a, b]))[None].float(), disc


def test_a_colour_edge_follows_the_luma_edge_within_a_chroma_pixel() -> None:
    y, ab, disc = two_objects(0.25)
    target = chroma_format(SHAPE)
    _, cr = run(luma_codes(y, LIMITED), ab, target)
    # Along the middle row: where Cr crosses the middle between its two sides.
    row = chroma_values(cr, target)[135]
    middle = (row[225] + row[20]) / 2
    edges = np.flatnonzero(np.diff(row > middle))
    true = np.flatnonzero(np.diff(disc[270])) / 2
    assert len(edges) == 2
    assert np.abs(edges - true).max() <= 1.0
    # And it is steep: most of the step happens within two chroma pixels.
    left = edges[0]
    assert abs(row[left + 2] - row[left - 1]) > 0.6 * abs(row[225] - row[20])


@pytest.mark.parametrize("ab", [(20.0, 30.0), (-15.0, -25.0), (50.0, 10.0)])
@pytest.mark.parametrize("ratio", [(2, 2), (1, 1)])
def test_grain_does_not_print_into_flat_colour(
    ratio: tuple[int, int], ab: tuple[float, float]
) -> None:
    grain = np.random.default_rng(5).normal(0, 5, SHAPE)
    luma = luma_codes(np.full(SHAPE, 0.5) + grain / 219, LIMITED)
    target = chroma_format(SHAPE, ratio, bit_depth=16)
    for plane in run(luma, flat_colour(ab), target):
        assert plane.std() / 256 < 0.5  # 8-bit codes


@pytest.mark.parametrize("matrix", [Matrix.BT601, Matrix.BT709, Matrix.BT2020])
def test_every_pixel_of_444_is_in_gamut(matrix: Matrix) -> None:
    rng = np.random.default_rng(6)
    source = LumaFormat(16, True, matrix)
    luma = cv2.GaussianBlur(rng.random((180, 320)), (0, 0), 2)
    luma = (luma - luma.min()) / np.ptp(luma) + rng.normal(0, 0.05, luma.shape)
    codes = luma_codes(luma.clip(0, 1), source)
    target = chroma_format((180, 320), (1, 1), bit_depth=16, full_range=True, matrix=matrix)
    ab = torch.from_numpy(rng.normal(0, 60, (1, 2, 48, 80)).astype(np.float32))
    cb, cr = (chroma_values(plane, target) for plane in run(codes, ab, target, source))
    rgb = rgb_from_ycc(codes / 65535, cb, cr, matrix)
    rounding = 2 / 65535
    assert rgb.min() > -rounding
    assert rgb.max() < 1 + rounding
    assert np.abs(cb).max() > 0.1  # else there was nothing to limit


def test_smooth_colour_arrives_within_one_unit() -> None:
    yy, xx = np.mgrid[:180, :320] / np.array([180, 320]).reshape(2, 1, 1)
    y = 0.5 + 0.2 * np.sin(4 * xx + 2 * yy)  # every colour is in gamut
    ab = np.stack([20 * np.cos(5 * yy), 20 * np.sin(4 * xx)])
    source = LumaFormat(16, True, Matrix.BT709)
    target = chroma_format((180, 320), (1, 1), bit_depth=16, full_range=True)
    small = cv2.resize(ab.transpose(1, 2, 0), (80, 48), interpolation=cv2.INTER_AREA)
    low = torch.from_numpy(small.transpose(2, 0, 1).astype(np.float32))[None]
    codes = luma_codes(y, source)
    cb, cr = (chroma_values(plane, target) for plane in run(codes, low, target, source))
    made = color.rgb2lab(rgb_from_ycc(codes / 65535, cb, cr, Matrix.BT709))
    off = np.hypot(made[..., 1] - ab[0], made[..., 2] - ab[1])[8:-8, 8:-8]
    assert off.mean() < 0.5
    assert np.percentile(off, 99) < 1.0


@pytest.mark.parametrize("siting", ["left", "center", "topleft"])
def test_plane_and_device_paths_agree(siting: str) -> None:
    y, ab, _ = two_objects(0.2)
    luma = luma_codes(y, LIMITED)
    target = chroma_format(SHAPE, siting=siting)
    y_work = work_luma(luma, LIMITED, SIZE, CPU)
    upsampler = Upsampler(LIMITED, target, CPU)
    plain = upsampler(luma, y_work, ab, 1.2)
    sent = upsampler(torch.from_numpy(luma), y_work, ab, 1.2)
    assert upload(luma, CPU) is luma
    for one, other in zip(plain, sent, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 2
        assert (one != other).mean() < 0.02


def test_saturation_scales_chroma_and_zero_is_grey() -> None:
    luma = np.full((96, 160), 120, np.uint8)
    y_work = work_luma(luma, LIMITED, SIZE, CPU)
    target = chroma_format(luma.shape, bit_depth=16)
    upsampler = Upsampler(LIMITED, target, CPU)
    ab = flat_colour((10.0, 10.0))
    once, half, none = (
        chroma_values(upsampler(luma, y_work, ab, factor)[1], target) for factor in (1.0, 0.5, 0.0)
    )
    np.testing.assert_allclose(half, once / 2, atol=1e-4)
    assert (none == 0).all()


def test_a_luma_that_the_encoder_pads_gets_chroma_for_the_padding() -> None:
    luma = np.full((131, 175), 100, np.uint8)
    target = chroma_format((132, 176))
    cb, _ = run(luma, flat_colour((10.0, -20.0)), target)
    assert cb.shape == (66, 88)
    assert np.ptp(cb) == 0


@pytest.mark.parametrize("height", [480, 486, 6])
def test_each_field_gets_the_colour_of_its_own_view(height: int) -> None:
    luma = np.full((height, 64), 120, np.uint8)
    target = chroma_format(luma.shape)
    y_work = work_luma(luma, LIMITED, SIZE, CPU)
    red, blue = flat_colour((40.0, 20.0)), flat_colour((10.0, -40.0))
    _, cr = FieldUpsampler(LIMITED, target, CPU)(luma, (y_work, y_work), (red, blue), 1.0)
    assert cr.shape == (target.height, target.width)
    expected = [run(luma, ab, target)[1][0, 0] for ab in (red, blue)]
    assert (cr[0::2] == expected[0]).all()
    assert (cr[1::2] == expected[1]).all()


def test_still_fields_weave_to_the_chroma_of_the_progressive_frame() -> None:
    yy = np.mgrid[:480, :320][0] / 480
    luma = luma_codes(0.5 + 0.0 * yy, LIMITED)
    ab = torch.linspace(-40, 40, 48).view(1, 1, 48, 1).expand(1, 2, 48, 80).contiguous()
    target = chroma_format((480, 320), bit_depth=16)
    y_work = work_luma(luma, LIMITED, SIZE, CPU)
    whole = Upsampler(LIMITED, target, CPU)(luma, y_work, ab, 1.0)
    woven = FieldUpsampler(LIMITED, target, CPU)(luma, (y_work, y_work), (ab, ab), 1.0)
    for one, other in zip(whole, woven, strict=True):
        # A vertical ramp: a field placed a chroma line off would comb by 390 of these codes,
        # and a tenth of an 8-bit code is 26.
        difference = np.abs(one.astype(int) - other)[8:-8]
        assert difference.max() <= 26


def test_refuses_shapes_that_do_not_belong_together() -> None:
    upsampler = Upsampler(LIMITED, chroma_format((96, 160)), CPU)
    luma = np.zeros((96, 160), np.uint8)
    with pytest.raises(ValueError, match="got"):
        upsampler(luma, torch.zeros(1, 2, 96, 160), torch.zeros(1, 2, 48, 80))


def test_codes_are_rounded_to_the_nearest() -> None:
    luma = np.full((96, 160), 120, np.uint8)
    ab = torch.linspace(-30, 30, 80).view(1, 1, 1, 80).expand(1, 2, 48, 80).contiguous()
    coarse = run(luma, ab, chroma_format(luma.shape))
    fine = run(luma, ab, chroma_format(luma.shape, bit_depth=16))
    for codes, exact in zip(coarse, fine, strict=True):
        assert np.abs(codes - exact / 256).max() < 0.5 + 1 / 256
