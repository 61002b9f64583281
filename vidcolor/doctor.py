"""What is installed, what works, and what is in the way."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import Any

import torch

from vidcolor import __version__
from vidcolor.devices import choose_compute, core_count, fast_bf16_cpu
from vidcolor.networks import verify_weights
from vidcolor.video.encoders import working_encoders

_PACKAGES = ("torch", "av", "opencv-python", "numpy", "safetensors", "PySide6-Essentials")
_OURS = ("vidcolor", "gui", "models")


def examine_machine() -> dict[str, Any]:
    """Versions, devices, encoders that really start, package clashes, intact weights."""
    return {
        "vidcolor": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": core_count(),
        "bf16_cpu": fast_bf16_cpu(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "devices": _devices(),
        "default_device": choose_compute("auto").name,
        "encoders": working_encoders(),
        "weights": {k: "intact" if v else "damaged" for k, v in verify_weights().items()},
        "problems": _problems(),
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _devices() -> list[str]:
    found = ["cpu"]
    found += [f"cuda:{i} {torch.cuda.get_device_name(i)}" for i in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        found.append("xpu")
    return found


def _problems() -> list[str]:
    """Other packages that share a top-level name with ours, and damaged weights."""
    problems = []
    owners = metadata.packages_distributions()
    for name in _OURS:
        others = sorted(set(owners.get(name, [])) - {"vidcolor"})
        if others:
            problems.append(
                f"The package {', '.join(others)} also installs `{name}`: "
                "put vidcolor into an environment of its own."
            )
    problems += [
        f"The weights of {name} are damaged: install vidcolor again."
        for name, intact in verify_weights().items()
        if not intact
    ]
    return problems
