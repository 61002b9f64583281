"""sRGB, CIE XYZ and CIE Lab as tensors, differentiable, and the lightness of a film's luma."""

from __future__ import annotations

import torch
from torch import Tensor

from vidcolor.video.frames import Matrix

# Linear BT.709 / sRGB to XYZ (D65), as in IEC 61966-2-1 and ITU-R BT.709.
RGB_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)
# The white is the sum of each row, not the rounded D65 of tables: so grey has a* = b* = 0.
WHITE_XYZ = tuple(sum(row) for row in RGB_TO_XYZ)

_LAB_KNEE = (6.0 / 29.0) ** 3  # t where the cube root meets the line, CIE 15:2004, 8.2.1
_LAB_SLOPE = (29.0 / 6.0) ** 2 / 3.0
_LAB_OFFSET = 4.0 / 29.0


def srgb_to_linear(rgb: Tensor) -> Tensor:
    """Undo the sRGB transfer (IEC 61966-2-1), element by element.

    Args:
        rgb: any shape, code values, 0 to 1; below 0 the straight part goes on.

    Returns:
        Same shape, linear light, 0 to 1. The gradient is finite everywhere.
    """
    # Both branches of `where` are differentiated: clamping keeps the unused one finite.
    curve = ((rgb.clamp(min=0.04045) + 0.055) / 1.055) ** 2.4
    return torch.where(rgb > 0.04045, curve, rgb / 12.92)


def linear_to_srgb(linear: Tensor) -> Tensor:
    """Apply the sRGB transfer (IEC 61966-2-1), element by element.

    Args:
        linear: any shape, linear light, 0 to 1; below 0 the straight part goes on.

    Returns:
        Same shape, code values, 0 to 1. The gradient is finite everywhere.
    """
    curve = 1.055 * linear.clamp(min=0.0031308) ** (1.0 / 2.4) - 0.055
    return torch.where(linear > 0.0031308, curve, linear * 12.92)


def mix_channels(pixels: Tensor, matrix: Tensor) -> Tensor:
    """Multiply each pixel's three channels by a 3×3 matrix.

    Args:
        pixels: ``(B, 3, H, W)``.
        matrix: ``(3, 3)``, rows are output channels; converted to ``pixels``' dtype and device.

    Returns:
        ``(B, 3, H, W)``.

    Raises:
        ValueError: ``pixels`` is not ``(B, 3, H, W)``.
    """
    if pixels.dim() != 4 or pixels.shape[1] != 3:
        raise ValueError(f"want (B, 3, H, W), got {tuple(pixels.shape)}")
    # Autocast would run einsum in half precision, which is worth several a*b* units.
    with torch.autocast(pixels.device.type, enabled=False):
        return torch.einsum("oc,bchw->bohw", matrix.to(pixels), pixels)


def linear_to_lab(linear: Tensor) -> Tensor:
    """Linear BT.709 RGB to CIE Lab under D65 (CIE 15:2004, 8.2.1).

    Args:
        linear: ``(B, 3, H, W)``, linear light, 0 to 1.

    Returns:
        ``(B, 3, H, W)``: L* 0 to 100, a* and b* about −110 to 110; 0 on grey.
    """
    white = torch.tensor(WHITE_XYZ, dtype=torch.float64).view(3, 1)
    xyz = mix_channels(linear, torch.tensor(RGB_TO_XYZ, dtype=torch.float64) / white)
    root = xyz.clamp(min=_LAB_KNEE) ** (1.0 / 3.0)
    x, y, z = torch.where(xyz > _LAB_KNEE, root, xyz * _LAB_SLOPE + _LAB_OFFSET).unbind(1)
    return torch.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], dim=1)


def lab_to_linear(lab: Tensor) -> Tensor:
    """CIE Lab under D65 to linear BT.709 RGB: `linear_to_lab` backwards.

    Args:
        lab: ``(B, 3, H, W)``, CIE L*a*b*.

    Returns:
        ``(B, 3, H, W)``, linear light; outside 0 to 1 where the colour is out of gamut.
    """
    lightness, a, b = lab.unbind(1)
    y = (lightness + 16.0) / 116.0
    f = torch.stack([y + a / 500.0, y, y - b / 200.0], dim=1)
    xyz = torch.where(f > 6.0 / 29.0, f**3, (f - _LAB_OFFSET) / _LAB_SLOPE)
    white = torch.tensor(WHITE_XYZ, dtype=torch.float64)
    to_rgb = torch.linalg.inv(torch.tensor(RGB_TO_XYZ, dtype=torch.float64)) * white
    return mix_channels(xyz, to_rgb)


def rgb_to_lab(rgb: Tensor) -> Tensor:
    """sRGB to CIE Lab (D65).

    Args:
        rgb: ``(B, 3, H, W)``, sRGB code values, 0 to 1.

    Returns:
        ``(B, 3, H, W)``: L* 0 to 100, a* and b* about −110 to 110.

    Raises:
        ValueError: ``rgb`` is not ``(B, 3, H, W)``.
    """
    return linear_to_lab(srgb_to_linear(rgb))


def lab_to_rgb(lab: Tensor) -> Tensor:
    """CIE Lab (D65) to sRGB, not clipped.

    Args:
        lab: ``(B, 3, H, W)``, CIE L*a*b*.

    Returns:
        ``(B, 3, H, W)``, sRGB code values; outside 0 to 1 where the colour is out of
        gamut, so that a loss still sees how far. Clamp before showing it.

    Raises:
        ValueError: ``lab`` is not ``(B, 3, H, W)``.
    """
    return linear_to_srgb(lab_to_linear(lab))


def lightness_from_luma(y: Tensor) -> Tensor:
    """L* of the neutral grey that has this luma.

    This, not the true L* of a photo, is what a grey film tells: they differ by 0.85 on
    average and by 2.6 where chroma exceeds 40, so training must look at it too.

    Args:
        y: any shape, Y′, 0 to 1, read with the sRGB transfer.

    Returns:
        Same shape, L*, 0 to 100.
    """
    linear = srgb_to_linear(y)
    root = linear.clamp(min=_LAB_KNEE) ** (1.0 / 3.0)
    f = torch.where(linear > _LAB_KNEE, root, linear * _LAB_SLOPE + _LAB_OFFSET)
    return 116.0 * f - 16.0


def luma_from_lightness(lightness: Tensor) -> Tensor:
    """Y′ of the neutral grey that has this L*: `lightness_from_luma` backwards.

    Args:
        lightness: any shape, L*, 0 to 100.

    Returns:
        Same shape, Y′, 0 to 1, with the sRGB transfer.
    """
    f = (lightness + 16.0) / 116.0
    return linear_to_srgb(torch.where(f > 6.0 / 29.0, f**3, (f - _LAB_OFFSET) / _LAB_SLOPE))


def rgb_to_luma(rgb: Tensor, matrix: Matrix) -> Tensor:
    """Y′ of R′G′B′ (ITU-R BT.601, BT.709, BT.2020).

    Args:
        rgb: ``(B, 3, H, W)``, code values, 0 to 1.
        matrix: whose weights.

    Returns:
        ``(B, 1, H, W)``, Y′, 0 to 1.
    """
    red, green, blue = matrix.weights
    r, g, b = rgb[:, 0:1], rgb[:, 1:2], rgb[:, 2:3]
    return red * r + green * g + blue * b
