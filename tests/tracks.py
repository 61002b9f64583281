"""Fingerprints of colour tracks for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from standins import tint_network

from vidcolor.devices import Compute
from vidcolor.fingerprint import Fingerprint, fingerprint_of
from vidcolor.settings import ColorSettings

GRID = (32, 64)
CPU = Compute(torch.device("cpu"), torch.float32, 1, 1)


def made(film: Path, compute: Compute = CPU, **settings: Any) -> Fingerprint:
    """That of a film that a stand-in colours, with these settings."""
    return fingerprint_of(
        film,
        tint_network(),
        compute,
        ColorSettings(**settings),
        work_grid=GRID,
        fields="keep",
    )
