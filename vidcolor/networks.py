"""The only door to `models/`: from a name to a generator with checked weights."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

import models
from vidcolor.devices import Compute
from vidcolor.errors import VidcolorError

if getattr(models, "OWNER", "") != "vidcolor":
    raise VidcolorError(
        f"Another package called `models` is in the way: {models.__file__}.",
        do="Install vidcolor in an environment of its own (pipx, or a fresh venv).",
    )

from models.registry import GENERATORS, PAPERS, PUBLISHED, GeneratorSpec
from models.unet import Prediction
from vidcolor.addedmodels import AddedModel, added_model, added_models
from vidcolor.catalogue import CATALOGUE
from vidcolor.interpreter import Interpreter
from vidcolor.tracing import Recordings

ARCHITECTURES = GENERATORS | PUBLISHED | PAPERS


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a generator's answer becomes one colour; evaluation chooses it, the weights carry it."""

    bins_share: float = 1.0  # of the distribution's mean in the mix with the regression branch
    chroma_gain: float = 1.0  # both heads are a little too pale; this is undone here
    temperature: float = 1.0  # of the distribution; below 1 nearer to its likeliest colour
    # Networks are less sure than they could be. At this temperature the mean erred least on photos
    # held out (after Guo et al. 2017, section 4.2); 1 is there, and all others are shares of it.
    calibration: float = 1.0


@dataclass(frozen=True, slots=True)
class Network:
    """A generator ready to colour.

    ``sha256`` is that of the weight file; ``decoding`` is what evaluation found best for it.
    Hints or a palette that it does not take change nothing; a network without a distribution
    answers logits of no bins, and temperature has no say.
    """

    name: str
    module: nn.Module
    sha256: str
    decoding: Decoding
    size_multiple: int
    recordings: Recordings | None = None  # of ``module``, for processors
    takes_hints: bool = True
    takes_palette: bool = True
    has_distribution: bool = True

    def predict(
        self,
        lightness: Tensor,
        compute: Compute,
        hints: Tensor | None,
        palette: Tensor | None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """Run the generator; see ``models.unet.ColorUNet.forward`` for the shapes."""
        lightness = lightness.contiguous(memory_format=torch.channels_last)
        with (
            torch.inference_mode(),
            torch.autocast(
                compute.device.type,
                dtype=compute.dtype,
                enabled=compute.dtype is not torch.float32,
            ),
        ):
            guided = hints is not None or palette is not None
            if self.recordings and compute.device.type == "cpu" and not guided:
                return self.recordings.predict(
                    lightness, distribution=distribution, regression=regression
                )
            answer: Prediction = self.module(
                lightness, hints, palette, distribution=distribution, regression=regression
            )
        return answer


def known_models() -> list[dict[str, Any]]:
    """What ``vidcolor models list`` shows: the shipped ones, then what the user has added."""
    return [
        {
            "name": name,
            "summary": spec.summary,
            "installed": path.exists(),
            "megabytes": round(_size(path) / 1e6, 1),
            "added": added,
            "recipe": not added and not spec.shipped,  # to be trained: it has no weights yet
            "takes_hints": spec.takes_hints,
            "takes_palette": spec.takes_palette,
            "has_distribution": spec.has_distribution,
        }
        for name, spec, path, added in (
            *((spec.name, spec, spec.weights, False) for spec in GENERATORS.values()),
            *((m.name, ARCHITECTURES[m.architecture], m.weights, True) for m in _added()),
        )
    ]


def _added() -> list[AddedModel]:
    return [model for model in added_models() if model.architecture in ARCHITECTURES]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def find_spec(name: str) -> GeneratorSpec:
    """The architecture behind a model's name, shipped or added.

    Raises:
        VidcolorError: no model has that name.
    """
    if name in GENERATORS:
        return GENERATORS[name]
    model = added_model(name)
    if model is not None and model.architecture in ARCHITECTURES:
        return ARCHITECTURES[model.architecture]
    if name in PAPERS:  # of a run's checkpoint, whose weights are given apart
        return PAPERS[name]
    if name in CATALOGUE:
        raise VidcolorError(
            f"The model {name} is not here yet.",
            do=f"Fetch it (Colour > Models, or `vidcolor models fetch {name}`).",
        )
    names = [row["name"] for row in known_models()]
    raise VidcolorError(
        f"There is no model called {name!r}.", do=f"Choose one of: {', '.join(names)}."
    )


def weights_of(name: str) -> Path:
    """Where a model's safetensors file lies; it may not exist.

    Raises:
        VidcolorError: no model has that name.
    """
    spec = find_spec(name)
    model = None if name in GENERATORS else added_model(name)
    return model.weights if model else spec.weights


def card_of(name: str) -> str:
    """What a model is, how it was made and its terms, in Markdown; also of one not fetched yet.

    Raises:
        VidcolorError: no model has that name; its card is missing.
    """
    model = None if name in GENERATORS else added_model(name)
    if model is not None:
        offer = CATALOGUE.get(name)
        same = offer is not None and offer.architecture == model.architecture
        return (f"{offer.card}\n\n" if offer and same else f"# {name}\n\n") + model.facts
    if name not in GENERATORS and name in CATALOGUE:
        return CATALOGUE[name].card
    path = find_spec(name).card
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise VidcolorError(
            f"The card of {name} is missing: {path}.", do="Install vidcolor again."
        ) from error


def recognize(state: dict[str, Tensor]) -> GeneratorSpec | None:
    """The architecture that a checkpoint's tensors belong to, by every key and shape.

    Args:
        state: name and value of each tensor, as the architecture's authors published them.

    Returns:
        None where it is none that is known.
    """
    return next((spec for spec in ARCHITECTURES.values() if _fits(spec, state)), None)


def _fits(spec: GeneratorSpec, state: dict[str, Tensor]) -> bool:
    try:
        own = spec.own_state(state)
    except (KeyError, RuntimeError):
        return False
    with torch.device("meta"):
        wanted = spec.build().state_dict()
    return {k: v.shape for k, v in own.items()} == {k: v.shape for k, v in wanted.items()}


def load_network(name: str, compute: Compute, *, weights: Path | None = None) -> Network:
    """Build a generator and fill it with its weights.

    Args:
        name: of the model.
        compute: where and in which arithmetic it will run, and no other.
        weights: a safetensors file to use in place of the model's own.

    Raises:
        VidcolorError: unknown name; weights missing, damaged or of another architecture.
    """
    spec = find_spec(name)
    path = weights or weights_of(name)
    stored, decoding = _read_weights(path, name)
    try:
        state = spec.own_state(stored)
    except (KeyError, RuntimeError) as error:
        raise _of_another_kind(path, name, str(error)) from error
    module = spec.build()
    wanted = module.state_dict()
    wrong = [k for k, v in wanted.items() if k not in state or state[k].shape != v.shape]
    if wrong or len(state) != len(wanted):
        raise _of_another_kind(path, name, (wrong or sorted(set(state) - set(wanted)))[0])
    module.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    if spec.native is not None:
        module = Interpreter(module, spec.native)
    module.eval().requires_grad_(False)
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            layer.to(compute.dtype)  # once, not at each call; the arithmetic is the same
    module.to(compute.device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch
    return Network(
        name,
        module,
        file_sha256(path),
        decoding,
        spec.size_multiple,
        # A recording would forget which parts of an interpreter may not run in halves.
        Recordings(module) if spec.native is None else None,
        spec.takes_hints,
        spec.takes_palette,
        spec.has_distribution,
    )


def _of_another_kind(path: Path, name: str, difference: str) -> VidcolorError:
    return VidcolorError(
        f"The weights in {path.name} are of another architecture than {name}.",
        do="Give weights that were exported for this model, or install vidcolor again.",
        detail=f"first difference: {difference}",
    )


def _read_weights(path: Path, name: str) -> tuple[dict[str, Tensor], Decoding]:
    try:
        with safe_open(path, framework="pt") as file:
            state = {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118  # not a dict
            decoding = _decoding((file.metadata() or {}).get("decoding", "{}"))
        # A single NaN would spread over every picture and end as an even grey.
        if odd := [k for k, v in state.items() if not bool(torch.isfinite(v).all())]:
            raise ValueError(f"{odd[0]} holds numbers that are none")
        return state, decoding
    except FileNotFoundError as error:
        if name in PAPERS:
            raise VidcolorError(
                f"{name} is a network of a paper and has no weights of its own.",
                do="Train a recipe with it (`vidcolor train list`) and make the run a model "
                "(`vidcolor train add RUN`).",
            ) from error
        if name in GENERATORS and not GENERATORS[name].shipped:
            raise VidcolorError(
                f"{name} has no weights yet: it is a recipe to be trained.",
                do=f"Train it (`vidcolor train {name}`), or choose another model.",
            ) from error
        raise VidcolorError(
            f"The weights of {name} are missing: {path}.",
            do="Install vidcolor again, or choose another model (Colour > Models, or --model).",
        ) from error
    except (SafetensorError, OSError, ValueError, TypeError) as error:
        raise VidcolorError(
            f"The weights of {name} are damaged: {path}.",
            do="Install vidcolor again; `vidcolor models verify` tells which files are intact.",
            detail=str(error),
        ) from error


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _decoding(notes: str) -> Decoding:
    numbers = json.loads(notes)
    if not isinstance(numbers, dict) or set(numbers) - {f.name for f in fields(Decoding)}:
        raise ValueError(f"these notes on decoding are not understood: {notes}")
    return Decoding(**{name: float(number) for name, number in numbers.items()})


def verify_weights() -> dict[str, bool]:
    """For each model's weight file, whether it still has the sum it was shipped or added with."""
    intact: dict[str, bool] = {}
    for spec in GENERATORS.values():
        sums = spec.weights.with_suffix(".sha256")
        if sums.exists():
            intact[spec.name] = (
                spec.weights.exists()
                and file_sha256(spec.weights) == sums.read_text(encoding="ascii").split()[0]
            )
    for model in added_models():
        intact[model.name] = (
            model.weights.exists() and file_sha256(model.weights) == model.weights_sha256
        )
    return intact
