"""The training loop: a generator that yields after each step and can be stopped at any."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Generator
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.registry import GENERATORS
from models.unet import palette_of
from vidcolor.color.lab import rgb_to_lab
from vidcolor.errors import VidcolorError
from vidcolor.prefetch import prefetched
from vidcolor.training.adversary import Adversary, judged
from vidcolor.training.batches import PhotoBatches
from vidcolor.training.checkpoint import load_checkpoint, save_checkpoint
from vidcolor.training.film_look import film_lightness
from vidcolor.training.guidance import draw_hints, drop_palettes
from vidcolor.training.losses import recipe_loss
from vidcolor.training.photos import Photo, cpu_share, list_digest, sampling_weights
from vidcolor.training.recipe import Recipe, TrainSettings
from vidcolor.training.start import load_encoder, load_trained
from vidcolor.training.validation import validate

log = logging.getLogger(__name__)

PALETTE_DROP = 0.6


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """Where a training run stands."""

    step: int  # finished steps
    steps: int
    loss: float
    learning_rate: float
    pictures_per_second: float
    validation: dict[str, float] | None  # measures, where this step was validated
    discriminator: dict[str, float] | None = None  # of `Adversary.learn`, where there is one


def learning_rate(step: int, settings: TrainSettings) -> float:
    """Share of the peak rate at a step: linear warm-up, then half a cosine to 1 %."""
    if step < settings.warmup_steps:
        return (step + 1) / settings.warmup_steps
    done = (step - settings.warmup_steps) / max(settings.steps - settings.warmup_steps, 1)
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


def train(
    recipe: Recipe,
    settings: TrainSettings,
    photos: list[Photo],
    held_out: list[Photo],
    out: Path,
    *,
    device: torch.device,
    encoder_weights: Path | None = None,
    start_weights: Path | None = None,
    feature_weights: Path | None = None,
    resume: bool = False,
) -> Generator[TrainProgress]:
    """Train ``recipe``, yielding after each step.

    It starts from fresh weights, from a pre-trained encoder (``encoder_weights``) or from the
    exported weights of an earlier run (``start_weights``). A recipe with an adversary also wants
    ``feature_weights``: an ImageNet encoder for its feature loss.

    Writes into ``out``: ``last.pt`` and ``best.pt`` (lowest a*b* error on held-out photos),
    ``metrics.jsonl``, ``run.json``; with an adversary also ``step_N.pt`` at each validation, since
    the lowest error is then not the best choice. Stopping costs the steps since ``last.pt``; a
    resumed run gives bit for bit the weights of one that was never stopped, on the same machine
    and threads.

    Raises:
        VidcolorError: ``out`` holds a run already, or the one to be resumed is another; weights
            are missing or do not fit.
    """
    if recipe.adversary is not None and feature_weights is None:
        raise VidcolorError(
            f"{recipe.name} compares pictures by the features of a network.",
            do="Give ImageNet weights of MobileNetV2 or ResNet50 with --feature-weights.",
        )
    spec = GENERATORS[recipe.generator]
    last, best = out / "last.pt", out / "best.pt"
    if last.exists() and not resume:
        raise VidcolorError(
            f"{out} already holds a training run.", do="Continue it with --resume, or name another."
        )
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(settings.threads or cpu_share())

    torch.manual_seed(settings.seed)
    model = spec.build()
    if encoder_weights is not None and not resume:
        load_encoder(model, encoder_weights, spec.encoder_state)
    if start_weights is not None and not resume:
        load_trained(model, start_weights)
    model.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # of torch
    averaged = deepcopy(model).eval().requires_grad_(False)
    for name, parameter in model.named_parameters():
        if name.startswith(recipe.frozen):
            parameter.requires_grad_(False)
    optimizer = _optimizer(model, settings)
    autocast = _autocast(settings, device)
    adversary: Adversary | None = None
    if recipe.adversary is not None and feature_weights is not None:
        adversary = Adversary(recipe.adversary, feature_weights, device, autocast)
    first, best_error, seconds = 0, math.inf, 0.0
    config = json.loads(json.dumps(asdict(settings))) | {"recipe": recipe.name}
    if resume:
        state = load_checkpoint(last)
        if state["config"] != config:
            changed = sorted(k for k in config if state["config"].get(k) != config[k])
            raise VidcolorError(
                f"The run in {out} was started with other settings: {', '.join(changed)}.",
                do="Give the same settings, or start a new run in another folder.",
            )
        model.load_state_dict(state["model"])
        averaged.load_state_dict(state["averaged"])
        optimizer.load_state_dict(state["optimizer"])
        if adversary is not None:
            adversary.load_state_dict(state["adversary"])
        first, best_error, seconds = state["step"], state["best_error"], state["seconds"]
    else:
        run = {"settings": config, "photos": len(photos), "photo_list_sha256": list_digest(photos)}
        (out / "run.json").write_text(json.dumps(run, indent=2) + "\n")

    batches = PhotoBatches(
        photos,
        sampling_weights(photos, recipe.source_weights),
        batch_size=settings.batch_size,
        seed=settings.seed,
    )
    step_batches = (
        batches.at(step, recipe.stage_at(step, settings.steps).crop)
        for step in range(first, settings.steps)
    )
    bins: Tensor = model.get_buffer("bins")
    started = time.monotonic() - seconds
    recent = time.monotonic()
    with (
        prefetched(step_batches, ahead=3, name="batches") as ready,
        (out / "metrics.jsonl").open("a", encoding="utf-8") as journal,
    ):
        for step, pictures in zip(range(first, settings.steps), ready, strict=True):
            # Everything random in a step hangs on seed and step: resuming repeats it exactly.
            torch.manual_seed(settings.seed * 1_000_003 + step)
            draws = torch.Generator().manual_seed(settings.seed * 7_919 + step)
            rgb = pictures.to(device).float() / 255
            lab = rgb_to_lab(rgb)
            ab = lab[:, 1:]
            lightness = film_lightness(rgb, chance=settings.old_film_chance, draws=draws)
            hints = draw_hints(ab, draws=draws)
            palettes = drop_palettes(palette_of(ab), share=PALETTE_DROP, draws=draws)

            rate = learning_rate(step, settings)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate
            model.train()
            # At first only the discriminator learns: a fresh one would push at random.
            alone = adversary is not None and step < adversary.spec.alone_steps
            with torch.set_grad_enabled(not alone), autocast():
                prediction = model(
                    lightness.contiguous(memory_format=torch.channels_last), hints, palettes
                )
            loss = recipe_loss(prediction, ab, bins, recipe.losses)
            told: dict[str, float] | None = None
            if adversary is not None:
                temperature = adversary.spec.temperature
                pair = judged(prediction, lab, bins, temperature=temperature)
                told = adversary.learn(pair)
                if not alone:
                    loss = loss + adversary.loss(pair)
            if not alone:
                optimizer.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]  # of torch
                nn.utils.clip_grad_norm_(model.parameters(), settings.max_grad_norm)
                optimizer.step()
                _follow(averaged, model, min(settings.ema_decay, (step + 1) / (step + 10)))

            done = step + 1
            measures: dict[str, float] | None = None
            if done % settings.validate_every == 0 or done == settings.steps:
                measures = validate(
                    averaged, held_out[: settings.validation_photos], device, autocast
                )
                error = measures["ab_error"]
                state = {
                    "model": model.state_dict(),
                    "averaged": averaged.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "step": done,
                    "seconds": time.monotonic() - started,
                    "best_error": min(error, best_error),
                    "config": config,
                }
                if adversary is not None:
                    state["adversary"] = adversary.state_dict()
                    kept = {"averaged": state["averaged"], "step": done, "config": config}
                    save_checkpoint(kept, out / f"step_{done}.pt")
                if error < best_error:
                    best_error = error
                    save_checkpoint(state, best)
                save_checkpoint(state, last)
            now = time.monotonic()
            progress = TrainProgress(
                done,
                settings.steps,
                loss.item(),
                rate,
                len(pictures) / (now - recent),
                measures,
                told,
            )
            recent = now
            if measures or done % 50 == 0:
                line: dict[str, Any] = asdict(progress) | {"seconds": round(now - started, 1)}
                journal.write(json.dumps(line) + "\n")
                journal.flush()
            yield progress


def _optimizer(model: nn.Module, settings: TrainSettings) -> torch.optim.AdamW:
    groups: list[dict[str, Any]] = []
    for in_encoder, peak in (
        (True, settings.encoder_learning_rate),
        (False, settings.learning_rate),
    ):
        named = [
            (name, p)
            for name, p in model.named_parameters()
            if name.startswith("encoder.") == in_encoder and p.requires_grad
        ]
        # Norms and biases are not pulled to zero: that only shifts what the next layer must undo.
        groups += [
            {
                "params": [p for _, p in named if p.ndim > 1],
                "peak": peak,
                "weight_decay": settings.weight_decay,
            },
            {"params": [p for _, p in named if p.ndim <= 1], "peak": peak, "weight_decay": 0.0},
        ]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.99))


@torch.no_grad()
def _follow(averaged: nn.Module, model: nn.Module, decay: float) -> None:
    mine = [p for p in averaged.state_dict().values() if p.is_floating_point()]
    theirs = [p for p in model.state_dict().values() if p.is_floating_point()]
    torch._foreach_lerp_(mine, theirs, 1 - decay)


def _autocast(settings: TrainSettings, device: torch.device) -> Callable[[], torch.autocast]:
    fast_bf16 = device.type == "cuda" or (
        device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16", False))
    )
    enabled = settings.precision == "bf16" or (settings.precision == "auto" and fast_bf16)
    return lambda: torch.autocast(device.type, dtype=torch.bfloat16, enabled=enabled)
