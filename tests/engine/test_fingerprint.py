"""What decides that a colour track is another one."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from standins import tint_network
from tracks import CPU, GRID, made

from vidcolor.errors import VidcolorError
from vidcolor.fingerprint import Fingerprint, fingerprint_of
from vidcolor.networks import Decoding
from vidcolor.settings import ColorSettings


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film"
    path.write_bytes(b"a film")
    return path


@pytest.fixture
def fingerprint(film: Path) -> Fingerprint:
    return made(film)


# --- what is a track of its own -------------------------------------------------------------


def test_the_same_film_model_and_machine_share_a_track(film: Path, tmp_path: Path) -> None:
    copy = tmp_path / "moved"
    shutil.copy(film, copy)
    assert made(film) == made(copy)
    assert made(film).key == made(copy).key


def test_every_field_of_a_fingerprint_makes_another_key(fingerprint: Fingerprint) -> None:
    others: dict[str, Any] = {"decoding": Decoding(0.1, 1.0), "settings": (), "work_grid": (64, 32)}
    keys = {fingerprint.key}
    for field in fields(fingerprint):
        now = getattr(fingerprint, field.name)
        other = others.get(field.name, now + 1 if isinstance(now, int) else f"{now}x")
        keys.add(replace(fingerprint, **{field.name: other}).key)
    assert len(keys) == 1 + len(fields(fingerprint))


@pytest.mark.parametrize(
    "setting", [{"work_size": 192}, {"stabilize": 0.5}, {"temperature": 0.5}, {"stills": True}]
)
def test_a_setting_that_acts_before_the_track_makes_another_key(
    film: Path, setting: dict[str, Any]
) -> None:
    assert made(film, **setting).key != made(film).key


def test_saturation_needs_no_other_track(film: Path) -> None:
    assert made(film, saturation=0.3).key == made(film).key


def test_the_device_counts_as_what_it_turned_out_to_be(film: Path) -> None:
    assert made(film, device="cpu").key == made(film, device="auto").key
    for other in (
        replace(CPU, dtype=torch.bfloat16),
        replace(CPU, threads=2),
        replace(CPU, batch=8),
        replace(CPU, device=torch.device("meta")),
    ):
        assert made(film, other).key != made(film).key
    assert made(film, replace(CPU, workers=7)).key == made(film).key


def test_another_film_or_other_weights_make_another_track(film: Path) -> None:
    before = made(film)
    weights = replace(tint_network(), sha256="1" * 64)
    other = fingerprint_of(film, weights, CPU, ColorSettings(), work_grid=GRID, fields="keep")
    film.write_bytes(b"another film")
    assert len({before.key, other.key, made(film).key}) == 3


def test_a_film_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(VidcolorError, match="cannot be read"):
        made(tmp_path / "gone")
