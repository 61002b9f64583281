"""The process that tries things out before a render: size and time, the encoder, the tracks.

All of this decodes or encodes, so none of it may happen in the window's process.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from vidcolor.errors import VidcolorError
from vidcolor.queue import JobError, JobSpec
from vidcolor.settings import ColorSettings

if TYPE_CHECKING:
    from vidcolor.engine import Engine

log = logging.getLogger(__name__)

NICENESS = 5  # the window comes first
_LAST_FRAME_S = 1.5


class Subject(StrEnum):
    """What is asked about a render that somebody thinks of."""

    ENCODERS = "encoders"
    TRACKS = "tracks"
    ENCODER_TEST = "encoder test"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Question:
    """Window to process."""

    subject: Subject
    generation: int
    spec: JobSpec | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Process to window: a value whose kind depends on the subject, or an error."""

    subject: Subject
    generation: int
    value: object = None
    error: JobError | None = None


@dataclass(frozen=True, slots=True)
class EstimateProgress:
    """Process to window: how many frames of the trial render are done.

    Attributes:
        generation: of the question.
        frames_total: of the short piece that is rendered; 0 where that is not known.
    """

    generation: int
    frames: int
    frames_total: int


@dataclass(frozen=True, slots=True)
class EncoderAbility:
    """What one encoder that really starts here takes."""

    codec: str
    hardware: bool
    formats: tuple[tuple[int, str], ...]  # bits of a sample, chroma


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFate:
    """`vidcolor.video.streamplan.StreamFate`, without the codecs that its module brings along."""

    index: int
    kind: str
    codec: str
    language: str = ""
    title: str = ""
    fate: str
    codec_after: str = ""
    reason: str = ""
    wished: bool = False

    @property
    def lost(self) -> bool:
        """Whether it is not in the target."""
        return self.fate == "left out"


@dataclass(frozen=True, slots=True)
class RenderEstimate:
    """`vidcolor.estimate.Estimate`, without the torch that its module brings along."""

    size_bytes: int
    room_bytes: int  # that the disk must have
    seconds: float
    free_bytes: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Window to process: nobody waits for the estimate any more."""


def serve(connection: Connection, folder: str) -> None:
    """Answer questions until the window hangs up.

    Args:
        connection: to the window.
        folder: for temporary files; the window removes it when this process is gone.
    """
    _settle(folder)
    sending = threading.Lock()

    def reply(answer: Answer | EstimateProgress) -> None:
        with sending, suppress(OSError):  # a window that no longer listens is seen below
            connection.send(answer)

    slow, quick = _Worker(reply, "vidcolor-trial"), _Worker(reply, "vidcolor-tracks")
    try:
        while True:
            message = connection.recv()
            if isinstance(message, Question) and message.subject is not Subject.ESTIMATE:
                quick.inbox.put((message, threading.Event()))
                continue
            slow.withdraw()
            if isinstance(message, Question):
                slow.ask(message)
    except (EOFError, OSError):
        pass
    slow.withdraw()
    slow.inbox.put(None)
    slow.join(_LAST_FRAME_S)
    # A thread inside torch or FFmpeg cannot be asked to end; nothing is written here to be lost.
    os._exit(0)


def _settle(folder: str) -> None:
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    # Ctrl-C in a terminal reaches the whole group; the window decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    if sys.platform != "win32":
        os.nice(NICENESS)


class _Worker(threading.Thread):
    """Answers one question after the other."""

    def __init__(self, reply: Callable[[Answer | EstimateProgress], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.inbox: queue.SimpleQueue[tuple[Question, threading.Event] | None] = queue.SimpleQueue()
        self._reply = reply
        self._withdrawn = threading.Event()
        self._engine: Engine | None = None
        self.start()

    def ask(self, question: Question) -> None:
        """Add a question that can be withdrawn."""
        self._withdrawn = threading.Event()
        self.inbox.put((question, self._withdrawn))

    def withdraw(self) -> None:
        """Give up the last question."""
        self._withdrawn.set()

    def run(self) -> None:
        """Until None comes."""
        while (item := self.inbox.get()) is not None:
            question, withdrawn = item
            if withdrawn.is_set():
                continue
            answer = self._answered(question, withdrawn)
            if not withdrawn.is_set():
                self._reply(answer)

    def _answered(self, question: Question, withdrawn: threading.Event) -> Answer:
        try:
            return Answer(question.subject, question.generation, self._value(question, withdrawn))
        except VidcolorError as error:
            failed = JobError(error.what, error.do, error.detail)
        except Exception as error:
            log.exception("the %s failed unexpectedly", question.subject)
            failed = JobError(
                f"The trial met something it does not know: {type(error).__name__}.",
                "Try other settings; the details help whoever mends it.",
                traceback.format_exc(),
            )
        return Answer(question.subject, question.generation, error=failed)

    def _value(self, question: Question, withdrawn: threading.Event) -> object:
        if question.subject is Subject.ENCODERS:
            return _encoders()
        assert question.spec is not None
        if question.subject is Subject.TRACKS:
            return _tracks(question.spec)
        if question.subject is Subject.ENCODER_TEST:
            return _encoder_test(question.spec)
        return self._estimated(question.spec, question.generation, withdrawn)

    def _estimated(
        self, spec: JobSpec, generation: int, withdrawn: threading.Event
    ) -> RenderEstimate | None:
        """None where it was withdrawn."""
        from vidcolor.engine import Engine
        from vidcolor.estimate import Estimate, estimate

        if self._engine is None or not _same_network(self._engine.settings, spec.color):
            self._engine = Engine(spec.color)
        with closing(estimate(spec, engine=self._engine)) as steps:
            for step in steps:
                if withdrawn.is_set():
                    return None
                if isinstance(step, Estimate):
                    return RenderEstimate(
                        step.bytes, step.room_bytes, step.seconds, step.free_bytes
                    )
                self._reply(EstimateProgress(generation, step.frames, step.frames_total or 0))
        return None


def _same_network(one: ColorSettings, other: ColorSettings) -> bool:
    return (one.model, one.device) == (other.model, other.device)


# Torch and the codecs are imported where they are needed: the window imports this module too.


def _encoders() -> tuple[EncoderAbility, ...]:
    from vidcolor.video.encoders import SOFTWARE, pixel_formats, working_encoders

    found = []
    for codec, names in working_encoders().items():
        for name in names:
            formats = tuple((one.depth, one.chroma) for one in pixel_formats(name))
            found.append(EncoderAbility(codec, name != SOFTWARE[codec], formats))
    return tuple(sorted(found, key=lambda able: able.hardware))


def _tracks(spec: JobSpec) -> tuple[TrackFate, ...]:
    from vidcolor.video.probe import examine
    from vidcolor.video.streamplan import stream_plan

    info = examine(spec.source, stills=spec.color.stills).info
    return tuple(
        TrackFate(
            index=one.index,
            kind=one.kind,
            codec=one.codec,
            language=one.language,
            title=one.title,
            fate=one.fate.value,
            codec_after=one.codec_after,
            reason=one.reason,
            wished=one.wished,
        )
        for one in stream_plan(info, spec.target, spec.output)
    )


def _encoder_test(spec: JobSpec) -> str:
    from vidcolor.estimate import encoder_test
    from vidcolor.video.presets import FILM_CONTAINERS, PICTURE_CODECS, target_suffix
    from vidcolor.video.probe import examine
    from vidcolor.video.stills import folder_codec

    info = examine(spec.source, stills=spec.color.stills).info
    output, suffix = spec.output, target_suffix(spec.target)
    if suffix not in FILM_CONTAINERS:
        codec = PICTURE_CODECS.get(suffix) or folder_codec(output)
        output = replace(output, codec=codec)
    return encoder_test(output, info.width, info.height)
