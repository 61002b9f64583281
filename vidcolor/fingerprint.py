"""What decides the bits of a film's colours: the name of its colour track."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import cv2
import torch

from vidcolor.cache import content_digest
from vidcolor.devices import Compute
from vidcolor.networks import Decoding, Network
from vidcolor.settings import ColorSettings
from vidcolor.video.opening import ffmpeg_version

LAYER_VERSION = 3
"""Raise it with every change of code that changes a frame's a*b*: old tracks are then not read."""

# The track does not depend on the look, and `Compute` stands for the device. Every other setting
# counts, also one that is added later: a needless new track is only slow. Of a list of shots its
# cuts count, not its name.
# Neither hints, reference nor variant count: the digest of each shot's guides stands for them.
_SETTINGS_WITHOUT_EFFECT = {
    *("device", "model", "shots", "hints", "reference", "variant"),
    *("saturation", "vibrance", "warmth", "tint"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Everything that decides the bits of a colour track; made by `fingerprint_of`."""

    source: str  # `content_digest`
    fields: str  # of interlaced film: keep or bwdif
    cuts: str  # where a person says that shots begin
    guides: str  # digest of what is asked for inside the pictures of the shot
    model: str
    weights_sha256: str
    decoding: Decoding
    settings: tuple[tuple[str, str | float], ...]  # by name, those that act before the track
    work_grid: tuple[int, int]  # (height, width) in pixels; the track has half of each
    dtype: str
    device_type: str
    device_name: str
    cpu_capability: str
    threads: int  # of one torch operation
    batch: int
    torch_version: str
    opencv_version: str
    ffmpeg_version: str
    layer_version: int = LAYER_VERSION

    def as_json(self) -> str:
        """All fields in a fixed order, for the key and for people."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @property
    def key(self) -> str:
        """The name of the track: 32 hexadecimal digits."""
        return blake2b(self.as_json().encode(), digest_size=16).hexdigest()


def versions() -> str:
    """Those of everything that decides bits, for a person."""
    return f"torch {torch.__version__}, OpenCV {cv2.__version__}, FFmpeg {ffmpeg_version()}"


def acting_settings(settings: ColorSettings) -> tuple[tuple[str, str | float], ...]:
    """The settings that act before the track, by name."""
    items = asdict(settings).items()
    return tuple(sorted(item for item in items if item[0] not in _SETTINGS_WITHOUT_EFFECT))


def fingerprint_of(
    source: Path,
    network: Network,
    compute: Compute,
    settings: ColorSettings,
    *,
    work_grid: tuple[int, int],
    fields: str,
    cuts: str = "",
    guides: str = "",
) -> Fingerprint:
    """Gather what decides the bits of a film's colours on this machine.

    Args:
        source: the film, or the folder of its pictures.
        network: with the weights that colour it.
        compute: with the batch that was settled.
        settings: only those that act before the track count.
        work_grid: ``(height, width)`` in pixels, of `Colorizer.size`.
        fields: of interlaced film, ``keep`` or ``bwdif``.
        cuts: where a person says that shots begin; empty where they are searched.
        guides: names what is asked for inside the pictures of a shot; empty where nothing is.

    Raises:
        VidcolorError: the source cannot be read.
    """
    return Fingerprint(
        source=content_digest(source),
        fields=fields,
        cuts=cuts,
        guides=guides,
        model=network.name,
        weights_sha256=network.sha256,
        decoding=network.decoding,
        settings=acting_settings(settings),
        work_grid=work_grid,
        dtype=str(compute.dtype),
        device_type=compute.device.type,
        device_name=compute.name,
        cpu_capability=torch.backends.cpu.get_cpu_capability(),
        threads=compute.threads,
        batch=compute.batch,
        torch_version=str(torch.__version__),
        opencv_version=cv2.__version__,
        ffmpeg_version=ffmpeg_version(),
    )
