"""A run's state, numbers and parts in words."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from gui.render.render_words import duration_words, size_words
from gui.training.history import History
from gui.training.watch import Sight
from vidcolor.training.recipe import Learns
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import RunState, RunStatus, Wish

SIGNS = {
    RunStatus.STARTING: "…",
    RunStatus.RUNNING: "▶",
    RunStatus.PAUSED: "‖",
    RunStatus.DONE: "✓",
    RunStatus.STOPPED_EARLY: "✓",
    RunStatus.STOPPED: "■",
    RunStatus.FAILED: "✗",
}
"""What stands before a status, for the eye that looks down a list."""

_AB = re.compile(r"\bab\b")


def status_word(sight: Sight) -> str:
    """What a run is doing, or is about to do."""
    if sight.state is None:
        return _tr("Not started")
    if sight.goes_on and sight.asked is Wish.STOP:
        return _tr("Stopping")
    if sight.state.status is RunStatus.RUNNING and sight.asked is Wish.PAUSE:
        return _tr("Pausing")
    return {
        RunStatus.STARTING: _tr("Starting"),
        RunStatus.RUNNING: _tr("Training"),
        RunStatus.PAUSED: _tr("Paused"),
        RunStatus.DONE: _tr("Done"),
        RunStatus.STOPPED_EARLY: _tr("Done early"),
        RunStatus.STOPPED: _tr("Stopped"),
        RunStatus.FAILED: _tr("Failed"),
    }[sight.state.status]


def list_words(sight: Sight) -> str:
    """Two lines for the list of runs."""
    state = sight.state
    sign = SIGNS[state.status] if state else "–"
    parts = [status_word(sight)]
    if state is not None and state.steps:
        parts.append(f"{100 * state.step // state.steps} %")
    if sight.facts is not None:
        parts.append(sight.facts.recipe)
    return f"{sign} {sight.run.folder.name}\n    {' · '.join(parts)}"


def progress_words(sight: Sight, history: History) -> str:
    """Step, epoch, stage, time."""
    state = sight.state
    if state is None:
        return status_word(sight)
    parts = [status_word(sight)]
    if state.steps:
        parts.append(_tr("step {step} of {steps}").format(step=state.step, steps=state.steps))
    if history.epoch:
        parts.append(_tr("epoch {0}").format(f"{history.epoch:.1f}"))
    if stage := _stage_words(sight, state):
        parts.append(stage)
    if sight.goes_on and state.seconds_left is not None:
        parts.append(_tr("{0} left").format(duration_words(state.seconds_left)))
    if state.seconds:
        parts.append(_tr("{0} trained").format(duration_words(state.seconds)))
    return " · ".join(parts)


def machine_words(sight: Sight) -> str:
    """Speed, memory, device, and what stands in for the paper's own parts."""
    state, facts, parts = sight.state, sight.facts, []
    if state is not None and state.pictures_per_second:
        speed = f"{state.pictures_per_second:.{0 if state.pictures_per_second >= 10 else 1}f}"
        parts.append(_tr("{0} pictures/s").format(speed))
    if state is not None and state.memory_mib:
        parts.append(_tr("at most {0} of memory").format(size_words(state.memory_mib * 2**20)))
    if facts is not None:
        parts.append(f"{facts.device}, {facts.precision}")
        parts.append(_tr("{0} photos, {1} held out").format(facts.photos, facts.held_out))
        if facts.start_weights:
            parts.append(_tr("from {0}").format(facts.start_weights))
        if facts.substitutes:
            parts.append(_tr("stand-ins: {0}").format(", ".join(facts.substitutes)))
    return " · ".join(parts)


def part_word(name: str) -> str:
    """A summand of the loss, a verdict or a measure, as a legend says it."""
    known = {
        "loss": _tr("Whole loss"),
        "real_told": _tr("on true pictures"),
        "fake_told": _tr("on made pictures"),
        "epsilon_accuracy_percent": _tr("ε-accuracy in %"),
        "real_told_percent": _tr("discriminator right on true pictures in %"),
        "fake_told_percent": _tr("discriminator right on made pictures in %"),
        "fooled_percent": _tr("people deceived in %"),
        "psnr_db": "PSNR in dB",
        "mae": "MAE",
        "ssim": "SSIM",
    }
    return known.get(name) or _AB.sub("a*b*", name.replace("_", " "))


def learns_words(learns: Learns) -> str:
    """Who learns in a stage."""
    return {
        Learns.BOTH: _tr("both learn"),
        Learns.GENERATOR: _tr("the generator learns alone"),
        Learns.DISCRIMINATOR: _tr("the discriminator learns alone"),
    }[learns]


def _stage_words(sight: Sight, state: RunState) -> str:
    recipe = RECIPES.get(sight.facts.recipe) if sight.facts else None
    if recipe is None or len(recipe.stages) < 2 or state.stage >= len(recipe.stages):
        return ""
    text = _tr("stage {0} of {1}").format(state.stage + 1, len(recipe.stages))
    if recipe.adversary is None:
        return text
    return f"{text}, {learns_words(recipe.stages[state.stage].learns)}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainingWords", text)
