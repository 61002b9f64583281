"""Stand-ins for trained weights, and a whole render in one call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from models.bins import in_gamut_bins
from models.swift import Swift
from models.unet import SIZE_MULTIPLE, Prediction
from vidcolor.engine import Engine
from vidcolor.networks import Decoding, Network
from vidcolor.pipeline import colorize_film
from vidcolor.progress import RenderResult
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings

WORK_SIZE = 64


class Tint(nn.Module):
    """Colours by lightness and by place, so that a frame's colour cannot be mistaken.

    Dark becomes blue, bright becomes orange, and what a viewer sees on the right is redder.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("bins", in_gamut_bins(), persistent=False)
        self.batches: list[int] = []  # sizes of the batches it was given

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        self.batches.append(len(lightness))
        half = F.avg_pool2d(lightness.float(), 2)
        across = torch.linspace(-1, 1, half.shape[3], device=half.device).expand_as(half)
        ab = torch.cat([12 * across, (half - 50) * 0.6], 1)
        height, width = lightness.shape[2] // 4, lightness.shape[3] // 4
        logits = torch.zeros(len(lightness), len(self.get_buffer("bins")), height, width)
        return Prediction(logits.to(ab.device), ab, F.avg_pool2d(ab, 8))


def tint_network(module: nn.Module | None = None) -> Network:
    """A network that needs no training and almost no time."""
    return Network("tint", module or Tint(), "0" * 64, Decoding(bins_share=0.0), SIZE_MULTIPLE)


def tint_engine(module: nn.Module | None = None, **color: Any) -> Engine:
    """An engine on the processor around :func:`tint_network`."""
    settings = ColorSettings(**{"device": "cpu", "work_size": WORK_SIZE} | color)
    return Engine(settings, network=tint_network(module))


def random_weights(path: Path, seed: int = 5) -> Path:
    """Weights of a `swift` that has learned nothing; its colours are strong and senseless."""
    torch.manual_seed(seed)
    state = {k: v.half() if v.is_floating_point() else v for k, v in Swift().state_dict().items()}
    save_file(state, path, metadata={"decoding": '{"bins_share": 0.4, "chroma_gain": 1.2}'})
    return path


def render(
    source: Path,
    target: Path,
    engine: Engine | None = None,
    *,
    start: str = "",
    end: str = "",
    frames: int = 0,
    overwrite: bool = False,
    restart: bool = False,
    **output: Any,
) -> RenderResult:
    """Colour a whole film as every caller of the engine does."""
    engine = engine or tint_engine()
    steps = list(
        colorize_film(
            source,
            target,
            color=engine.settings,
            output=OutputSettings(**output),
            span=RangeSettings(start=start, end=end, frames=frames),
            overwrite=overwrite,
            restart=restart,
            engine=engine,
        )
    )
    result = steps[-1].result
    assert result is not None
    assert [step.result for step in steps[:-1]] == [None] * (len(steps) - 1)
    return result


def start(source: Path, target: Path, engine: Engine | None = None, **output: Any) -> Any:
    """A render that has not begun, for tests that stop it."""
    engine = engine or tint_engine()
    return colorize_film(
        source,
        target,
        color=engine.settings,
        output=OutputSettings(**output),
        span=RangeSettings(),
        engine=engine,
    )
