"""Checkpoints of runs on colour photos: exported, coloured with as films are, measured."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vidcolor.devices import Compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.classified import Classifier, class_probabilities
from vidcolor.evaluation.contenders import Contender
from vidcolor.evaluation.frechet import Features
from vidcolor.evaluation.measures import Rgb
from vidcolor.evaluation.photos import (
    PhotoResult,
    frames_per_second,
    judge_grey,
    judge_photos,
)
from vidcolor.networks import Network, find_spec, load_network
from vidcolor.report.reading import Story
from vidcolor.settings import ColorSettings
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.export import export_weights
from vidcolor.training.recipes import RECIPES

SHOWN = 12  # photos of which the pictures are kept
_WORK_SIZES = (64, 512)  # that films can be coloured at


class Choice(StrEnum):
    """Which checkpoint stands for its run."""

    BEST = "best"  # of the lowest error on the run's own held-out photos
    NEWEST = "newest"
    RANKED = "ranked"  # the first of the ranking, made on the very photos that are measured


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A file with weights, and after how many steps it was written."""

    path: Path
    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What became of the photos."""

    photos: list[PhotoResult]
    pictures: list[Rgb]  # of the first `SHOWN` of them
    probabilities: NDArray[np.float64] | None = None  # ``(photos, classes)``
    step: int = 0
    sha256: str = ""
    parameters: int | None = None
    work_size: int = 0
    frames_per_second: float | None = None


def chosen_checkpoint(story: Story, choice: Choice) -> Checkpoint:
    """The checkpoint that stands for a run; for a ranking's first see ``ranking.py``.

    Raises:
        VidcolorError: the run has none yet.
    """
    kept = story.run.kept_steps()
    if choice is not Choice.NEWEST and story.run.best.exists():
        known = story.state.best_step if story.state else 0
        step = known or int(load_checkpoint(story.run.best).get("step", 0))
        return Checkpoint(story.run.best, step)
    if kept:
        return Checkpoint(story.run.kept(kept[-1]), kept[-1])
    raise VidcolorError(
        f"{story.name} has no checkpoint yet.",
        do="Wait for its first validation, or leave out --photos.",
    )


def evenly(squares: Sequence[tuple[str, Rgb]]) -> list[tuple[str, Rgb]]:
    """The photos in an order whose first ones are spread over all of them."""
    count = len(squares)
    first = [at * count // SHOWN for at in range(SHOWN)] if count > SHOWN else range(count)
    rest = sorted(set(range(count)) - set(first))
    return [squares[at] for at in [*first, *rest]]


class Judge:
    """Measures checkpoints, all on the same photos in the same way."""

    def __init__(
        self,
        compute: Compute,
        squares: Sequence[tuple[str, Rgb]],
        features: Sequence[Features],
        classifier: Classifier | None,
    ) -> None:
        """Take what stays the same.

        Args:
            compute: where networks run.
            squares: names and photos, see ``evaluation.photos.photo_squares``.
            features: for the distances between sets.
            classifier: for the Inception score and the share of equal classes.
        """
        self.squares = squares
        self.features = features
        self.classifier = classifier
        self._compute = compute
        self._true_classes: NDArray[np.float64] | None = None

    def grey(self) -> Judged:
        """What a model that dares nothing would get."""
        made = list(judge_grey(self.squares, self.features))
        return Judged(
            [result for result, _ in made],
            [picture for _, picture in made[:SHOWN]],
            self.classes([picture for _, picture in made]),
        )

    def true_classes(self) -> NDArray[np.float64]:
        """What the classifier says of the true photos; asked once.

        Raises:
            ValueError: there is no classifier.
        """
        if self._true_classes is None:
            self._true_classes = self.classes([truth for _, truth in self.squares])
        if self._true_classes is None:
            raise ValueError("no classifier was given")
        return self._true_classes

    def classes(self, pictures: Sequence[Rgb]) -> NDArray[np.float64] | None:
        """What the classifier says of pictures; None without one."""
        return class_probabilities(self.classifier, pictures) if self.classifier else None

    def checkpoint(self, story: Story, checkpoint: Checkpoint) -> Generator[int, None, Judged]:
        """Colour the photos with a checkpoint, yielding how many are done.

        The work size is the one that the generator was trained at.

        Raises:
            VidcolorError: the checkpoint is damaged or of another network.
        """
        # To record its operations takes longer than a few photos, and the bits are the same.
        network = replace(self._network(story, checkpoint), recordings=None)
        settings = _settings(story)
        contender = Contender(story.label, story.facts.generator, settings)
        steps = judge_photos(network, self._compute, self.squares, contender, self.features, 0)
        photos: list[PhotoResult] = []
        pictures: list[Rgb] = []
        classes: list[NDArray[np.float64]] = []
        for result, picture in steps:
            photos.append(result)
            if len(pictures) < SHOWN:
                pictures.append(picture)
            if (told := self.classes([picture])) is not None:
                classes.append(told)
            yield len(photos)
        return Judged(
            photos,
            pictures,
            np.concatenate(classes) if classes else None,
            checkpoint.step,
            network.sha256,
            sum(part.numel() for part in network.module.parameters()),
            settings.work_size,
        )

    def speed(self, story: Story, checkpoint: Checkpoint) -> float:
        """Frames a second, see ``evaluation.photos.frames_per_second``."""
        network = self._network(story, checkpoint)
        return frames_per_second(network, self._compute, _settings(story), self.squares[0][1])

    def _network(self, story: Story, checkpoint: Checkpoint) -> Network:
        recipe = RECIPES.get(story.facts.recipe)
        if recipe is None:
            raise VidcolorError(
                f"{story.name} was trained by the recipe {story.facts.recipe!r}, which is not "
                "known here.",
                do="Leave out --photos, or use the version of vidcolor that trained it.",
            )
        with tempfile.TemporaryDirectory(prefix="vidcolor-report-") as place:
            weights = Path(place) / "weights.safetensors"
            try:
                export_weights(checkpoint.path, recipe, weights)
            except KeyError as error:
                raise VidcolorError(
                    f"{checkpoint.path.name} of {story.name} holds no weights to colour with.",
                    do="Choose another checkpoint with --checkpoint.",
                    detail=str(error),
                ) from error
            return load_network(story.facts.generator, self._compute, weights=weights)


def _settings(story: Story) -> ColorSettings:
    low, high = _WORK_SIZES
    work_size = min(max(find_spec(story.facts.generator).trained_at_px, low), high)
    return ColorSettings(model=story.facts.generator, work_size=work_size)
