"""The engine in a process of its own: reads frames and colours them for the window.

Four threads with a reader each: grey pictures keep coming and questions are answered while a frame
is being coloured, and the film is looked through while nothing is wished.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Semaphore

from gui.preview.color_worker import ColorWorker
from gui.preview.grey_worker import GreyWorker
from gui.preview.insight_worker import InsightWorker
from gui.preview.mailbox import Outbox
from gui.preview.protocol import (
    AskFrame,
    CloseFilm,
    EngineOptions,
    OpenFilm,
    Reply,
    Role,
    ShowFrame,
    Stop,
    WantThumbnails,
    WantVariants,
)
from gui.preview.survey_worker import SurveyWorker
from gui.preview.worker import Common, Worker

log = logging.getLogger(__name__)

_PATIENCE_S = 4.0  # for a frame in the making; the window kills after five

# Whose matter each kind of request is; all others are for the one who colours.
_FOR_GREY = (OpenFilm, CloseFilm, ShowFrame)
_FOR_SURVEY = (OpenFilm, CloseFilm, WantThumbnails)
_FOR_INSIGHT = (OpenFilm, CloseFilm, AskFrame, WantVariants)
_NOT_FOR_COLOR = (WantThumbnails, AskFrame, WantVariants)


def serve(connection: Connection, options: EngineOptions, free: Mapping[Role, Semaphore]) -> None:
    """Answer the window until it says :class:`Stop` or is gone.

    Args:
        free: for each kind of picture, whether the window has copied the last one.
    """
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    # Ctrl-C in a terminal reaches the whole group; the window decides when the engine ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(options.niceness)
    sending = threading.Lock()

    def reply(message: Reply) -> None:
        with sending:
            connection.send(message)

    common = Common()
    boxes = {role: Outbox(semaphore) for role, semaphore in free.items()}
    survey = SurveyWorker(reply, common)
    grey = GreyWorker(reply, boxes[Role.GREY], survey.wishes.put)
    color = ColorWorker(reply, boxes[Role.COLOR], boxes[Role.COMPARE], options, common)
    insight = InsightWorker(reply, common)
    workers: tuple[Worker, ...] = (grey, color, survey, insight)
    for worker in workers:
        worker.start()
    try:
        while not isinstance(request := connection.recv(), Stop):
            # The survey first: it must know of a film before it is told that it was counted.
            if isinstance(request, _FOR_SURVEY):
                survey.wishes.put(request)
            if isinstance(request, _FOR_GREY):
                grey.wishes.put(request)
            if isinstance(request, _FOR_INSIGHT):
                insight.wishes.put(request)
            if not isinstance(request, _NOT_FOR_COLOR):
                color.wishes.put(request)
    except (EOFError, OSError):
        log.info("the window is gone")
    for semaphore in free.values():
        semaphore.release()  # nobody may copy any more what a worker waits to replace
    _end(workers)


def _end(workers: tuple[Worker, ...]) -> None:
    for worker in workers:
        worker.wishes.close()
    for worker in workers:
        worker.join(_PATIENCE_S / len(workers))
    if any(worker.is_alive() for worker in workers):
        # A thread inside torch or FFmpeg cannot be asked to end, and would hold the exit up.
        for worker in workers:
            worker.close_outboxes()
        os._exit(0)
