"""What a reference shows is found again and takes its colours."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from models.unet import ColorUNet
from vidcolor.color.lab import lightness_from_luma
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.guidance.film import reference_picture
from vidcolor.guidance.matching import Matcher, matched
from vidcolor.networks import load_network


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    module = load_network("swift", choose_compute("cpu", precision="fp32")).module
    assert isinstance(module, ColorUNet)
    return Matcher(module)


def texture(seed: int, fineness: float, width: int = 320) -> np.ndarray:
    rng = np.random.default_rng(seed)
    coarse = cv2.GaussianBlur(rng.random((160, width)).astype(np.float32), (0, 0), fineness)
    return cv2.normalize(coarse, None, 0.1, 0.9, cv2.NORM_MINMAX)


def lightness(picture: np.ndarray) -> Tensor:
    return lightness_from_luma(torch.from_numpy(np.ascontiguousarray(picture))[None, None])


def test_a_shifted_picture_takes_the_references_colours(matcher: Matcher) -> None:
    wide = texture(1, 6)
    ab = torch.zeros(1, 2, 160, 320)
    ab[:, 0, :, :160], ab[:, 1, :, 160:] = 40.0, -40.0
    reference = matcher.reference(lightness(wide[:, :256]), ab[..., :256])
    found, faith = matched(matcher.describe(lightness(wide[:, 64:])), reference)
    assert found.shape == (1, 2, 20, 32)
    assert faith[..., :20].mean() > 0.7  # the last eight columns are new
    assert found[0, 0, 4:16, 2:10].mean() > 30  # what was red there is 64 px farther left here
    assert found[0, 1, 4:16, 14:22].mean() < -30


def test_in_another_picture_little_is_believed(matcher: Matcher) -> None:
    ab = torch.full((1, 2, 160, 256), 30.0)
    reference = matcher.reference(lightness(texture(1, 6)[:, :256]), ab)
    other = matcher.describe(lightness(texture(9, 2.0)[:, :256]))
    same = matcher.describe(lightness(texture(1, 6)[:, :256]))
    assert matched(other, reference)[1].mean() < 0.4 * matched(same, reference)[1].mean()


def test_a_picture_file_gives_its_palette(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "red.png"
    cv2.imwrite(str(path), np.full((90, 120, 3), (40, 40, 200), np.uint8))
    reference = reference_picture(path, matcher, torch.device("cpu"))
    assert reference.palette.shape == (1, 17)
    assert reference.palette[0, 0] > 0.5  # a* of red, in units of 50
    assert reference.palette[0, 16] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"no picture", "is no picture"), (None, "cannot be read"), ("grey", "is grey")],
)
def test_a_reference_that_is_none_is_refused(
    content: bytes | str | None, sentence: str, matcher: Matcher, tmp_path: Path
) -> None:
    path = tmp_path / "reference.png"
    if content == "grey":
        cv2.imwrite(str(path), np.full((64, 64, 3), 120, np.uint8))
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(VidcolorError, match=sentence):
        reference_picture(path, matcher, torch.device("cpu"))
