"""From a frame's low-resolution colour and its look to the Cb and Cr that leave the engine."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from vidcolor.color.grid import Luma
from vidcolor.color.kept import kept_chroma, neutral_chroma
from vidcolor.color.look import apply_look
from vidcolor.color.upsample import FieldUpsampler, Upsampler
from vidcolor.settings import Look
from vidcolor.video.frames import Chroma, ChromaFormat, LumaFormat, Plane


class Painter:
    """Brings one film's colours, frame by frame, to the chroma grid of one target.

    Args:
        source: how the film's luma is read.
        target: the grid and the codes that are wanted.
        device: where colour is computed.
    """

    def __init__(self, source: LumaFormat, target: ChromaFormat, device: torch.device) -> None:
        self.target = target
        self._source = source
        self._device = device
        self._whole: Upsampler | None = None
        self._fields: FieldUpsampler | None = None

    def __call__(
        self,
        luma: Luma,
        y: Sequence[Tensor],
        ab: Sequence[Tensor],
        look: Look,
        own: Chroma | None = None,
    ) -> tuple[Plane, Plane]:
        """Colour one frame.

        Args:
            luma: ``(H, W)``, what `upload` made of the frame's luma.
            y: for each view ``(1, 1, h, w)`` Y′ at work size.
            ab: for each view ``(1, 2, h', w')`` CIE a*b*.
            look: of this frame.
            own: the source's chroma, for a frame that stays as it is; None where it is grey.

        Returns:
            Cb and Cr on the target's grid.
        """
        if look.leave:
            if own is None:
                return neutral_chroma(self.target)
            return kept_chroma(own, self.target, fields=len(y) == 2)
        ab = [apply_look(view, look) for view in ab]
        if len(y) == 2:
            if self._fields is None:
                self._fields = FieldUpsampler(self._source, self.target, self._device)
            return self._fields(luma, (y[0], y[1]), (ab[0], ab[1]), look.saturation)
        if self._whole is None:
            self._whole = Upsampler(self._source, self.target, self._device)
        return self._whole(luma, y[0], ab[0], look.saturation)
