"""What is asked for in one shot, brought to each of its frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from models.unet import PALETTE_NUMBERS
from vidcolor.color.grid import turn
from vidcolor.color.guided import enlarge, guided_coefficients
from vidcolor.color.lab import lightness_from_luma
from vidcolor.colorizer import Wish
from vidcolor.guidance.follow import Floats, Follower, Places, carried_shape
from vidcolor.guidance.matching import Matcher, ReferenceColors, matched
from vidcolor.guidance.shapes import Grid, dots_of, dots_within, dotted, outline, radius_px
from vidcolor.guidance.spread import Anchor, enforced
from vidcolor.guides import Deed, Guides, Hint, Reference, Region
from vidcolor.shotlist import Shot

_SHOWN = 0.3  # faith from which on the network is told of a hint
_MOST_DOTS = 12  # of one hint that the network is told of: it was trained with few patches
_BRUSH_PX = (1.5, 4.5)  # radius of those patches at work size, as in the training
_MATCH_GRAIN = 0.03**2  # variance of L* / 100 that counts as noise where matches are sharpened


class ShotGuide:
    """Applies the guides of one shot to its frames; safe to share between threads.

    Args:
        shot: all of its frames.
        guides: those within it.
        size: height and width of the work grid.
        rotation: degrees by which the film is shown turned.
        follower: of places in this shot.
        matcher: compares pictures; None where nothing refers to another picture.
        reference_of: brings a reference's picture.
        palette_of_variant: the palette by which the network colours differently.
        device: of the network.
    """

    def __init__(
        self,
        shot: Shot,
        guides: Guides,
        *,
        size: tuple[int, int],
        rotation: int,
        follower: Follower,
        matcher: Matcher | None,
        reference_of: Callable[[Reference], ReferenceColors],
        palette_of_variant: Callable[[int], Tensor | None],
        device: torch.device,
    ) -> None:
        self.shot = shot
        self.guides = guides
        self._size = size
        self._grid: Grid = (size[0] // 2, size[1] // 2)
        self._rotation = rotation
        self._follower = follower
        self._matcher = matcher
        self._device = device
        self._lock = Lock()
        self._references: dict[Reference, ReferenceColors] = {}
        self._reference_of = reference_of
        self._palette_of_variant = lru_cache(palette_of_variant)

    @property
    def questions(self) -> tuple[Callable[[int], Wish], ...]:
        """What the network is asked of each frame; the number of questions is the shot's.

        A frame's colour then does not depend on whether another frame of its batch shows a hint.
        """
        asked = [self._without_hints]
        if self.guides.hints:
            asked.append(self._with_hints)
        if self._protects:
            asked.append(self._alone)
        return tuple(asked)

    def changed(self, number: int, y: Tensor, answers: Sequence[Tensor]) -> Tensor:
        """The network's colours with references and hints in force.

        Args:
            number: of the frame.
            y: ``(1, 1, h, w)`` Y′ at work size.
            answers: to the `questions`, each ``(1, 2, h/2, w/2)``.
        """
        reference = self._reference_at(number)
        ab = answers[0]
        if reference or self.guides.hints:
            lightness = lightness_from_luma(y)
            small = F.avg_pool2d(lightness, 2)[0, 0].cpu().numpy()
            colors = ab[0].float().cpu().numpy()
            if reference:
                colors = self._matched(reference, lightness, small, colors)
            if self.guides.hints:
                step = (answers[1] - ab)[0].float().cpu().numpy()
                colors = enforced(colors, colors + step, small, self._anchors(number))
            ab = torch.from_numpy(np.ascontiguousarray(colors))[None].to(ab.device)
        if self._protects and (kept := self._protected(number)) is not None:
            ab = torch.lerp(ab, answers[-1], torch.from_numpy(kept).to(ab)[None, None])
        return ab

    def finished(self, number: int, ab: Tensor) -> Tensor:
        """Steadied colours ``(1, 2, h/2, w/2)`` with the regions' deeds done."""
        for region in self.guides.regions:
            if region.deed is Deed.PROTECT:
                continue
            mask = self._mask(region, number)
            if mask is None:
                continue
            wanted = torch.tensor(region.ab or (0.0, 0.0), device=ab.device)[None, :, None, None]
            ab = torch.lerp(ab, wanted.to(ab), torch.from_numpy(mask).to(ab)[None, None])
        return ab

    def close(self) -> None:
        """Stop reading the film; what was found on the way stays known."""
        self._follower.close()

    @property
    def _protects(self) -> bool:
        return any(region.deed is Deed.PROTECT for region in self.guides.regions)

    def _with_hints(self, number: int) -> Wish:
        return Wish(self._planes(number), self._palette(number))

    def _without_hints(self, number: int) -> Wish:
        return Wish(None, self._palette(number))

    def _alone(self, number: int) -> Wish:
        return Wish(None, self._palette_of_variants(number))

    def _palette(self, number: int) -> Tensor | None:
        """That of the reference or of the variant; one that says nothing where there is none.

        None in shots that have neither, which most are: the network is quicker without.
        """
        if (reference := self._reference_at(number)) and reference.strength > 0:
            return self._colors_of(reference).palette
        return self._palette_of_variants(number)

    def _palette_of_variants(self, number: int) -> Tensor | None:
        if not self.guides.references and not self.guides.variants:
            return None
        chosen = [one for one in self.guides.variants if one.frame <= number]
        for variant in chosen[-1:] or self.guides.variants[:1]:
            with self._lock:
                palette = self._palette_of_variant(variant.number)
            if palette is not None:
                return palette
        return torch.zeros(1, PALETTE_NUMBERS + 1)

    def _reference_at(self, number: int) -> Reference | None:
        """The last that was set up to a frame, else the first of the shot."""
        references = self.guides.references
        earlier = [one for one in references if one.frame <= number]
        chosen = earlier[-1:] or references[:1]
        return chosen[0] if chosen else None

    def _colors_of(self, reference: Reference) -> ReferenceColors:
        with self._lock:
            if reference not in self._references:
                self._references[reference] = self._reference_of(reference)
            return self._references[reference]

    def _matched(
        self, reference: Reference, lightness: Tensor, small: Floats, colors: Floats
    ) -> Floats:
        assert self._matcher is not None
        described = self._matcher.describe(turn(lightness.to(self._device), self._rotation))
        found, faith = matched(described, self._colors_of(reference))
        found, faith = (turn(one.cpu(), -self._rotation) for one in (found, faith))
        coarse = (found.shape[2], found.shape[3])
        guide = F.adaptive_avg_pool2d(lightness.cpu(), coarse)[0, 0].numpy() / 100
        planes = [np.ascontiguousarray(plane.numpy()) for plane in found[0]]
        models = guided_coefficients(guide, planes, radius=1, epsilon=_MATCH_GRAIN)
        sharp = np.stack(
            [enlarge(s, self._grid) * (small / 100) + enlarge(b, self._grid) for s, b in models]
        )
        share = enlarge(faith[0, 0].numpy(), self._grid).clip(0, 1) * reference.strength
        return np.asarray(colors + share * (sharp - colors), np.float32)

    def _followed(self, hint: Hint | Region, dots: Floats, number: int) -> Places:
        return self._follower.at(number, hint.frame, dots)

    def _planes(self, number: int) -> Tensor:
        height, width = self._size
        planes = np.zeros((3, height, width), np.float32)
        for hint in self.guides.hints:
            dots = dots_of(hint, self._grid)
            step = max(1, -(-len(dots) // _MOST_DOTS))
            places = self._followed(hint, dots, number)
            shown = places.xy[::step][places.faith[::step] >= _SHOWN]
            radius = float(np.clip(radius_px(hint.radius, self._size), *_BRUSH_PX))
            mask = dotted(shown * 2 + 0.5, radius, self._size)
            planes[:, mask] = np.array([*(hint.ab or (0.0, 0.0)), 1.0], np.float32)[:, None]
        return torch.from_numpy(planes)[None].to(self._device)

    def _anchors(self, number: int) -> list[Anchor]:
        anchors = []
        for hint in self.guides.hints:
            places = self._followed(hint, dots_of(hint, self._grid), number)
            there = places.faith > 0
            if there.any():
                mask = dotted(places.xy[there], radius_px(hint.radius, self._grid), self._grid)
                faith = float(places.faith[there].mean())
                anchors.append(Anchor(mask, hint.ab or (0.0, 0.0), faith))
        return anchors

    def _protected(self, number: int) -> Floats | None:
        """Where hints and references do not reach, 0 to 1; None: nowhere."""
        kept: Floats | None = None
        for region in self.guides.regions:
            if region.deed is Deed.PROTECT and (mask := self._mask(region, number)) is not None:
                kept = mask if kept is None else np.maximum(kept, mask)
        return kept

    def _mask(self, region: Region, number: int) -> Floats | None:
        """A region in a frame, soft at its border; None where it is lost."""
        dots = dots_within(region, self._grid)
        places = self._followed(region, dots, number)
        carried = carried_shape(dots, places)
        if carried is None:
            return None
        mask = torch.from_numpy(outline(region, carried, self._grid))[None, None]
        mask = F.avg_pool2d(F.pad(mask, (1, 1, 1, 1), mode="replicate"), 3, 1)
        return np.asarray(mask[0, 0].numpy() * min(1.0, 2 * float(places.faith.mean())))
