"""The layers we compare with do what their descriptions say."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import torch
from filming import scene
from torch import Tensor

from vidcolor.evaluation.baselines import LAYERS, Predicted, mean7, papers, peer

pytestmark = pytest.mark.usefixtures("one_thread")

_BINS = torch.tensor([[50.0, 30.0], [-50.0, -30.0]])


def predicted(number: int, share: Tensor, y: Tensor | None = None) -> Predicted:
    """A frame of 64×64 whose classes and a*b* agree; ``share`` ``(1, 1, 16, 16)`` of the first."""
    if y is None:
        y = torch.from_numpy(scene(0, 64, 64)).float()[None, None] / 255
    ab = torch.cat([50 * (2 * share - 1), 30 * (2 * share - 1)], 1)
    ab = torch.nn.functional.interpolate(ab, (32, 32), mode="bilinear", align_corners=False)
    return Predicted(number, y, ab, torch.cat([share, 1 - share], 1).log(), _BINS)


def trembling(count: int) -> list[Predicted]:
    frames = []
    for number in range(count):
        noise = torch.rand(1, 1, 16, 16, generator=torch.Generator().manual_seed(number))
        frames.append(predicted(number, 0.6 + 0.3 * noise))
    return frames


def change(colors: Iterable[Tensor]) -> float:
    """Mean change of a*b* from frame to frame."""
    stack = torch.cat(list(colors))
    return float((stack[1:] - stack[:-1]).abs().mean())


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("count", [1, 2, 4, 9])
def test_colour_that_stays_is_left_as_it_is_frame_by_frame(layer: str, count: int) -> None:
    frames = [predicted(n, torch.full((1, 1, 16, 16), 0.7)) for n in range(count)]
    colors = list(LAYERS[layer](frames))
    assert len(colors) == count
    for color in colors:
        torch.testing.assert_close(color, frames[0].ab, atol=1e-3, rtol=0)


@pytest.mark.parametrize(
    ("layer", "most"),
    [("none", 1.0), ("mean7", 0.3), ("papers", 0.5), ("peer", 0.3), ("causal", 0.9), ("ours", 0.9)],
)
def test_trembling_gets_less(layer: str, most: float) -> None:
    frames = trembling(12)
    before, after = change(frame.ab for frame in frames), change(LAYERS[layer](frames))
    assert after <= most * before
    assert (after == before) == (layer == "none")


def test_mean7_is_the_plain_mean_of_three_frames_on_each_side() -> None:
    frames = trembling(9)
    for at, color in enumerate(mean7(frames)):
        near = frames[max(at - 3, 0) : at + 4]
        torch.testing.assert_close(color, torch.stack([f.ab for f in near]).mean(0))


def test_mean7_of_a_shot_shorter_than_its_window() -> None:
    frames = trembling(3)
    mean = torch.stack([f.ab for f in frames]).mean(0)
    for color in mean7(frames):
        torch.testing.assert_close(color, mean)


def test_papers_layer_mixes_probabilities_and_reads_the_colour_afterwards() -> None:
    shares = (0.9, 0.5, 0.1)
    frames = [predicted(n, torch.full((1, 1, 16, 16), s)) for n, s in enumerate(shares)]
    second = 0.7 * 0.9 + 0.3 * 0.5
    wanted = (0.9, second, 0.7 * second + 0.3 * 0.1)
    for color, share in zip(papers(frames), wanted, strict=True):
        a, b = 50 * (2 * share - 1), 30 * (2 * share - 1)
        torch.testing.assert_close(color[0, :, 5, 7], torch.tensor([a, b]))


def test_papers_layer_looks_at_the_past_only_and_needs_logits() -> None:
    frames = trembling(6)
    for short, long in zip(papers(frames[:3]), papers(frames), strict=False):
        assert torch.equal(short, long)
    with pytest.raises(ValueError, match="frame 0"):
        next(papers([Predicted(0, frames[0].y, frames[0].ab)]))


def panning(count: int) -> list[Predicted]:
    """A pan of 2 px a frame; colour sticks to the scene and trembles."""
    frames = []
    wide = torch.from_numpy(scene(0, 160, 64)).float()[None, None] / 255
    wide[..., :11, :] = wide[..., 11:12, :]  # without the stripe that tells frames apart
    for number in range(count):
        left = 2 * number
        side = ((torch.arange(32) * 2 + left) < 70).float()
        noise = torch.randn(1, 2, 32, 32, generator=torch.Generator().manual_seed(number))
        ab = (40 * side - 20).expand(1, 2, 32, 32) + 4 * noise
        frames.append(Predicted(number, wide[..., left : left + 64].contiguous(), ab))
    return frames


def test_peer_follows_the_motion_where_the_plain_mean_smears() -> None:
    frames = panning(16)
    at = 8
    true = ((torch.arange(32) * 2 + 2 * at) < 70).float() * 40 - 20
    edge = int((70 - 2 * at) / 2)
    near = slice(edge - 4, edge + 4)

    def error(color: Tensor) -> float:
        return float((color - true).abs()[..., 4:28, near].mean())

    followed, smeared = (list(layer(frames))[at] for layer in (peer, mean7))
    assert error(followed) < 0.7 * error(smeared)


def test_layers_know_nothing_of_cuts() -> None:
    """They get one shot; across a cut the plain mean mixes, which is the caller's affair."""
    shots = [predicted(n, torch.full((1, 1, 16, 16), 0.9 if n < 4 else 0.1)) for n in range(8)]
    mixed = list(mean7(shots))[3]
    assert 0 < float(mixed[0, 0].mean()) < 25


def test_peer_does_not_carry_colour_to_where_the_luma_differs() -> None:
    dark, bright = torch.full((1, 1, 64, 64), 0.3), torch.full((1, 1, 64, 64), 0.3)
    bright[..., 40:] = 0.9  # less than half the picture: the median is no change of exposure
    frames = [
        predicted(0, torch.full((1, 1, 16, 16), 0.9), dark),
        predicted(1, torch.full((1, 1, 16, 16), 0.1), bright),
    ]
    second = list(peer(frames))[1]
    torch.testing.assert_close(second[..., 26:], frames[1].ab[..., 26:], atol=0.1, rtol=0)
    assert float((second - frames[1].ab)[0, 0, :, :14].mean()) > 10
