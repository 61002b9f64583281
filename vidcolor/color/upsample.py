"""From low-resolution colour to Cb and Cr planes that follow the film's full-size luma."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.chroma import ChromaTable, chroma_gains, limit_to_gamut_
from vidcolor.color.grid import Luma, upload
from vidcolor.color.guided import enlarge, guided_coefficients, resample
from vidcolor.color.sampling import ChromaAxis, ChromaGrid, Lines, chroma_grid, luma_on_grid
from vidcolor.video.frames import ChromaFormat, LumaFormat, Plane

# Windows of 5 and 7 samples reach about as far as the generator's colour is blurred.
_RADIUS_PREDICTED = 2
_RADIUS_WORK = 3
# Contrast (standard deviation of Y′ in a window) below which luma is grain, not an edge.
_GRAIN = 0.02
_PIECE = 32768  # samples; torch's own grain size
_PIECE_ROWS = 32  # of the work grid
_FIRST_AND_STEP = {Lines.ALL: (0, 1), Lines.TOP: (0, 2), Lines.BOTTOM: (1, 2)}


class Upsampler:
    """Brings the generator's a*b* to the chroma grid of the target.

    a*b* are sharpened along the work-size luma, turned into Cb Cr there, and a local
    linear model of Cb Cr against Y′ (fast guided filter) is evaluated with the full-size
    luma. Deterministic; one frame a call; nothing is kept from frame to frame.
    """

    def __init__(
        self,
        source: LumaFormat,
        target: ChromaFormat,
        device: torch.device,
        *,
        lines: Lines = Lines.ALL,
    ) -> None:
        self._source = source
        self._target = target
        self._device = device
        self._lines = lines
        self._table = ChromaTable(target.matrix, device)
        self._gains = chroma_gains(target.matrix)
        self._dtype = np.uint8 if target.bit_depth <= 8 else np.uint16

    def __call__(
        self,
        luma: Luma,
        y_work: Tensor,
        ab: Tensor,
        saturation: float = 1.0,
    ) -> tuple[Plane, Plane]:
        """Colour one frame.

        Args:
            luma: ``(H, W)`` plane of the source (of the whole frame, also for a field),
                or what `upload` made of it.
            y_work: ``(1, 1, h, w)`` float32, Y′, 0 to 1: what the generator saw.
            ab: ``(1, 2, h', w')`` float32, a*b*, at any fraction of the work grid.
            saturation: factor on Cb and Cr before the gamut's limit; 0 is grey.

        Returns:
            Cb and Cr, each of the target's chroma size (a field: of its rows), uint8 up
            to 8 bits, uint16 above; exactly neutral where a* = b* = 0.

        Raises:
            ValueError: shapes do not belong together.
        """
        if y_work.dim() != 4 or y_work.shape[:2] != (1, 1) or ab.shape[:2] != (1, 2):
            raise ValueError(
                f"want (1,1,h,w) and (1,2,h,w), got {tuple(y_work.shape)} and {tuple(ab.shape)}"
            )
        if isinstance(luma, np.ndarray):
            luma = upload(luma, self._device)
        height, width = luma.shape
        grid = chroma_grid(self._target, (height, width), self._lines)
        models = self._models(y_work, ab, saturation, grid)
        (slope_blue, blue), (slope_red, red) = models
        first, step = _FIRST_AND_STEP[self._lines]
        y = luma_on_grid(luma[first::step], grid)
        codes = tuple(np.empty(y.shape, self._dtype) for _ in range(2))
        # Pieces that stay in the processor's cache, and below the size at which torch wakes
        # its other threads for each single operation. Each sample is computed alone.
        rows = max(1, _PIECE // y.shape[1]) if y.device.type == "cpu" else y.shape[0]
        for piece in (slice(row, row + rows) for row in range(0, y.shape[0], rows)):
            guide = y[piece].sub_(self._source.black)
            # The work-size Y′ is clipped, so is this one: beyond black and white no colour.
            guide.div_(self._source.white - self._source.black).clamp_(0.0, 1.0)
            blue[piece].addcmul_(slope_blue[piece], guide)
            red[piece].addcmul_(slope_red[piece], guide)
            limit_to_gamut_(guide, blue[piece], red[piece], self._target.matrix)
            for difference, gain, plane in zip((blue, red), self._gains, codes, strict=True):
                code = self._to_codes_(difference[piece], gain)
                np.copyto(plane[piece], code.cpu().numpy(), casting="unsafe")
        return codes[0], codes[1]

    def _models(
        self, y_work: Tensor, ab: Tensor, saturation: float, grid: ChromaGrid
    ) -> list[tuple[Tensor, Tensor]]:
        """Slope and base of B′ − Y′, then of R′ − Y′, against Y′, on the chroma grid."""
        y_work = y_work.to(self._device, torch.float32)
        ab = self._sharpen(y_work, ab.to(self._device, torch.float32))
        differences = torch.empty_like(ab)
        for row in range(0, y_work.shape[2], _PIECE_ROWS):
            piece = slice(row, row + _PIECE_ROWS)
            differences[:, :, piece] = self._table(y_work[:, :, piece], ab[:, :, piece])
        planes = [
            _plane(difference) * np.float32(gain * saturation)
            for difference, gain in zip(differences[0], self._gains, strict=True)
        ]
        models = guided_coefficients(
            _plane(y_work[0, 0]), planes, radius=_RADIUS_WORK, epsilon=_GRAIN**2
        )
        return [(_on_grid(slope, grid), _on_grid(base, grid)) for slope, base in models]

    def _sharpen(self, y_work: Tensor, ab: Tensor) -> Tensor:
        """Bring a*b* to the work grid, along the edges of its luma."""
        size, small = (y_work.shape[2], y_work.shape[3]), (ab.shape[2], ab.shape[3])
        if size == small:
            return ab
        guide = F.adaptive_avg_pool2d(y_work, small)
        models = guided_coefficients(
            _plane(guide[0, 0]),
            [_plane(ab[0, 0]), _plane(ab[0, 1])],
            radius=_RADIUS_PREDICTED,
            epsilon=_GRAIN**2,
        )
        y = _plane(y_work[0, 0])
        sharp = torch.empty((1, 2, *size), device=ab.device)
        for plane, (slope, base) in zip(sharp[0], models, strict=True):
            _plane(plane)[:] = enlarge(slope, size) * y + enlarge(base, size)
        return sharp

    def _to_codes_(self, difference: Tensor, gain: float) -> Tensor:
        """Turn B′ − Y′ or R′ − Y′ into codes to be cut to whole numbers, in place."""
        target = self._target
        scale = 1 << (target.bit_depth - 8)
        span, lowest, highest = 224 * scale, 16 * scale, 240 * scale
        if target.full_range:
            span, lowest, highest = 256 * scale - 1, 0, 256 * scale - 1
        # Cutting after + ½ rounds; torch's round_ would wake the other threads.
        return difference.mul_(span / gain).add_(target.neutral + 0.5).clamp_(lowest, highest)


class FieldUpsampler:
    """Colours interlaced film whose fields are kept: each field from its own view."""

    def __init__(self, source: LumaFormat, target: ChromaFormat, device: torch.device) -> None:
        self._device = device
        self._fields = tuple(
            Upsampler(source, target, device, lines=lines) for lines in (Lines.TOP, Lines.BOTTOM)
        )

    def __call__(
        self,
        luma: Luma,
        y_work: tuple[Tensor, Tensor],
        ab: tuple[Tensor, Tensor],
        saturation: float = 1.0,
    ) -> tuple[Plane, Plane]:
        """Colour one frame of two fields.

        Args:
            luma: ``(H, W)`` plane of the whole frame, both fields woven.
            y_work: of the full-height view of the top field, then of the bottom field.
            ab: likewise.
            saturation: as for `Upsampler`.

        Returns:
            Cb and Cr of the whole frame, the fields' rows woven.
        """
        if isinstance(luma, np.ndarray):
            luma = upload(luma, self._device)
        top, bottom = (
            field(luma, y, colour, saturation)
            for field, y, colour in zip(self._fields, y_work, ab, strict=True)
        )
        return _weave(top[0], bottom[0]), _weave(top[1], bottom[1])


def _weave(top: Plane, bottom: Plane) -> Plane:
    woven = np.empty((len(top) + len(bottom), top.shape[1]), top.dtype)
    woven[0::2], woven[1::2] = top, bottom
    return woven


def _plane(picture: Tensor) -> Any:
    """What the guided filter works on: a numpy array on a CPU, a tensor elsewhere."""
    return picture.numpy() if picture.device.type == "cpu" else picture


def _on_grid(plane: Any, grid: ChromaGrid) -> Tensor:
    """Enlarge a work-size plane so that each sample lies where its siting or field says."""
    for axis, samples in enumerate((grid.rows, grid.columns)):
        places = _places(samples, plane.shape[axis])
        if np.abs(places - np.arange(len(places))).max() > 1e-6:
            plane = resample(plane, places, axis)
    return torch.as_tensor(enlarge(plane, (grid.rows.count, grid.columns.count)))


def _places(axis: ChromaAxis, length: int) -> NDArray[np.float64]:
    """Where on the work grid each of ``length`` even cells of the chroma grid is centred.

    Resampled there, the plane has the chroma grid's outer edges and a plain resize fits.
    """
    cell = (np.arange(length) + 0.5) * axis.count / length - 0.5
    return np.asarray((axis.start + axis.step * cell) * length - 0.5)
