"""What a generator is asked in a step, and how its answer is laid beside the truth.

Our own generators answer CIE a*b* in several heads and take hints and palettes; those of the
papers speak a colour space of theirs and answer once. Everything else of a training is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.registry import Native
from models.unet import Prediction, palette_of
from vidcolor.color.lab import lightness_from_luma, rgb_to_lab, rgb_to_luma
from vidcolor.color.spaces import LAB, SPACES, ColorSpace
from vidcolor.training.film_look import film_lightness
from vidcolor.training.guidance import draw_hints, drop_palettes
from vidcolor.training.losses import Answer, Pair, mean_color
from vidcolor.training.recipe import Recipe
from vidcolor.video.frames import Matrix

PALETTE_DROP = 0.6


class Lesson(Protocol):
    """Asks a generator for the colours of photos."""

    space: ColorSpace

    def answer(self, generator: nn.Module, rgb: Tensor, draws: torch.Generator) -> Answer:
        """Colour a batch.

        Args:
            generator: in training mode.
            rgb: ``(B, 3, H, W)`` sRGB, 0 to 1.
            draws: the source of all randomness that is not torch's own, on the CPU.
        """
        ...

    def truth(self, rgb: Tensor, draws: torch.Generator) -> Pair:
        """What a discriminator sees of the photos themselves; ``fake`` is the truth too."""
        ...


class OwnLesson:
    """For our own generators: old film's looks, hints and palettes; three heads."""

    space = LAB

    def __init__(
        self,
        recipe: Recipe,
        bins: Tensor,
        *,
        old_film_chance: float,
        autocast: Callable[[], torch.autocast],
    ) -> None:
        self._adversary = recipe.adversary
        self._bins = bins
        self._old_film_chance = old_film_chance
        self._autocast = autocast

    def answer(self, generator: nn.Module, rgb: Tensor, draws: torch.Generator) -> Answer:
        """See `Lesson`."""
        lab = rgb_to_lab(rgb)
        ab = lab[:, 1:]
        lightness = film_lightness(rgb, chance=self._old_film_chance, draws=draws)
        hints = draw_hints(ab, draws=draws)
        palettes = drop_palettes(palette_of(ab), share=PALETTE_DROP, draws=draws)
        with self._autocast():
            said: Prediction = generator(
                lightness.contiguous(memory_format=torch.channels_last), hints, palettes
            )
        heads = {"logits": said.logits, "ab": said.ab, "coarse_ab": said.coarse_ab}
        pair: Pair | None = None
        if self._adversary is not None:
            pair = judged_pair(said.logits, lab, self._bins, self._adversary.temperature)
        return Answer(heads, ab, self._bins, None, pair)

    def truth(self, rgb: Tensor, draws: torch.Generator) -> Pair:
        """See `Lesson`."""
        return true_pair(rgb_to_lab(rgb))


def judged_pair(logits: Tensor, lab: Tensor, bins: Tensor, temperature: float) -> Pair:
    """Bring true and made colours to the same grid, so that sharpness does not give them away.

    What is judged is the mean of the distribution as it is trained, with its weight for colourful
    pixels; films are coloured with the same mean, that weight undone. Half the size is fine enough
    for colours that lie on a grid of a quarter, costs a quarter, and a verdict sees twice as far.

    Args:
        logits: ``(B, Q, H/4, W/4)``.
        lab: ``(B, 3, H, W)`` CIE L*a*b* of the photos; sides multiples of 64.
        bins: ``(Q, 2)`` a*b*.
        temperature: of the mean.
    """
    fake = mean_color(logits.float(), bins, temperature=temperature)
    return replace(true_pair(lab), fake=_enlarged(fake))


def true_pair(lab: Tensor) -> Pair:
    """The photos ``(B, 3, H, W)`` on the grid of `judged_pair`, in the place of both."""
    real = _enlarged(F.avg_pool2d(lab[:, 1:], 4))
    return Pair(LAB, F.avg_pool2d(lab[:, :1], 2), real, real)


def _enlarged(ab: Tensor) -> Tensor:
    return F.interpolate(ab, scale_factor=2.0, mode="bilinear")


class PaperLesson:
    """For the networks of the papers: grey in, colours of their own space or classes out."""

    def __init__(
        self,
        native: Native,
        *,
        old_film_chance: float,
        autocast: Callable[[], torch.autocast],
        class_weights: Tensor | None = None,
    ) -> None:
        """Know how the network speaks.

        Args:
            native: of the network.
            old_film_chance: share of pictures that look like old film; 0: all are clean.
            autocast: the arithmetic of its forward pass.
            class_weights: ``(Q,)``, how much each class counts.
        """
        self.space = SPACES[native.space]
        self._native = native
        self._old_film_chance = old_film_chance
        self._autocast = autocast
        self.class_weights = class_weights

    def answer(self, generator: nn.Module, rgb: Tensor, draws: torch.Generator) -> Answer:
        """See `Lesson`."""
        true = self.truth(rgb, draws)
        said = self.colors(generator, true.grey, draws)
        if self._native.classes:
            centres = generator.get_buffer("bins" if self.space is LAB else "centres")
            return Answer({"logits": said}, true.real, centres, self.class_weights, None)
        no_centres = said.new_zeros(0, 2)
        return Answer({"colors": said}, true.real, no_centres, None, replace(true, fake=said))

    def truth(self, rgb: Tensor, draws: torch.Generator) -> Pair:
        """See `Lesson`."""
        colors = self.space.colors(rgb)
        return Pair(self.space, self.grey(rgb, draws), colors, colors)

    def grey(self, rgb: Tensor, draws: torch.Generator) -> Tensor:
        """What the network sees of photos ``(B, 3, H, W)``, in its own colour space."""
        if self._old_film_chance > 0:
            lightness = film_lightness(rgb, chance=self._old_film_chance, draws=draws)
        else:
            lightness = lightness_from_luma(rgb_to_luma(rgb, Matrix.BT601))
        return self.space.grey(lightness)

    def colors(self, generator: nn.Module, grey: Tensor, draws: torch.Generator) -> Tensor:
        """What the network answers, with fresh noise where it takes some."""
        noise: Tensor | None = None
        if count := self._native.noise_numbers:
            noise = (torch.rand(len(grey), count, generator=draws) * 2 - 1).to(grey)
        with self._autocast():
            said: Tensor = generator(grey.contiguous(memory_format=torch.channels_last), noise)
        return said.float()
