"""Variants differ from each other, are the same each time, and 0 is none."""

from __future__ import annotations

import torch

from models.unet import palette_of
from vidcolor.guidance.variants import known_palettes, variant_palette


def own() -> torch.Tensor:
    ab = torch.randn(1, 2, 32, 32, generator=torch.Generator().manual_seed(1)) * 8
    return palette_of(ab + torch.tensor([4.0, 12.0]).view(1, 2, 1, 1))


def test_variant_0_tells_the_network_nothing() -> None:
    assert variant_palette(0, own()) is None


def test_variants_are_given_palettes_and_differ() -> None:
    palettes = [variant_palette(number, own()) for number in range(1, 7)]
    told = torch.cat([palette for palette in palettes if palette is not None])
    assert told.shape == (6, 17)
    assert (told[:, 16] == 1).all()
    assert torch.pdist(told).min() > 0.1
    again = variant_palette(3, own())
    assert again is not None
    assert torch.equal(again[0], told[2])


def test_there_are_more_numbers_than_palettes() -> None:
    many = variant_palette(1 + len(known_palettes()) // 2, own())
    first = variant_palette(1, own())
    assert many is not None
    assert first is not None
    assert torch.equal(many, first)


def test_the_known_palettes_are_of_pictures_with_colour() -> None:
    palettes = known_palettes()
    assert palettes.shape[1] == 17
    assert len(palettes) >= 32
    assert (palettes[:, 2] * 50 > 8).all()  # mean chroma
    assert (palettes[:, 16] == 1).all()
