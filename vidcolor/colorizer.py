"""From a frame's views to low-resolution a*b*: the generator's part of the way of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from models.unet import Prediction
from vidcolor.color.grid import Luma, turn, upload, work_luma, work_size
from vidcolor.color.lab import lightness_from_luma
from vidcolor.devices import Compute, is_out_of_memory, memory_advice
from vidcolor.networks import Decoding, Network
from vidcolor.settings import ColorSettings
from vidcolor.video.frames import Frame
from vidcolor.video.info import FilmInfo

AS_EVALUATED = 0.0
"""A temperature: take what evaluation found best for the weights."""

_ANNEALED = 0.38  # temperature of Zhang et al. 2016, section 2.3


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What the network is told beside a frame's lightness, in the film's own orientation.

    ``hints``: ``(1, 3, h, w)`` at work size: a*, b* and a mask. ``palette``: ``(1, 17)``.
    """

    hints: Tensor | None = None
    palette: Tensor | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SeenFrame:
    """A frame with what the generator looks at."""

    frame: Frame
    luma: Luma  # on the device
    y: tuple[Tensor, ...]  # for each view ``(1, 1, h, w)`` Y′ at work size, 0…1, on the device
    shot: int = -1  # number of the shot's first frame; -1: it began before what was looked at
    mixed: bool = False  # inside a dissolve: two pictures in one
    gain: float = 1.0  # brings its exposure to that of its neighbours

    @property
    def even_y(self) -> tuple[Tensor, ...]:
        """``y`` with its exposure evened out: what generator and temporal layer look at."""
        if self.gain == 1.0:
            return self.y
        return tuple((y * self.gain).clamp_(max=1.0) for y in self.y)


def decode(prediction: Prediction, bins: Tensor, decoding: Decoding, temperature: float) -> Tensor:
    """Turn a generator's answer into one colour for each place.

    The mean of the distribution, sharpened by a temperature (Zhang et al. 2016, equation 5), is
    mixed with the regression branch, which knows finer detail. A generator that answers no
    distribution has its regression branch alone.

    Args:
        prediction: of a picture ``H × W``.
        bins: ``(Q, 2)`` a*b*.
        decoding: what evaluation found best for these weights.
        temperature: 0: as ``decoding`` says. Else 1 is the mean of the calibrated distribution, to
            which no gain is added, and .38 the annealed mean of the papers with all of the gain.

    Returns:
        ``(B, 2, H/2, W/2)`` float32 CIE a*b*.
    """
    share, temperature, gain = _mix(decoding, temperature)
    if share == 0.0 or not len(bins):
        return prediction.ab.float() * gain
    batch, _, height, width = prediction.logits.shape
    # Neighbours agree on a colour before it is drawn to its likeliest value.
    logits = F.avg_pool2d(prediction.logits.float(), 3, 1, 1, count_include_pad=False)
    # In place: these are the largest tensors of all, and fresh memory costs as much as a sum.
    logits.div_(temperature * decoding.calibration)
    belief = torch.softmax(logits.permute(0, 2, 3, 1).reshape(-1, len(bins)), dim=1)
    mean = (belief @ bins).reshape(batch, height, width, 2).permute(0, 3, 1, 2)
    mean = F.interpolate(mean, scale_factor=2.0, mode="bilinear", align_corners=False)
    return (mean if share == 1.0 else torch.lerp(prediction.ab.float(), mean, share)) * gain


def _mix(decoding: Decoding, temperature: float) -> tuple[float, float, float]:
    """Share of the distribution in the mix with the regression branch, temperature, chroma gain."""
    if temperature == AS_EVALUATED:
        return decoding.bins_share, decoding.temperature, decoding.chroma_gain
    # Whoever names a temperature wants the distribution. At 1 it is its plain mean.
    boldness = (1.0 - temperature) / (1.0 - _ANNEALED)
    return 1.0, temperature, float(decoding.chroma_gain**boldness)


class Colorizer:
    """Colours the frames of one film, each on its own."""

    def __init__(
        self, network: Network, compute: Compute, film: FilmInfo, settings: ColorSettings
    ) -> None:
        self.network = network
        self.compute = compute
        self.film = film
        self.settings = settings
        self.size = work_size(
            film.width,
            film.height,
            sample_aspect=film.sample_aspect_ratio,
            short_side=settings.work_size,
            multiple=network.size_multiple,
        )

    def see(self, frame: Frame) -> SeenFrame:
        """Bring a frame to the device and its views to work size."""
        compute = self.compute
        luma = upload(frame.luma, compute.device)
        views = (luma if view is frame.luma else view for view in frame.views)
        y = tuple(work_luma(view, self.film.luma, self.size, compute.device) for view in views)
        return SeenFrame(frame, luma, y)

    def colors(
        self, pictures: Sequence[Tensor], wishes: Sequence[Wish] | None = None
    ) -> list[Tensor]:
        """Predict the colours of a batch.

        The network is always called with a full batch, padded where there are fewer pictures:
        a picture's colour must not depend on its company.

        Args:
            pictures: at most ``compute.batch`` times ``(1, 1, h, w)`` Y′, 0…1.
            wishes: for each what the network is told beside it; all have the same parts.

        Returns:
            For each ``(1, 2, h/2, w/2)`` CIE a*b*, float32.

        Raises:
            VidcolorError: memory ended.
        """
        # A head that has no share in the colour need not answer.
        share, *_ = _mix(self.network.decoding, self.settings.temperature)
        said = self.predict(pictures, wishes, distribution=share > 0.0, regression=share < 1.0)
        ab = self.decoded(said)
        return [ab[i : i + 1] for i in range(len(pictures))]

    def predict(
        self,
        pictures: Sequence[Tensor],
        wishes: Sequence[Wish] | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """What the network says of a batch, padded as for `colors`, of upright pictures."""
        upright = turn(self._padded(pictures), self.film.rotation_degrees)
        hints = self._told([wish.hints for wish in wishes or ()])
        if hints is not None:
            hints = turn(hints, self.film.rotation_degrees)
        palette = self._told([wish.palette for wish in wishes or ()])
        with memory_advice(self.compute), torch.inference_mode():
            return self.network.predict(
                lightness_from_luma(upright),
                self.compute,
                hints,
                palette,
                distribution=distribution,
                regression=regression or not self.network.has_distribution,
            )

    def _padded(self, parts: Sequence[Tensor]) -> Tensor:
        return torch.cat([*parts, *[parts[-1]] * (self.compute.batch - len(parts))])

    def _told(self, parts: Sequence[Tensor | None]) -> Tensor | None:
        """The same part of each wish as a batch; None where it is not told."""
        told = [part.to(self.compute.device) for part in parts if part is not None]
        return self._padded(told) if told else None

    def decoded(self, prediction: Prediction) -> Tensor:
        """The colours of :meth:`predict`'s answer, ``(B, 2, h/2, w/2)``, turned as the film is."""
        with memory_advice(self.compute), torch.inference_mode():
            bins = self.network.module.get_buffer("bins")
            ab = decode(prediction, bins, self.network.decoding, self.settings.temperature)
            return self.turned_back(ab)

    def turned_back(self, upright: Tensor) -> Tensor:
        """Turn what belongs to upright pictures ``(B, C, h, w)`` as the film's frames are."""
        return turn(upright, -self.film.rotation_degrees)


def settle_batch(colorizer: Colorizer) -> tuple[Colorizer, list[str]]:
    """Try one full batch before the first frame; fall back to single pictures.

    Work size and batch stay what they are from here on: another one would colour the rest of the
    film differently.

    Returns:
        The colorizer to use, and warnings.

    Raises:
        VidcolorError: a single picture is already too much.
    """
    blank = torch.zeros(1, 1, *colorizer.size, device=colorizer.compute.device)
    try:
        colorizer.colors([blank])
    except Exception as error:
        cause = error.__cause__ or error
        if not is_out_of_memory(cause) or colorizer.compute.batch == 1:
            raise
    else:
        return colorizer, []
    # Only here, outside of the except block, are the failed call's tensors free.
    compute = colorizer.compute
    if compute.device.type == "cuda":
        torch.cuda.empty_cache()
    single = replace(compute, batch=1)
    colorizer = Colorizer(colorizer.network, single, colorizer.film, colorizer.settings)
    colorizer.colors([blank])
    return colorizer, [
        f"Memory on {compute.device} is short: frames are coloured one by one, "
        f"not {compute.batch} at a time."
    ]
