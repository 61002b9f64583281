"""The look: what a person makes of the colours of a shot."""

from __future__ import annotations

from torch import Tensor

from vidcolor.settings import Look

# What a slider does at full scale, in a*b*. Warmth goes along the line from blue to amber, on
# which lamps and daylight lie; tint at right angles to it, so that neither undoes the other.
_WARMTH_AB = (6.0, 15.0)
_TINT_AB = (15.0, -6.0)
_PALE_AB = 30.0  # chroma at which vibrance has fallen to 37 % of what it does to the palest


def apply_look(ab: Tensor, look: Look) -> Tensor:
    """Change low-resolution colour as vibrance, warmth and tint say; saturation acts later.

    Vibrance first, so that it does not strengthen what warmth and tint add. At full scale it
    doubles the palest chroma, or takes it; warmth and tint move every colour by 16 a*b*. Black
    and white take no colour from this: the gamut has none there.

    Args:
        ab: ``(B, 2, h, w)`` float32 CIE a*b*, on any device.
        look: its saturation and ``leave`` are not looked at.

    Returns:
        A tensor of the same shape; ``ab`` itself where the look changes nothing.
    """
    if look.vibrance:
        chroma = ab.square().sum(1, keepdim=True).sqrt_()
        ab = ab * chroma.div_(-_PALE_AB).exp_().mul_(look.vibrance).add_(1.0)
    if look.warmth or look.tint:
        pairs = zip(_WARMTH_AB, _TINT_AB, strict=True)
        shift = [look.warmth * warm + look.tint * magenta for warm, magenta in pairs]
        ab = ab + ab.new_tensor(shift)[:, None, None]
    return ab
