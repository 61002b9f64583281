"""What a classifier makes of coloured pictures: the Inception score, and what it takes them for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.evaluation.measures import Rgb

Numbers = NDArray[np.float64]
_LEAST = 1e-12  # a probability of 0 adds nothing, but its logarithm is none


@dataclass(frozen=True, slots=True)
class Classifier:
    """A network that says what is in a picture. Its figures are never compared with another's."""

    name: str
    sha256: str  # of its weight file
    probabilities: Callable[[Tensor], Tensor]
    """From ``(B, 3, H, W)`` sRGB, 0 to 1, to ``(B, classes)``, which sum to 1."""

    @property
    def label(self) -> str:
        """As it stands in a table: the name and the first digits of the sum."""
        return f"{self.name}, {self.sha256[:8]}" if self.sha256 else self.name


@dataclass(frozen=True, slots=True)
class InceptionScore:
    """The mean over the splits of a set, and their standard deviation."""

    mean: float
    deviation: float


@torch.inference_mode()
def class_probabilities(classifier: Classifier, pictures: Sequence[Rgb]) -> Numbers:
    """What the classifier says of each picture, one after the other.

    Args:
        classifier: it brings pictures to its own size.
        pictures: ``(H, W, 3)`` each.

    Returns:
        ``(pictures, classes)``.
    """
    rows = []
    for picture in pictures:
        rgb = torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None].float() / 255
        rows.append(classifier.probabilities(rgb)[0].double().cpu().numpy())
    return np.stack(rows)


def inception_score(probabilities: Numbers, *, splits: int = 1) -> InceptionScore:
    """Inception score of a set (Salimans et al. 2016, section 4): ``exp(E KL(p(y|x) || p(y)))``.

    From 1, where all pictures are taken for the same or for anything, to the number of classes. The
    paper takes Inception v3 and 50,000 pictures in ten splits; of fewer pictures the score is
    lower, so it compares sets of one size under one classifier only.

    Args:
        probabilities: ``(pictures, classes)``, see :func:`class_probabilities`.
        splits: of the set, in its order; each has a score of its own.

    Raises:
        ValueError: there are fewer pictures than splits.
    """
    if not 1 <= splits <= len(probabilities):
        raise ValueError(f"want 1 to {len(probabilities)} splits, got {splits}")
    scores = []
    for part in np.array_split(probabilities, splits):
        known = part * (np.log(part + _LEAST) - np.log(part.mean(0) + _LEAST))
        scores.append(float(np.exp(known.sum(1).mean())))
    return InceptionScore(float(np.mean(scores)), float(np.std(scores)))


def same_class_percent(colored: Numbers, truth: Numbers) -> float:
    """Share of coloured pictures that are taken for what the true ones are taken for.

    After Zhang et al. (2016), section 3.1; they compare with the class that people gave, and print
    68.3 % for true pictures and 56.0 % for coloured ones. Here the true picture's class is the
    measure, so it has 100 %.

    Args:
        colored: ``(pictures, classes)``, see :func:`class_probabilities`.
        truth: of the same pictures as they were.
    """
    return float(100 * (colored.argmax(1) == truth.argmax(1)).mean())
