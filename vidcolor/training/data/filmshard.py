"""The tar shard of one film's frames: written beside and renamed, its count inside."""

from __future__ import annotations

import io
import json
import os
import secrets
import tarfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

import cv2

from vidcolor.errors import VidcolorError
from vidcolor.training.data.photo import Rgb

_COUNT_NAME = "count.json"
_QUALITY = 90  # of WebP: about 60 kB for 384 × 683


@dataclass(frozen=True, slots=True)
class FilmCount:
    """What became of the frames of a film that were looked at."""

    shots: int = 0
    kept: int = 0
    grey: int = 0
    blurred: int = 0
    alike: int = 0  # near-duplicates of others of the film
    black_and_white: bool = False  # the film has no colour at all


class ShardError(VidcolorError):
    """A shard cannot be written: no film's fault."""

    def __init__(self, shard: Path, error: OSError) -> None:
        super().__init__(
            f"The frames of a film cannot be written into {shard.parent}.",
            do="Make room there, or choose another folder.",
            detail=str(error),
        )


class ShardWriter:
    """A shard in the making; nothing is left of it unless the block ends well after `finish`."""

    def __init__(self, shard: Path) -> None:
        self._shard = shard
        token = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._partial = shard.with_name(f".{shard.stem}.{token}.partial")
        self._finished = False

    def __enter__(self) -> ShardWriter:
        try:
            self._shard.parent.mkdir(parents=True, exist_ok=True)
            self._tar = tarfile.open(self._partial, "w")
        except OSError as error:
            raise ShardError(self._shard, error) from error
        return self

    def add(self, name: str, picture: Rgb) -> None:
        """Write a picture as WebP.

        Raises:
            ShardError: it cannot be written.
        """
        bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
        _, encoded = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
        self._write(name, encoded.tobytes())

    def finish(self, count: FilmCount) -> None:
        """Write the count: the shard is whole.

        Raises:
            ShardError: it cannot be written.
        """
        self._write(_COUNT_NAME, json.dumps(asdict(count)).encode())
        self._finished = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._tar.close()
            if kind is None and self._finished:
                self._partial.replace(self._shard)
        except OSError as failure:
            raise ShardError(self._shard, failure) from failure
        finally:
            with suppress(OSError):  # what stopped the writing is the error to be told
                self._partial.unlink(missing_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        try:
            self._tar.addfile(member, io.BytesIO(data))
        except OSError as error:
            raise ShardError(self._shard, error) from error


def kept_count(shard: Path) -> FilmCount | None:
    """The count of a shard that was made earlier; None where it is missing or damaged."""
    try:
        with tarfile.open(shard) as tar:
            member = tar.extractfile(_COUNT_NAME)
            return FilmCount(**json.load(member)) if member else None
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError):
        return None
