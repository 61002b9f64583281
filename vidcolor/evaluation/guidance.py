"""Guidance drawn from the truth: what a person who knows the colours could have told a network."""

from __future__ import annotations

import zlib
from collections.abc import Generator

import cv2
import numpy as np
import torch
from torch import Tensor

from models.unet import palette_of
from vidcolor.color.lab import rgb_to_lab
from vidcolor.evaluation.measures import Rgb
from vidcolor.guidance.follow import Follower
from vidcolor.guidance.guide import ShotGuide
from vidcolor.guidance.matching import ReferenceColors
from vidcolor.guides import MOST_AB, Guides, Hint, Reference
from vidcolor.shotlist import Kind, Shot

PATCH_PX = 7  # at work size


def true_ab(truth: Rgb, size: tuple[int, int]) -> Tensor:
    """The truth's a*b* at work size ``(h, w)``: ``(1, 2, h, w)``."""
    rgb = torch.from_numpy(truth).permute(2, 0, 1)[None].float() / 255
    ab = rgb_to_lab(rgb)[0, 1:].permute(1, 2, 0).numpy()
    small = cv2.resize(ab, size[::-1], interpolation=cv2.INTER_AREA)
    return torch.from_numpy(small).permute(2, 0, 1)[None]


def true_points(ab: Tensor, count: int, name: str, seed: int) -> tuple[Hint, ...]:
    """Reveal the truth at random points, each a dot with the mean colour of the 7 × 7 px there.

    The points hang on the photo's name and the seed only, and five of them hold the one.

    Args:
        ab: ``(1, 2, h, w)`` at work size.
    """
    height, width = ab.shape[-2:]
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    hints = []
    for across, down in chance.random((count, 2)):
        y, x = int(down * (height - PATCH_PX + 1)), int(across * (width - PATCH_PX + 1))
        patch = ab[0, :, y : y + PATCH_PX, x : x + PATCH_PX].mean((1, 2)).clamp(-MOST_AB, MOST_AB)
        place = ((x + PATCH_PX / 2) / width, (y + PATCH_PX / 2) / height)
        radius = PATCH_PX / 2 / min(height, width)
        hints.append(Hint(0, (place,), (float(patch[0]), float(patch[1])), radius))
    return tuple(hints)


def picture_guide(
    hints: tuple[Hint, ...], size: tuple[int, int], device: torch.device
) -> ShotGuide:
    """What the engine does with hints in a single picture.

    Args:
        hints: all of frame 0.
        size: height and width of the work grid.
        device: of the network.
    """

    def unread(start: int, end: int) -> Generator[Tensor]:
        raise AssertionError(f"nothing moves in a picture: {start}–{end}")

    def unreferred(reference: Reference) -> ReferenceColors:
        raise AssertionError(f"no reference was given: {reference}")

    return ShotGuide(
        Shot(0, 1, Kind.CUT),
        Guides(hints=hints),
        size=size,
        rotation=0,
        follower=Follower(unread, 0, 1),
        matcher=None,
        reference_of=unreferred,
        palette_of_variant=lambda _: None,
        device=device,
    )


def true_palette(ab: Tensor) -> Tensor:
    """The truth's own palette, ``(1, 17)``: the most that a reference picture could tell."""
    return palette_of(ab)
