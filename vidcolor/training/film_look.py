"""Makes the lightness of a colour photo look like old film; the colours stay what they were."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from vidcolor.color.lab import lightness_from_luma, linear_to_srgb, rgb_to_luma, srgb_to_linear
from vidcolor.video.frames import Matrix

# Response of an orthochromatic emulsion to linear R, G, B: nearly blind to red.
_ORTHOCHROMATIC = (0.05, 0.45, 0.50)


def film_lightness(rgb: Tensor, *, chance: float, draws: torch.Generator) -> Tensor:
    """What the generator sees of a colour picture.

    All are sharpened by chance: training photos are enlarged, the film will be scaled down and
    so be crisper. A share ``chance`` of them gets an old film's look: other spectral response,
    other contrast, crushed ends, blur and halation, grain, vignette, scratches and dust.

    Args:
        rgb: ``(B, 3, H, W)`` sRGB in 0…1.
        draws: the source of all randomness, on the CPU.

    Returns:
        ``(B, 1, H, W)`` CIE L* of the neutral grey, 0 to 100.
    """
    luma = _sharpen(rgb_to_luma(rgb, Matrix.BT601), draws)
    old = (torch.rand(len(rgb), generator=draws) < chance).nonzero()[:, 0].to(rgb.device)
    if len(old):
        aged = _sharpen(_spectral(rgb[old], draws), draws)
        aged = _contrast(aged, draws)
        aged = _soften(aged, draws)
        aged = _vignette(aged, draws)
        aged = _grain(aged, draws)
        aged = _dirt(aged, draws)
        luma = luma.index_copy(0, old, aged.clamp(0, 1))
    return lightness_from_luma(luma.clamp(0, 1))


def _uniform(n: int, low: float, high: float, like: Tensor, draws: torch.Generator) -> Tensor:
    """``(n, 1, 1, 1)`` random numbers on the device of ``like``."""
    return (torch.rand(n, 1, 1, 1, generator=draws) * (high - low) + low).to(like)


def _spectral(rgb: Tensor, draws: torch.Generator) -> Tensor:
    n = len(rgb)
    normal = torch.tensor(Matrix.BT709.weights).expand(n, 3)
    ortho = torch.tensor(_ORTHOCHROMATIC).expand(n, 3)
    wild = torch.rand(n, 3, generator=draws) + 0.05
    wild = wild / wild.sum(1, keepdim=True)
    mix = torch.rand(n, 3, generator=draws) * torch.tensor([1.0, 0.8, 0.8])
    mix = mix / mix.sum(1, keepdim=True)
    weights = mix[:, :1] * normal + mix[:, 1:2] * ortho + mix[:, 2:] * wild
    linear = (srgb_to_linear(rgb) * weights.to(rgb)[..., None, None]).sum(1, keepdim=True)
    return linear_to_srgb(linear.clamp(0, 1))


def _contrast(luma: Tensor, draws: torch.Generator) -> Tensor:
    n = len(luma)
    gamma = torch.exp(_uniform(n, -0.5, 0.47, luma, draws))  # 0.6 … 1.6
    black = _uniform(n, -0.08, 0.10, luma, draws)
    white = _uniform(n, 0.85, 1.08, luma, draws)
    lifted = luma.clamp(1e-4, 1) ** gamma
    stretched = ((lifted - black) / (white - black)).clamp(0, 1)
    # The print's own black and white: seldom the full range.
    low, high = _uniform(n, 0.0, 0.10, luma, draws), _uniform(n, 0.85, 1.0, luma, draws)
    return low + stretched * (high - low)


def _blur(x: Tensor, sigma: Tensor) -> Tensor:
    """Gaussian blur with an own ``sigma`` ``(B, 1, 1, 1)`` in pixels for each picture."""
    radius = 4
    taps = torch.arange(-radius, radius + 1, device=x.device, dtype=x.dtype)
    kernel = torch.exp(-0.5 * (taps / sigma.flatten(1).clamp(min=0.05)) ** 2)
    kernel = (kernel / kernel.sum(1, keepdim=True))[:, None, None]  # (B, 1, 1, K)
    flat = x.transpose(0, 1)  # (1, B, H, W): one group for each picture
    flat = F.conv2d(F.pad(flat, (radius,) * 2 + (0, 0), "replicate"), kernel, groups=len(x))
    kernel = kernel.transpose(2, 3)
    flat = F.conv2d(F.pad(flat, (0, 0) + (radius,) * 2, "replicate"), kernel, groups=len(x))
    return flat.transpose(0, 1)


def _sharpen(luma: Tensor, draws: torch.Generator) -> Tensor:
    n = len(luma)
    amount = _uniform(n, -1.5, 1.5, luma, draws).clamp(min=0)  # half of them stay as they are
    return luma + amount * (luma - _blur(luma, _uniform(n, 0.6, 1.4, luma, draws)))


def _soften(luma: Tensor, draws: torch.Generator) -> Tensor:
    n = len(luma)
    soft = _blur(luma, _uniform(n, 0.0, 1.2, luma, draws))
    glow = _blur((soft - 0.7).clamp(min=0), torch.full((n, 1, 1, 1), 3.0).to(luma))
    return soft + glow * _uniform(n, 0.0, 0.6, luma, draws)


def _vignette(luma: Tensor, draws: torch.Generator) -> Tensor:
    n, _, height, width = luma.shape
    y = torch.linspace(-1, 1, height, device=luma.device)[:, None]
    x = torch.linspace(-1, 1, width, device=luma.device)[None]
    return luma * (1 - _uniform(n, 0.0, 0.35, luma, draws) * ((x * x + y * y) / 2)[None, None])


def _grain(luma: Tensor, draws: torch.Generator) -> Tensor:
    n, _, height, width = luma.shape
    noise = torch.randn(n, 1, height, width, generator=draws).to(luma)
    size = _uniform(n, 0.0, 1.0, luma, draws)
    noise = _blur(noise, size)
    noise = noise / noise.std((2, 3), keepdim=True).clamp(min=1e-3)
    # At most 12 of 255 codes, strongest in the mid-tones, as silver grain is.
    strength = _uniform(n, 0.0, 12 / 255, luma, draws) * (0.4 + 2.4 * luma * (1 - luma))
    return luma + noise * strength


def _dirt(luma: Tensor, draws: torch.Generator) -> Tensor:
    n, _, height, width = luma.shape
    if torch.rand((), generator=draws) < 0.5:
        return luma
    scratched = luma.clone()
    for picture in range(0, n, 3):
        for _ in range(int(torch.randint(1, 4, (), generator=draws))):
            column = int(torch.randint(0, width, (), generator=draws))
            shade = float(torch.rand((), generator=draws))
            scratched[picture, 0, :, column] = scratched[picture, 0, :, column].lerp(
                luma.new_tensor(1.0 if shade > 0.4 else 0.0), 0.3 + 0.5 * shade
            )
        for _ in range(int(torch.randint(0, 6, (), generator=draws))):
            y = int(torch.randint(0, max(height - 4, 1), (), generator=draws))
            x = int(torch.randint(0, max(width - 4, 1), (), generator=draws))
            h, w = torch.randint(1, 5, (2,), generator=draws).tolist()
            scratched[picture, 0, y : y + h, x : x + w] = float(
                torch.rand((), generator=draws) > 0.5
            )
    return scratched
