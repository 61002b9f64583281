"""Learning rates over a run."""

from __future__ import annotations

import math

from vidcolor.training.recipe import Recipe, TrainSettings


def rate_at(recipe: Recipe, settings: TrainSettings, step: int) -> float:
    """Share of the peak rates at a step: the schedule times the stage's own share.

    "cosine": linear warm-up, then half a cosine over the whole run to 1 %; "constant": after the
    warm-up it stays; "halving": halved after each third of a stage.
    """
    share = recipe.stage_at(step, settings.steps).rate
    if step < settings.warmup_steps:
        return share * (step + 1) / settings.warmup_steps
    match settings.schedule:
        case "cosine":
            done = (step - settings.warmup_steps) / max(settings.steps - settings.warmup_steps, 1)
            return share * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(done, 1.0))))
        case "halving":
            return float(share * 0.5 ** int(3 * _done_of_stage(recipe, settings.steps, step)))
        case _:
            return share


def _done_of_stage(recipe: Recipe, steps: int, step: int) -> float:
    """How much of its stage lies before a step, 0 to below 1."""
    begin = 0.0
    for stage in recipe.stages:
        end = begin + stage.share * steps
        if step < end or stage is recipe.stages[-1]:
            return min(max((step - begin) / max(end - begin, 1e-9), 0.0), 1 - 1e-9)
        begin = end
    return 0.0
