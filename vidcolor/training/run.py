"""The folder of a training run: what lies in it, how far the run is, what it is asked to do.

Knows no torch: the window and the report read runs with it, and steer them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from vidcolor.errors import VidcolorError


class RunStatus(StrEnum):
    """What a run does, or how it ended."""

    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED_EARLY = "stopped early"  # by its own criterion
    STOPPED = "stopped"  # by a person; it can go on
    FAILED = "failed"


class Wish(StrEnum):
    """What a run is asked to do."""

    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What does not change while a run goes on (``run.json``)."""

    recipe: str
    settings: dict[str, Any]  # of `TrainSettings`, with the steps that were reckoned
    generator: str  # a name of models.registry
    parameters: dict[str, int]  # of the generator and, where there is one, the discriminator
    photos: int
    held_out: int
    photo_list_sha256: str
    steps_per_epoch: int
    substitutes: tuple[str, ...]  # "ResNet50 for vgg16": what stands in for the paper's own parts
    start_weights: str  # name of the file that the run went on from; "": fresh
    device: str
    threads: int
    precision: str
    vidcolor: str  # version
    begun: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class RunState:
    """Where a run stands (``state.json``), renewed while it goes on."""

    status: RunStatus
    pid: int
    step: int = 0
    steps: int = 0
    stage: int = 0  # index into the recipe's stages
    seconds: float = 0.0  # of training, over all its lives
    seconds_left: float | None = None
    pictures_per_second: float = 0.0
    memory_mib: float = 0.0  # the most that the process has held
    best_step: int = 0  # of the checkpoint with the lowest error on held-out photos
    message: str = ""  # what went wrong, or why it ended


class Run:
    """A run's folder.

    ``run.json``: :class:`RunFacts`; ``state.json``: :class:`RunState`; ``metrics.jsonl``: a line
    for some steps, validations and events; ``last.pt``: everything to go on from; ``best.pt`` and
    ``step_N.pt``: weights; ``samples/step_N.jpg``: rows of grey, coloured and true held-out
    photos, always the same; ``statistics.json`` and ``.png``: of the data.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metrics = folder / "metrics.jsonl"
        self.last = folder / "last.pt"
        self.best = folder / "best.pt"

    def kept(self, step: int) -> Path:
        """The checkpoint of a step."""
        return self.folder / f"step_{step}.pt"

    def kept_steps(self) -> list[int]:
        """The steps whose checkpoints are there, in order."""
        return sorted(_steps(self.folder, "step_*.pt"))

    def sheet(self, step: int) -> Path:
        """The sample sheet of a step."""
        return self.folder / "samples" / f"step_{step}.jpg"

    def sheets(self) -> dict[int, Path]:
        """Sample sheets by their steps, in order."""
        return dict(sorted(_steps(self.folder / "samples", "step_*.jpg").items()))

    def facts(self) -> RunFacts:
        """What the run is.

        Raises:
            VidcolorError: the folder holds no run, or one whose notes are damaged.
        """
        try:
            told = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
            known = {f.name for f in fields(RunFacts)}
            told = {name: value for name, value in told.items() if name in known}
            return RunFacts(**told | {"substitutes": tuple(told["substitutes"])})
        except FileNotFoundError as error:
            raise VidcolorError(
                f"{self.folder} holds no training run.", do="Name the folder given with --out."
            ) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise VidcolorError(
                f"The notes of the run in {self.folder} are damaged.",
                do="Start the training again in another folder.",
                detail=str(error),
            ) from error

    def write_facts(self, facts: RunFacts) -> None:
        """Write ``run.json``.

        Raises:
            VidcolorError: it cannot be written.
        """
        _write(self.folder / "run.json", asdict(facts))

    def state(self) -> RunState | None:
        """Where the run stands; None where it never stood anywhere.

        A run whose process is gone without a word has failed.
        """
        try:
            told = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
            known = {f.name for f in fields(RunState)}
            told = {name: value for name, value in told.items() if name in known}
            state = RunState(**told | {"status": RunStatus(told["status"])})
        except (OSError, ValueError, TypeError, KeyError):  # not there, or of another version
            return None
        goes_on = (RunStatus.STARTING, RunStatus.RUNNING, RunStatus.PAUSED)
        if state.status in goes_on and not self.alive():
            numbers = asdict(state) | {"status": RunStatus.FAILED, "message": "the process ended"}
            return RunState(**numbers)
        return state

    def write_state(self, state: RunState) -> None:
        """Renew ``state.json``.

        Raises:
            VidcolorError: it cannot be written.
        """
        _write(self.folder / "state.json", asdict(state))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Mark the run as going on, in this process.

        Raises:
            VidcolorError: another process trains it, or the folder cannot be written.
        """
        # A moment's patience: somebody may just be asking whether the run is alive.
        lock = FileLock(self.folder / "lock", timeout=2)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise VidcolorError(
                f"Another process trains in {self.folder}.", do="Wait for it, or stop it."
            ) from error
        except OSError as error:
            raise unwritable(self.folder, error) from error
        try:
            yield
        finally:
            lock.release()

    def alive(self) -> bool:
        """Whether a process trains it now; not, where its folder does not let that be asked."""
        if not (self.folder / "lock").exists():
            return False
        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            return True
        except OSError:
            return False
        lock.release()
        return False

    def ask(self, wish: Wish | None) -> None:
        """Ask the run to pause or stop; None: to go on."""
        place = self.folder / "wish"
        if wish is None:
            place.unlink(missing_ok=True)
        else:
            place.write_text(wish.value, encoding="ascii")

    def asked(self) -> Wish | None:
        """What the run is asked to do."""
        with suppress(OSError, ValueError):  # no wish is there, or one half written
            return Wish((self.folder / "wish").read_text(encoding="ascii"))
        return None

    def lines(self, *, after: int = 0) -> tuple[list[dict[str, Any]], int]:
        """The lines of ``metrics.jsonl`` from a byte on, and where to go on reading.

        Each has ``kind``: "step" (``step``, ``stage``, ``epoch``, ``loss``, ``parts``: the weighted
        summands by name, ``discriminator``: ``loss``, ``real_told``, ``fake_told``, or null,
        ``rate``, ``pictures_per_second``, ``seconds``), "validation" (``step``, ``measures``) or
        "event" (``step``, ``what``). A line half written is left for the next time.
        """
        try:
            with self.metrics.open("rb") as file:
                file.seek(after)
                fresh = file.read()
        except OSError:
            return [], after
        whole = fresh[: fresh.rfind(b"\n") + 1]
        told = []
        for line in whole.splitlines():
            with suppress(ValueError):  # a line that a killed process left half written
                found = json.loads(line)
                if isinstance(found, dict) and isinstance(found.get("step"), int):
                    told.append(found)
        return told, after + len(whole)


def _steps(folder: Path, pattern: str) -> dict[int, Path]:
    """Files by the step in their names; those that a person has put beside them are passed over."""
    numbered = ((path.stem.split("_")[1], path) for path in folder.glob(pattern))
    return {int(number): path for number, path in numbered if number.isdecimal()}


def find_runs(folder: Path) -> list[Run]:
    """The runs in a folder and right below it, the newest first."""
    places = [folder, *(p for p in folder.glob("*") if p.is_dir())] if folder.is_dir() else []
    found = [place for place in places if (place / "run.json").exists()]
    found.sort(key=lambda place: (place / "run.json").stat().st_mtime, reverse=True)
    return [Run(place) for place in found]


def unwritable(path: Path, error: OSError) -> VidcolorError:
    """What is said where a file of a run cannot be written."""
    return VidcolorError(
        f"{path} cannot be written.",
        do="Make room on the disk, or choose another folder for the run.",
        detail=str(error),
    )


def _write(path: Path, told: dict[str, Any]) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        partial.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        _replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def _replace(partial: Path, path: Path) -> None:
    # Where a reader has the file open, some systems refuse to replace it for a moment.
    for attempt in range(20):
        try:
            partial.replace(path)
            return
        except PermissionError:
            if attempt == 19:
                raise
            time.sleep(0.05)
