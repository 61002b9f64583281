"""Numbers and states of a render in words: durations, sizes, what a job is doing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from vidcolor.queue import Job, JobState

SIGNS = {
    JobState.WAITING: "…",
    JobState.RUNNING: "▶",
    JobState.PAUSED: "‖",
    JobState.DONE: "✓",
    JobState.FAILED: "✗",
    JobState.CANCELLED: "–",
}
"""What stands before a state's word, for the eye that looks down a list."""


def state_word(state: JobState) -> str:
    """What a job is doing."""
    return {
        JobState.WAITING: _tr("Waiting"),
        JobState.RUNNING: _tr("Rendering"),
        JobState.PAUSED: _tr("Paused"),
        JobState.DONE: _tr("Done"),
        JobState.FAILED: _tr("Failed"),
        JobState.CANCELLED: _tr("Cancelled"),
    }[state]


def duration_words(seconds: float) -> str:
    """As a person says it: "40 seconds", "4 minutes", "2 hours 10 minutes"."""
    if seconds < 55:
        tens = max(5, 5 * round(seconds / 5)) if seconds >= 2 else 1
        return _tr("1 second") if tens == 1 else _tr("{seconds} seconds").format(seconds=tens)
    minutes = round(seconds / 60)
    if minutes < 60:
        return _minutes(minutes)
    hours, rest = divmod(minutes if minutes < 180 else 5 * round(minutes / 5), 60)
    text = _tr("1 hour") if hours == 1 else _tr("{hours} hours").format(hours=hours)
    return f"{text} {_minutes(rest)}" if rest and hours < 10 else text


def size_words(size_bytes: float) -> str:
    """With the units that file managers use: "820 kB", "120 MB", "1.4 GB"."""
    size, units = float(size_bytes), [_tr("bytes"), _tr("kB"), _tr("MB"), _tr("GB"), _tr("TB")]
    while size >= 999.5 and len(units) > 1:
        size /= 1000
        units.pop(0)
    places = 1 if size < 9.95 and size_bytes >= 1000 else 0
    return f"{size:.{places}f} {units[0]}"


def share_done(job: Job) -> float | None:
    """From 0 to 1; None where nobody knows how many frames there are."""
    if job.state is JobState.DONE:
        return 1.0
    return min(job.frames / job.frames_total, 1.0) if job.frames_total else None


def progress_words(job: Job) -> str:
    """How far a job is: "42 %, 12.3 frames/s, 3 minutes left"."""
    if job.state is JobState.FAILED and job.error is not None:
        return job.error.what
    if job.state is JobState.DONE and job.result is not None:
        words = _tr("{frames} frames in {duration}")
        return words.format(frames=job.result.frames, duration=duration_words(job.result.seconds))
    if job.state not in (JobState.RUNNING, JobState.PAUSED):
        return ""
    share = share_done(job)
    parts = [_tr("frame {frame}").format(frame=job.frames) if share is None else percent(share)]
    if job.state is JobState.RUNNING:
        if not job.frames:
            return _tr("Starting")
        if job.fps:
            parts.append(_tr("{fps} frames/s").format(fps=f"{job.fps:.1f}"))
        if job.seconds_left is not None:
            left = duration_words(job.seconds_left)
            parts.append(_tr("{duration} left").format(duration=left))
    return ", ".join(parts)


def percent(share: float) -> str:
    """Rounded down: nothing is at 100 % before its end."""
    return _tr("{percent} %").format(percent=int(100 * share + 1e-9))


def job_sentence(job: Job) -> str:
    """Everything about a job in one line, for a screen reader."""
    parts = (job.spec.source.name, state_word(job.state), progress_words(job), target_words(job))
    return ", ".join(part for part in parts if part)


def target_words(job: Job) -> str:
    """Where a job writes to: the name, and the folder if it is another than the source's."""
    target: Path = job.spec.target
    same = target.parent == job.spec.source.parent
    return _tr("to {target}").format(target=target.name if same else str(target))


def queue_words(jobs: tuple[Job, ...], expected_frames: Mapping[int, int]) -> str:
    """The whole queue in one line: "2 of 5 done, 12 minutes left".

    Args:
        jobs: in the queue's order.
        expected_frames: of jobs that wait, by their numbers, where somebody knows.
    """
    if not jobs:
        return ""
    done = sum(job.state is JobState.DONE for job in jobs)
    parts = [_tr("{done} of {all} done").format(done=done, all=len(jobs))]
    failed = sum(job.state is JobState.FAILED for job in jobs)
    if failed:
        parts.append(_tr("{failed} failed").format(failed=failed))
    return ", ".join([*parts, *_left_words(jobs, expected_frames)])


def _left_words(jobs: tuple[Job, ...], expected_frames: Mapping[int, int]) -> list[str]:
    """How long it takes, where those that wait are as fast as the one that runs."""
    running = next((job for job in jobs if job.state is JobState.RUNNING), None)
    if running is None or running.seconds_left is None or not running.fps:
        return []
    waiting = [job for job in jobs if job.state is JobState.WAITING]
    known = [expected_frames[job.number] for job in waiting if job.number in expected_frames]
    left_s = running.seconds_left + sum(known) / running.fps
    unknown = len(waiting) - len(known)
    words = _tr("{duration} left").format(duration=duration_words(left_s))
    if unknown:
        more = _tr("and 1 more film") if unknown == 1 else _tr("and {n} more films")
        words = f"{words} {more.format(n=unknown)}"
    return [words]


def _minutes(minutes: int) -> str:
    return _tr("1 minute") if minutes == 1 else _tr("{minutes} minutes").format(minutes=minutes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("render", text)
