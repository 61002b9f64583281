"""From predicted a*b* and the kept luma to Cb and Cr that stay in gamut."""

from __future__ import annotations

from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from vidcolor.color.lab import RGB_TO_XYZ, WHITE_XYZ
from vidcolor.video.frames import Matrix

AB_LIMIT = 110.0  # sRGB reaches −108 to 98; what lies outside is clamped
_AB_NODES = 89  # every 2.5; odd, so that a* = b* = 0 is a node and grey stays exactly grey
_LUMA_NODES = 33

# Linear BT.709 to linear BT.2020, ITU-R BT.2087-0, 3.
_BT709_TO_BT2020 = (
    (0.6274, 0.3293, 0.0433),
    (0.0691, 0.9195, 0.0114),
    (0.0164, 0.0880, 0.8956),
)


def chroma_gains(matrix: Matrix) -> tuple[float, float]:
    """``(B′ − Y′) / Cb`` and ``(R′ − Y′) / Cr``, with Cb and Cr in −0.5 to +0.5."""
    red, _, blue = matrix.weights
    return 2.0 * (1.0 - blue), 2.0 * (1.0 - red)


def limit_to_gamut_(y: Tensor, blue: Tensor, red: Tensor, matrix: Matrix) -> None:
    """Take chroma, never luma, from colours that have no R′G′B′ in 0 to 1; in place.

    Both differences shrink by one factor at constant Y′, along the line to grey.

    Args:
        y: any shape, Y′; outside 0 to 1 no colour is left.
        blue: same shape, B′ − Y′; changed.
        red: same shape, R′ − Y′; changed.
        matrix: whose weights tie G′ to the others.
    """
    share_r, share_g, share_b = matrix.weights
    green = torch.mul(red, -share_r / share_g).add_(blue, alpha=-share_b / share_g)
    highest = torch.maximum(blue, red)
    lowest = torch.minimum(blue, red)
    torch.maximum(highest, green, out=highest)
    torch.minimum(lowest, green, out=lowest)
    # Room below and above; the floor keeps 0/0 of black and white grey from becoming NaN.
    highest.div_(torch.neg(y, out=green).add_(1.0).clamp_(min=1e-9))
    lowest.div_(torch.neg(y, out=green).clamp_(max=-1e-9))
    excess = torch.maximum(highest, lowest, out=highest).clamp_(min=1.0)
    blue.div_(excess)
    red.div_(excess)


class ChromaTable:
    """Cb and Cr for each (Y′, a*, b*), such that the R′G′B′ of all three has that a*b*.

    Lightness is not given but solved for, so that the luma of the colour is the film's
    Y′ (a saturated colour and a grey of one luma differ in L*). The table holds colours
    beyond the gamut too, where it is smooth; the gamut's edge is met exactly afterwards.
    R′G′B′ has the sRGB transfer and the primaries of BT.709, for BT.2020 its own.
    """

    def __init__(self, matrix: Matrix, device: torch.device | str = "cpu") -> None:
        self.matrix = matrix
        self._table = _solve_table(matrix).to(device)

    def __call__(self, y: Tensor, ab: Tensor) -> Tensor:
        """Look up and bring into gamut.

        Args:
            y: ``(B, 1, h, w)`` float32, Y′, 0 to 1.
            ab: ``(B, 2, h, w)`` float32, CIE a*b*.

        Returns:
            ``(B, 2, h, w)``: Cb and Cr, −0.5 to +0.5; exactly 0 where a* = b* = 0.

        Raises:
            ValueError: the shapes do not belong together.
        """
        if y.dim() != 4 or ab.shape != (len(y), 2, *y.shape[2:]) or y.shape[1] != 1:
            raise ValueError(
                f"want (B,1,h,w) and (B,2,h,w), got {tuple(y.shape)} and {tuple(ab.shape)}"
            )
        a, b = ab[:, 0] / AB_LIMIT, ab[:, 1] / AB_LIMIT
        where = torch.stack([b, a, y[:, 0] * 2.0 - 1.0], dim=-1)[:, None]  # (B, 1, h, w, 3)
        table = self._table.expand(len(y), -1, -1, -1, -1)
        difference = F.grid_sample(
            table, where, mode="bilinear", padding_mode="border", align_corners=True
        )[:, :, 0]  # (B, 2, h, w): B′ − Y′, R′ − Y′
        limit_to_gamut_(y[:, 0], difference[:, 0], difference[:, 1], self.matrix)
        gain_b, gain_r = chroma_gains(self.matrix)
        difference[:, 0].div_(gain_b)
        difference[:, 1].div_(gain_r)
        return difference


@lru_cache
def _solve_table(matrix: Matrix) -> Tensor:
    """``(1, 2, luma, a, b)`` float32: B′ − Y′ and R′ − Y′ at the nodes."""
    luma = torch.linspace(0, 1, _LUMA_NODES, dtype=torch.float64)
    axis = torch.linspace(-AB_LIMIT, AB_LIMIT, _AB_NODES, dtype=torch.float64)
    y, a, b = torch.meshgrid(luma, axis, axis, indexing="ij")
    # Luma grows with L* at fixed a*b*, so halving an interval cannot miss.
    low, high = torch.full_like(y, -150.0), torch.full_like(y, 250.0)
    for _ in range(24):
        middle = (low + high) / 2.0
        below = _weighted(_nonlinear_rgb(middle, a, b, matrix), matrix) < y
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    red, _, blue = _nonlinear_rgb((low + high) / 2.0, a, b, matrix)
    table = torch.stack([blue - y, red - y])
    grey = _AB_NODES // 2
    table[:, :, grey, grey] = 0.0
    return table[None].float()


def _weighted(rgb: tuple[Tensor, Tensor, Tensor], matrix: Matrix) -> Tensor:
    red, green, blue = matrix.weights
    return red * rgb[0] + green * rgb[1] + blue * rgb[2]


def _nonlinear_rgb(
    lightness: Tensor, a: Tensor, b: Tensor, matrix: Matrix
) -> tuple[Tensor, Tensor, Tensor]:
    """R′G′B′ of Lab, float64; the transfer is odd, so that it has values beyond the gamut."""
    to_rgb = torch.linalg.inv(torch.tensor(RGB_TO_XYZ, dtype=torch.float64))
    to_rgb = to_rgb * torch.tensor(WHITE_XYZ, dtype=torch.float64)
    if matrix is Matrix.BT2020:
        to_rgb = torch.tensor(_BT709_TO_BT2020, dtype=torch.float64) @ to_rgb
    y = (lightness + 16.0) / 116.0
    f = torch.stack([y + a / 500.0, y, y - b / 200.0])
    line = (f - 4.0 / 29.0) * 3.0 * (6.0 / 29.0) ** 2
    xyz = torch.where(f > 6.0 / 29.0, f**3, line)
    linear = torch.einsum("oc,c...->o...", to_rgb, xyz)
    size = linear.abs()
    curve = 1.055 * size.clamp(min=0.0031308) ** (1.0 / 2.4) - 0.055
    encoded = torch.where(size > 0.0031308, curve, size * 12.92) * linear.sign()
    return encoded[0], encoded[1], encoded[2]
