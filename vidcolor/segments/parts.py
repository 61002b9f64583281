"""The folder beside a target in which the finished segments wait until all of them are there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from vidcolor.errors import VidcolorError
from vidcolor.video.borders import border
from vidcolor.video.packets import DamagedError, PacketFile
from vidcolor.video.partial import parts_of, remove

_JOURNAL = "journal.json"
_LOCK = "lock"
_VERSION = 1
_MOST_JOURNAL_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of frames that is coded alone.

    Attributes:
        start: number of its first frame.
        end: number after its last one; the film may end before.
        key: names everything that decides its pictures and how they are coded.
    """

    start: int
    end: int
    key: str

    @property
    def name(self) -> str:
        """Of its file."""
        return f"{self.start:09}-{self.end:09}-{self.key}.packets"


class Parts:
    """The finished segments of one render. One process at a time works on them.

    Args:
        target: of the render.

    Attributes:
        film_end: number after the film's last frame, once somebody has come there.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._folder = parts_of(target)
        self._facts: dict[str, str] = {}
        self.film_end: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes away; the folder stays afterwards only if a segment lies in it.

        Raises:
            VidcolorError: another process renders this target, or the folder cannot be written.
        """
        # A generator may be closed by another thread than the one that began it.
        lock = FileLock(self._folder / _LOCK, timeout=0, thread_local=False)
        with border(self._target):
            self._folder.mkdir(exist_ok=True)
            try:
                lock.acquire()
            except Timeout as error:
                raise VidcolorError(
                    f"{self._target.name} is being rendered already.",
                    do="Wait until that render is over, or choose another target.",
                ) from error
        try:
            yield
        finally:
            lock.release()
            if not any(self._folder.glob("*.packets")):
                remove(self._folder)

    def begin(self, facts: Mapping[str, str], *, restart: bool) -> bool:
        """Go on with what is there, or begin.

        Args:
            facts: what all segments have in common, in words for a person.
            restart: give up what is there.

        Returns:
            Whether something is there.

        Raises:
            VidcolorError: what is there was rendered in another way, or the folder cannot be
                written.
        """
        self._facts = dict(facts)
        known = None if restart else self._read()
        if known is None:
            self.discard()
            self._write()
            return False
        if changes := _changes(known["facts"], self._facts):
            raise VidcolorError(
                f"A part of {self._target.name} is rendered already, in another way: "
                f"{'; '.join(changes)}.",
                do="Render it as before to go on, or begin anew (--restart).",
            )
        self.film_end = known["film_end"]
        for path in self._folder.glob("*.partial"):
            remove(path)
        return True

    def has(self, segment: Segment) -> bool:
        """Whether a segment is finished; whether it is undamaged is seen when it is read."""
        return (self._folder / segment.name).exists()

    def starts(self) -> list[int]:
        """Where segments begin that somebody finished, whatever decided their pictures."""
        names = {path.name[:9] for path in self._folder.glob("*.packets")}
        return sorted(int(name) for name in names if name.isdecimal())

    def read(self, segment: Segment) -> PacketFile:
        """Read a finished segment, and check its sums.

        Raises:
            DamagedError: it is not as it was written; it is removed, to be rendered again.
        """
        path = self._folder / segment.name
        try:
            return PacketFile.read(path)
        except DamagedError:
            remove(path)
            raise

    def new(self, segment: Segment) -> Path:
        """Where a segment is written until it is finished."""
        return self._folder / f"{segment.name}.partial"

    def keep(self, segment: Segment) -> None:
        """A segment is finished, and lies on the disk.

        Raises:
            OSError: the folder cannot be written.
        """
        path = self._folder / segment.name
        os.replace(self.new(segment), path)
        _sync_folder(self._folder)

    def end_at(self, number: int) -> None:
        """The film has no frame of that number, and had all before it."""
        self.film_end = number
        self._write()

    def discard(self) -> None:
        """Give up all that is finished, or lies in the target now."""
        for path in self._folder.iterdir():
            if path.name != _LOCK:
                remove(path)

    def _read(self) -> dict[str, Any] | None:
        """What a render before this wrote; None where there is none, or it cannot be read."""
        path = self._folder / _JOURNAL
        with suppress(OSError, ValueError, KeyError, TypeError):  # none, or none of ours
            with path.open(encoding="utf-8") as file:
                known = json.loads(file.read(_MOST_JOURNAL_BYTES))
            end = known["film_end"]
            facts = known["facts"]
            right = (
                known["version"] == _VERSION
                and (end is None or type(end) is int)
                and isinstance(facts, dict)
                and all(isinstance(value, str) for value in facts.values())
            )
            return known if right else None
        return None

    def _write(self) -> None:
        content = {"version": _VERSION, "facts": self._facts, "film_end": self.film_end}
        new = self._folder / f"{_JOURNAL}.partial"
        with border(self._target):
            with new.open("w", encoding="utf-8") as file:
                json.dump(content, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self._folder / _JOURNAL)
            _sync_folder(self._folder)


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = [*before, *(name for name in now if name not in before)]
    return [
        f"{name} was {before.get(name, 'not set')}, now {now.get(name, 'not set')}"
        for name in names
        if before.get(name) != now.get(name)
    ]


def _sync_folder(folder: Path) -> None:
    """See that a new name outlives a power cut; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
