"""The guides of a film, by shot: what of them acts on a frame, and what decides its colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import cv2
import numpy as np
import torch
from torch import Tensor

from vidcolor.cache import content_digest
from vidcolor.color.grid import work_size
from vidcolor.color.lab import lightness_from_luma, rgb_to_lab, rgb_to_luma
from vidcolor.errors import VidcolorError
from vidcolor.guidance.guide import ShotGuide
from vidcolor.guidance.matching import Matcher, ReferenceColors
from vidcolor.guides import Guides
from vidcolor.shotlist import Shot
from vidcolor.video.frames import Matrix

_SIDE_PX = 224  # short side at which a reference picture is looked at
_SQUARE = Fraction(1)  # aspect of its pixels
_GREY_AB = 1.0  # mean chroma below which a picture has no colour


class FilmGuide:
    """Finds the guide of a frame's shot, made when it is first needed.

    Args:
        guides: of the whole film.
        shot_of: the shot that holds a frame.
        make: makes a shot's guide.
        reach: frames on each side of one from which hints and regions act; None: all of the shot.
    """

    def __init__(
        self,
        guides: Guides,
        shot_of: Callable[[int], Shot],
        make: Callable[[Shot, Guides], ShotGuide],
        *,
        reach: int | None = None,
    ) -> None:
        self._guides = guides
        self._shot_of = shot_of
        self._make = make
        self._reach = reach
        self._lock = Lock()
        self._made: dict[int, ShotGuide | None] = {}
        self._digests: dict[int, str] = {}

    def of(self, number: int) -> ShotGuide | None:
        """What acts on a frame; None: nothing."""
        if not self._guides:
            return None
        shot = self._shot_of(number)
        key = shot.start_frame if self._reach is None else number
        with self._lock:
            if key not in self._made:
                here = self._guides.within(shot.start_frame, shot.end_frame)
                if self._reach is not None:
                    near = here.within(number - self._reach, number + self._reach + 1)
                    here = replace(here, hints=near.hints, regions=near.regions)
                self._made[key] = self._make(shot, here) if here else None
            return self._made[key]

    def digest_of(self, number: int) -> str:
        """Names everything asked for that decides a frame's colour; "" where nothing does.

        Raises:
            VidcolorError: a reference picture cannot be read.
        """
        if not self._guides:
            return ""
        shot = self._shot_of(number)
        if shot.start_frame not in self._digests:
            self._digests[shot.start_frame] = self._digest(shot)
        return self._digests[shot.start_frame]

    def close(self) -> None:
        """Stop reading the film."""
        with self._lock:
            for guide in self._made.values():
                if guide is not None:
                    guide.close()

    def _digest(self, shot: Shot) -> str:
        here = self._guides.within(shot.start_frame, shot.end_frame)
        if not here:
            return ""
        parts = [f"{shot.start_frame}–{shot.end_frame}", here.digest]
        for reference in here.references:
            if reference.picture:
                parts.append(content_digest(Path(reference.picture)))
            elif reference.of_frame is not None:
                liked = self._shot_of(reference.of_frame)
                theirs = self._guides.within(liked.start_frame, liked.end_frame)
                parts.append(without_references(theirs).digest)
        return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def without_references(guides: Guides) -> Guides:
    """A liked frame has the colours it has without references, else two could refer in a circle."""
    return replace(guides, references=(), film_reference="")


def reference_picture(path: Path, matcher: Matcher, device: torch.device) -> ReferenceColors:
    """Take a picture file's colours.

    Raises:
        VidcolorError: it cannot be read, or it has no colour.
    """
    try:
        encoded = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise VidcolorError(
            f"The reference picture {path} cannot be read.",
            do="Choose another picture, or take the reference away.",
            detail=str(error),
        ) from error
    bgr = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if encoded.size else None
    if bgr is None:
        raise VidcolorError(
            f"{path.name} is no picture that can be read.",
            do="Choose a PNG, JPEG, WebP or TIFF file as the reference.",
        )
    height, width = bgr.shape[:2]
    size = work_size(width, height, sample_aspect=_SQUARE, short_side=_SIDE_PX)
    small = cv2.resize(bgr, size[::-1], interpolation=cv2.INTER_AREA)
    rgb = torch.from_numpy(cv2.cvtColor(small, cv2.COLOR_BGR2RGB)).permute(2, 0, 1)[None]
    rgb = rgb.to(device).float() / 255
    ab = rgb_to_lab(rgb)[:, 1:]
    if float(torch.linalg.vector_norm(ab, dim=1).mean()) < _GREY_AB:
        raise VidcolorError(
            f"{path.name} is grey: there are no colours to take.", do="Choose a colour picture."
        )
    return matcher.reference(lightness_from_luma(rgb_to_luma(rgb, Matrix.BT601)), ab)


def reference_frame(y: Tensor, ab: Tensor, matcher: Matcher) -> ReferenceColors:
    """Take a coloured frame's colours.

    Args:
        y: ``(1, 1, h, w)`` Y′ at work size, upright.
        ab: ``(1, 2, h/2, w/2)``, upright.
    """
    whole = torch.nn.functional.interpolate(ab, y.shape[2:], mode="bilinear", align_corners=False)
    return matcher.reference(lightness_from_luma(y), whole)
