"""Runs as a training leaves them, made by hand: notes, curves, sheets, checkpoints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from models.swift import Swift
from vidcolor.training.checkpoint import save_checkpoint
from vidcolor.training.run import Run, RunFacts, RunState, RunStatus

STEPS_PER_EPOCH = 10


def make_run(folder: Path, *, validations: int = 3, checkpoints: int = 0, **facts: Any) -> Run:
    """A run of 30 steps with a validation, a sheet and perhaps a checkpoint at each tenth.

    Its curves are straight lines, so that a test can reckon them.
    """
    (folder / "samples").mkdir(parents=True)
    run = Run(folder)
    told = {
        "recipe": "swift",
        "settings": {"steps": 30, "learning_rate": 0.0015},
        "generator": "swift",
        "parameters": {"generator": 3_000_000},
        "photos": 100,
        "held_out": 5,
        "photo_list_sha256": "ab" * 32,
        "steps_per_epoch": STEPS_PER_EPOCH,
        "substitutes": (),
        "start_weights": "",
        "device": "cpu",
        "threads": 1,
        "precision": "fp32",
        "vidcolor": "0.1.0",
        "begun": "2026-01-02T03:04:05",
    }
    run.write_facts(RunFacts(**told | facts))
    last = validations * STEPS_PER_EPOCH
    run.write_state(RunState(RunStatus.DONE, 1, step=last, steps=last, best_step=last))
    adversary = "discriminator" in run.facts().parameters
    with run.metrics.open("w", encoding="utf-8") as metrics:
        for line in lines(last, adversary=adversary):
            metrics.write(json.dumps(line) + "\n")
    for at in range(1, validations + 1):
        step = at * STEPS_PER_EPOCH
        sheet = np.full((24, 36, 3), 60 * at, np.uint8)
        cv2.imwrite(str(run.sheet(step)), sheet)
        if at <= checkpoints:
            save_checkpoint(weights(step), run.kept(step))
    if checkpoints:
        save_checkpoint(weights(last), run.best)
    return run


def lines(steps: int, *, adversary: bool = False) -> list[dict[str, Any]]:
    """What a training notes: a step each, a validation at each tenth, stage 2 from the half on."""
    told: list[dict[str, Any]] = []
    for step in range(1, steps + 1):
        judge = {"loss": 0.5 + step / 100, "real_told": 0.6, "fake_told": step / steps}
        told.append(
            {
                "kind": "step",
                "step": step,
                "stage": int(step > steps / 2),
                "epoch": step / STEPS_PER_EPOCH,
                "loss": 4.0 / step,
                "parts": {"l1": 3.0 / step, "features": 1.0 / step},
                "discriminator": judge if adversary else None,
                "rate": 1.0,
                "pictures_per_second": 8.0,
                "seconds": float(step),
            }
        )
        if step % STEPS_PER_EPOCH == 0:
            told.append({"kind": "validation", "step": step, "measures": measures(step)})
    told.append({"kind": "event", "step": steps, "what": "done"})
    return told


def measures(step: int) -> dict[str, float]:
    """Of a validation."""
    return {
        "ab_error": 12 - step / 100,
        "ab_error_grey": 15.5,
        "psnr_db": 22 + step / 100,
        "psnr_db_grey": 21.25,
        "mae": 14 - step / 100,
        "mae_grey": 16.5,
        "epsilon_accuracy_percent": 30 + step / 10,
        "epsilon_accuracy_percent_grey": 36.5,
        "ssim": 0.9 + step / 1000,
        "colorfulness": 20.0,
        "colorfulness_truth": 40.0,
        "chroma_share": 0.5,
    }


def weights(step: int) -> dict[str, Any]:
    """A checkpoint of a `swift` that has learned nothing; each step's colours are others."""
    torch.manual_seed(step)
    return {"averaged": Swift().state_dict(), "step": step, "config": {"recipe": "swift"}}
