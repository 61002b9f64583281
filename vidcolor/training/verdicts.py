"""A run as a judge of colour pictures: are their colours true, and how unusual are they?"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.registry import DISCRIMINATORS, GENERATORS, PAPERS, Native
from vidcolor.color.lab import lab_to_rgb, rgb_to_lab
from vidcolor.devices import Compute
from vidcolor.errors import VidcolorError
from vidcolor.interpreter import Interpreter
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.lesson import PaperLesson, judged_pair
from vidcolor.training.losses import Pair
from vidcolor.training.photos import Photo, Rgb
from vidcolor.training.recipe import Recipe
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run
from vidcolor.training.validation import centre_square, seen_and_said

_SEED = 0  # of the noise of generators that take some


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What a run says of one picture, all of it at the size that the run was trained at.

    ``picture`` and ``expected``: ``(S, S, 3)``, the centre square as it is and as the run's model
    colours it. ``error_map``: ``(S, S)``, the distance between the two in a*b*; ``unusual``: its
    mean.

    ``true``: the discriminator's mean probability, 0 to 1, that the picture's colours are true;
    ``true_of_expected``: the same of what the run's generator makes of it; ``patches``: ``(h, w)``,
    the probability of each patch, where it judges patches. None where no discriminator speaks.
    """

    name: str
    picture: Rgb
    expected: Rgb
    unusual: float
    error_map: NDArray[np.float32]
    true: float | None
    true_of_expected: float | None
    patches: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, eq=False)
class JudgeStep:
    """How far a judging is; ``verdict`` is that of the last picture, None where it is damaged."""

    done: int
    total: int
    damaged: int  # of those that are done
    verdict: Verdict | None


class RunJudge:
    """The last state of a run: its model and, where it has learned, its discriminator.

    The discriminator judges as in its training: at the same size, in the same colour space and
    coarseness, its batch norms by the statistics of what they see. As that is one picture at a
    time, a verdict hangs on no other.

    Attributes:
        discriminator_name: in the registry; "" where none speaks.
        silence: why none does; "" where one does.
        side_px: of the squares that it looks at.
        step: finished steps of the run.
    """

    def __init__(self, run: Run, compute: Compute) -> None:
        """Load what ``last.pt`` holds.

        Args:
            run: may still go on.
            compute: only its device counts: the arithmetic is float32.

        Raises:
            VidcolorError: there is no run or no checkpoint, it is damaged or of another version.
        """
        facts = run.facts()
        known = GENERATORS | PAPERS
        if facts.recipe not in RECIPES or facts.generator not in known:
            raise _unknown(run, f"{facts.recipe} with {facts.generator}")
        if not run.last.exists():
            raise VidcolorError(
                f"The run in {run.folder} has no checkpoint yet.",
                do="Wait for its first validation.",
            )
        self._recipe, self._device = RECIPES[facts.recipe], compute.device
        self._native: Native | None = known[facts.generator].native
        state = load_checkpoint(run.last)
        try:
            self._generator = _filled(known[facts.generator].build(), state["averaged"], compute)
            self._discriminator, self.silence = _discriminator(self._recipe, state, compute)
            self.step = int(state["step"])
        except (KeyError, RuntimeError) as error:
            raise _unknown(run, str(error)) from error
        self._model = self._generator
        if self._native is not None:
            self._model = Interpreter(self._generator, self._native).to(compute.device).eval()
        self.side_px = self._recipe.stages[-1].crop.size_px
        self.discriminator_name = ""
        if self._recipe.adversary is not None and not self.silence:
            self.discriminator_name = self._recipe.adversary.discriminator

    @torch.inference_mode()
    def judge(self, name: str, photo: Rgb) -> Verdict:
        """Judge one colour picture.

        Args:
            name: of the picture, for the verdict.
            photo: ``(H, W, 3)`` sRGB, of any size.
        """
        square = centre_square(photo, self.side_px)
        rgb = torch.from_numpy(square).to(self._device).permute(2, 0, 1)[None].float() / 255
        lightness, _, ab = seen_and_said(self._model, rgb, self._arithmetic)
        expected = lab_to_rgb(torch.cat([lightness, ab], 1)).clamp(0, 1).mul(255).round().byte()
        error = torch.linalg.vector_norm(ab - rgb_to_lab(rgb)[:, 1:], dim=1)[0]
        true, true_of_expected, patches = self._told_apart(rgb, lightness)
        return Verdict(
            name,
            square,
            expected[0].permute(1, 2, 0).cpu().numpy(),
            float(error.mean()),
            error.cpu().numpy(),
            true,
            true_of_expected,
            patches,
        )

    def _told_apart(
        self, rgb: Tensor, lightness: Tensor
    ) -> tuple[float | None, float | None, NDArray[np.float32] | None]:
        if self._discriminator is None:
            return None, None, None
        pair = self._pair(rgb, lightness)
        of_real, of_fake = (
            self._discriminator(pair.grey, colors).sigmoid() for colors in (pair.real, pair.fake)
        )
        patches = of_real[0, 0].cpu().numpy() if of_real[0].numel() > 1 else None
        return float(of_real.mean()), float(of_fake.mean()), patches

    def _pair(self, rgb: Tensor, lightness: Tensor) -> Pair:
        """The picture's own colours and the generator's, as the discriminator learned on them."""
        if self._native is None:
            assert self._recipe.adversary is not None
            said = self._generator(lightness)
            bins = self._generator.get_buffer("bins")
            temperature = self._recipe.adversary.temperature
            return judged_pair(said.logits, rgb_to_lab(rgb), bins, temperature)
        lesson = PaperLesson(self._native, old_film_chance=0.0, autocast=self._arithmetic)
        draws = torch.Generator().manual_seed(_SEED)
        pair = lesson.answer(self._generator, rgb, draws).pair
        assert pair is not None  # networks that answer classes have no discriminator
        return pair

    def _arithmetic(self) -> torch.autocast:
        return torch.autocast(self._device.type, enabled=False)


def judge_photos(judge: RunJudge, photos: Sequence[Photo]) -> Generator[JudgeStep]:
    """Judge pictures one by one, yielding after each; damaged ones are passed over and counted.

    Raises:
        VidcolorError: none could be read.
    """
    damaged = 0
    for done, photo in enumerate(photos, start=1):
        picture = photo.read()
        verdict = None if picture is None else judge.judge(photo.name, picture)
        damaged += picture is None
        yield JudgeStep(done, len(photos), damaged, verdict)
    if damaged == len(photos):
        raise VidcolorError(
            "None of the pictures could be read.", do="Give a folder of intact pictures."
        )


def _filled(module: nn.Module, state: dict[str, Tensor], compute: Compute) -> nn.Module:
    module.load_state_dict(state)
    return module.to(compute.device).eval().requires_grad_(False)


def _discriminator(
    recipe: Recipe, state: dict[str, Any], compute: Compute
) -> tuple[nn.Module | None, str]:
    """The run's discriminator, or why there is none to ask."""
    if recipe.adversary is None:
        return None, f"the recipe {recipe.name} has no discriminator"
    # Adam has notes on each parameter from its first step on.
    if not state["adversary"]["optimizer"]["state"]:
        return None, "the run's discriminator has not learned anything yet"
    module = DISCRIMINATORS[recipe.adversary.discriminator]()
    _filled(module, state["adversary"]["discriminator"], compute)
    for layer in module.modules():
        # It learned true and made pictures apart, each by statistics of their own: by the mixture
        # that the norms have gathered it hardly tells them apart.
        if isinstance(layer, nn.BatchNorm2d):
            layer.train()
    return module, ""


def _unknown(run: Run, detail: str) -> VidcolorError:
    return VidcolorError(
        f"The run in {run.folder} is of a recipe or a network that is not known here.",
        do="Use the version of vidcolor that trained it.",
        detail=detail,
    )
