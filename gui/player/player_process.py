"""The player in a process of its own: reads a film in time, colours it, hands over its sound."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from math import inf
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Semaphore
from typing import TYPE_CHECKING, Any

from gui.player.play_route import Route
from gui.player.player_frames import FrameChoice, Pace, Step
from gui.player.player_protocol import (
    PICTURES_AHEAD,
    Begun,
    NoMore,
    Pause,
    Play,
    PlayedPicture,
    PlayedSound,
    PlayFailed,
    PlayReply,
    StopPlayer,
)
from gui.player.player_ring import Ring, acquired
from gui.player.player_sound import sound_along
from gui.player.player_source import OpenFilm, Source
from vidcolor.errors import VidcolorError

if TYPE_CHECKING:
    from vidcolor.screen import Screen, ScreenPicture
    from vidcolor.video.sound import Sound

log = logging.getLogger(__name__)

_NICENESS = 3  # the window stays quick, the engine that colours ahead is less urgent
_PATIENCE_S = 4.0  # for what is in the making; the window kills after five
_MOST_WORKERS = 2
_AHEAD = {True: 4, False: 18}  # read frames that wait; backwards the next piece is read meanwhile
_STALE_S = 0.3  # a picture that is so late is not shown if there was another a moment ago

Send = Callable[[PlayReply], None]


@dataclass(frozen=True, slots=True)
class Line:
    """What the player process shares with the window.

    Attributes:
        connection: requests in, replies out.
        clock: seconds that were played, as the window says; negative before the first picture.
        pictures_free: places in the ring of pictures.
        sound_free: blocks of sound that may still be sent.
    """

    connection: Connection
    clock: Any  # a shared double; multiprocessing has no name for its type
    pictures_free: Semaphore
    sound_free: Semaphore


def serve(line: Line) -> None:
    """Play what the window asks for until it says :class:`StopPlayer` or is gone."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    # Ctrl-C in a terminal reaches the whole group; the window decides when the player ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    player = _Player(line)
    player.start()
    try:
        while not isinstance(request := line.connection.recv(), StopPlayer):
            player.wish(request)
    except (EOFError, OSError):
        log.info("the window is gone")
    player.close()
    player.join(_PATIENCE_S)
    if player.is_alive():
        # A thread inside torch or FFmpeg cannot be asked to end, and would hold the exit up.
        player.ring.close()
        os._exit(0)


class _Player(threading.Thread):
    """Plays the newest wish; keeps film and network for the next one."""

    def __init__(self, line: Line) -> None:
        super().__init__(name="vidcolor-player", daemon=True)
        self.ring = Ring(line.pictures_free, PICTURES_AHEAD)
        self._line = line
        self._sending = threading.Lock()
        self._changed = threading.Condition()
        self._newest: Play | None = None
        self._closed = False
        self._wishes = 0  # counts them, so that what is played knows of a newer one
        self._source = Source()

    def wish(self, request: Play | Pause) -> None:
        """Play this now, or nothing."""
        with self._changed:
            self._newest = request if isinstance(request, Play) else None
            self._wishes += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let the thread end."""
        with self._changed:
            self._closed = True
            self._wishes += 1
            self._changed.notify_all()

    def run(self) -> None:
        """Until :meth:`close`."""
        try:
            while (taken := self._take()) is not None:
                play, at = taken
                # A default binds today's ``at``; mypy cannot tell its type.
                self._attempt(play, lambda at=at: self._wishes != at)  # type: ignore[misc]
        except OSError as error:
            log.info("the window no longer listens: %s", error)
        finally:
            self._source.close()
            self.ring.close()

    def _take(self) -> tuple[Play, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._closed)
            play, self._newest = self._newest, None
            return None if self._closed or play is None else (play, self._wishes)

    def _send(self, reply: PlayReply) -> None:
        with self._sending:
            self._line.connection.send(reply)

    def _attempt(self, play: Play, given_up: Callable[[], bool]) -> None:
        """Play, or tell the window in a sentence why not."""
        try:
            self._play(play, given_up)
        except VidcolorError as error:
            self._send(PlayFailed(play.generation, error.what, error.do, error.detail))
        except BrokenPipeError:
            raise
        except Exception as error:
            log.exception("playing failed unexpectedly")
            self._send(
                PlayFailed(
                    play.generation,
                    f"The player met something it does not know: {type(error).__name__}.",
                    "Play from another frame; the details help whoever mends it.",
                    traceback.format_exc(),
                )
            )

    def _play(self, play: Play, given_up: Callable[[], bool]) -> None:
        film = self._source.film(play.path, stills=play.wish.color.stills)
        route = Route(film.edges_s, start=play.start_frame, speed=play.speed, loop=play.loop)
        sound = film.sound if play.sound and play.speed == 1.0 else None
        self._send(Begun(play.generation, film.edges_s, sound is not None))
        if given_up():
            return
        failed = threading.Event()
        speaker = threading.Thread(
            target=self._send_sound,
            args=(play.generation, sound, route, lambda: failed.is_set() or given_up()),
            name="vidcolor-sound",
            daemon=True,
        )
        speaker.start()
        try:
            self._send_pictures(play, film, route, given_up)
        except BaseException:
            failed.set()
            raise
        finally:
            speaker.join()

    def _send_pictures(
        self, play: Play, film: OpenFilm, route: Route, given_up: Callable[[], bool]
    ) -> None:
        from vidcolor.prefetch import in_parallel, prefetched
        from vidcolor.screen import open_screen

        pace = Pace(self._now_s)
        with ExitStack() as stages:
            screen = stages.enter_context(
                open_screen(
                    film.reader,
                    self._source.engine(play.wish),
                    most_width_px=play.most_width_px,
                    most_height_px=play.most_height_px,
                )
            )
            choice = FrameChoice(film.reader, screen, route, pace, given_up)
            steps = stages.enter_context(
                prefetched(choice.steps(), ahead=_AHEAD[play.speed > 0], name="decode")
            )
            made = stages.enter_context(
                in_parallel(
                    _chosen(steps, screen, pace, route, given_up),
                    lambda item: _made(item, screen, pace),
                    workers=min(screen.workers, _MOST_WORKERS),
                    prepare=screen.prepare_thread,
                    name="color",
                )
            )
            sent_at_s = -inf
            for step, picture in made:
                stale = pace.behind_s(step.due_s) > _STALE_S
                if (
                    stale
                    and time.monotonic() - sent_at_s < _STALE_S
                    and picture.number != route.last
                ):
                    continue
                if not self._send_picture(play, film, step, picture, given_up):
                    return
                sent_at_s = time.monotonic()
        self._send(NoMore(play.generation))

    def _send_picture(
        self,
        play: Play,
        film: OpenFilm,
        step: Step,
        picture: ScreenPicture,
        given_up: Callable[[], bool],
    ) -> bool:
        laid = self.ring.put(picture.rgb, given_up)
        if laid is None:
            return False
        height, width = picture.rgb.shape[:2]
        self._send(
            PlayedPicture(
                play.generation,
                picture.number,
                float(film.edges_s[picture.number]),
                step.due_s,
                picture.draft,
                width,
                height,
                *laid,
            )
        )
        return True

    def _send_sound(
        self, generation: int, sound: Sound | None, route: Route, given_up: Callable[[], bool]
    ) -> None:
        if sound is None:
            return
        try:
            for samples in sound_along(sound, route):
                if not acquired(self._line.sound_free, given_up):
                    return
                self._send(PlayedSound(generation, samples.tobytes()))
        except OSError as error:
            log.info("the window no longer listens: %s", error)

    def _now_s(self) -> float:
        played_s = float(self._line.clock.value)
        return played_s if played_s >= 0 else -inf


_Chosen = tuple[Step, bool]


def _chosen(
    steps: Iterator[Step],
    screen: Screen,
    pace: Pace,
    route: Route,
    given_up: Callable[[], bool],
) -> Iterator[_Chosen]:
    """The steps whose pictures can be there in time, and whether their colours are known."""
    for step in steps:
        if given_up():
            return
        number = step.seen.frame.number
        known = screen.knows(number)
        if pace.wants(step.due_s, known=known) or number == route.last:
            yield step, known


def _made(item: _Chosen, screen: Screen, pace: Pace) -> tuple[Step, ScreenPicture]:
    step, known = item
    begun_s = time.monotonic()
    picture = screen.picture(step.seen)
    pace.took(time.monotonic() - begun_s, known=known)
    return step, picture
