"""From what stands in a project's file to a project; what does not fit is left out and told."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, TypeVar

from vidcolor.errors import VidcolorError
from vidcolor.guidefile.entries import KEYS as GUIDE_KEYS
from vidcolor.guidefile.entries import Flaw, guides_from, saved_colors_from
from vidcolor.guidefile.values import as_frame, as_text, shown
from vidcolor.project import Marker, Project, ShotNote, ShotStatus
from vidcolor.projectfile.damage import VERSION_KEY
from vidcolor.settings import ColorSettings, Look, OutputSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan

VERSION = 1
"""Raise it when what a key means is changed; keys that come new need nothing."""

KEYS = (
    *(VERSION_KEY, "source", "range", "target", "color", "output"),
    *("cuts", "looks", "notes", "markers", *GUIDE_KEYS, "saved_colors"),
)

_MOST_NUMBER = 10**9
_MOST_DEPTH = 32  # of lists and groups in each other, in what is kept as it was read

S = TypeVar("S")
T = TypeVar("T")


class Reading:
    """Makes a project of a file's members.

    Attributes:
        project: whose ``source`` may be missing.
        notices: a sentence for each thing that was left out; each once.
    """

    def __init__(self, found: dict[str, Any], file: Path) -> None:
        self._found = found
        self._folder = file.parent
        self._notices: dict[str, None] = {}
        self._check_version()
        source = self._group("source", "relative", "path", "fingerprint", "frame_count")
        span = self._group("range", "in_frame", "out_frame")
        frame_count = self._taken(source, "source", "frame_count", as_frame, 0)
        in_frame = self._taken(span, "range", "in_frame", as_frame, None)
        out_frame = self._taken(span, "range", "out_frame", as_frame, None)
        if in_frame is not None and out_frame is not None and in_frame >= out_frame:
            self._note('"range" holds no frame and was left out.')
            in_frame = out_frame = None
        target = self._taken(found, "", "target", as_text, "")
        self.project = Project(
            source=self._source(source, file),
            fingerprint=self._taken(source, "source", "fingerprint", as_text, ""),
            frame_count=frame_count,
            color=self._settings(ColorSettings, self._group("color"), "color"),
            output=self._settings(OutputSettings, self._group("output"), "output"),
            target=self._absolute(target) if target else "",
            shots=self._shots(frame_count),
            looks=self._looks(),
            notes=self._notes(),
            markers=self._markers(),
            in_frame=in_frame,
            out_frame=out_frame,
            guides=guides_from(found, self._folder, self._note_flaw),
            saved_colors=saved_colors_from(found, self._note_flaw),
            unknown=self._unknown(),
        )

    @property
    def notices(self) -> list[str]:
        """What was left out."""
        return list(self._notices)

    def _note(self, sentence: str) -> None:
        self._notices[sentence] = None

    def _check_version(self) -> None:
        version = self._found[VERSION_KEY]
        if type(version) is not int or version < 1:
            self._note(f"Its version is {shown(version)}; it was read as version {VERSION}.")
        elif version > VERSION:
            self._note("It was saved by a newer vidcolor; some of it may be read wrongly.")

    def _absolute(self, path: str) -> str:
        return os.path.normpath(self._folder / path)

    def _source(self, group: dict[str, Any], file: Path) -> Path:
        """Where the film is, or where it was looked for last."""
        relative = self._taken(group, "source", "relative", as_text, "")
        path = self._taken(group, "source", "path", as_text, "")
        places = [Path(self._absolute(place)) for place in (relative, path) if place]
        if not places:
            self._note("It does not tell where its film is.")
            return file.with_suffix(".unknown")
        return next((place for place in places if os.path.exists(place)), places[-1])

    def _group(self, name: str, *known: str) -> dict[str, Any]:
        group = self._found.get(name, {})
        if not isinstance(group, dict):
            self._note(f'"{name}" is {shown(group)} and was left out.')
            return {}
        for key in group:
            if known and key not in known:
                self._note_unknown(key, name)
        return group

    def _note_flaw(self, flaw: Flaw) -> None:
        if flaw.unknown:
            self._note_unknown(flaw.unknown, flaw.group)
        else:
            self._note(f"{flaw.where} was left out: {flaw.reason}.")

    def _note_unknown(self, key: str, where: str) -> None:
        self._note(f'{shown(key)} in "{where}" is not known here and was left out.')

    def _taken(
        self, group: dict[str, Any], where: str, name: str, read: Callable[[Any], T], other: T
    ) -> T:
        """One value of a group; ``other`` where it is missing, null or wrong."""
        if group.get(name) is None:
            return other
        try:
            return read(group[name])
        except ValueError:
            inside = f' in "{where}"' if where else ""
            self._note(f'"{name}"{inside} is {shown(group[name])} and was left out.')
            return other

    def _settings(self, kind: type[S], group: dict[str, Any], where: str) -> S:
        """Settings with each value of a group that fits; the others are as usual."""
        known: dict[str, Field[Any]] = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]  # a dataclass
        good: dict[str, Any] = {}
        for name, value in group.items():
            if name not in known:
                self._note_unknown(name, where)
                continue
            usual = known[name].default
            try:
                fitting = _like(usual, value)
                kind(**{name: fitting})
            except (ValueError, VidcolorError):
                self._note(
                    f'"{name}" in "{where}" is {shown(value)}, which does not fit; '
                    f"it is {shown(usual)} now."
                )
            else:
                good[name] = fitting
        return kind(**good)

    def _entries(self, name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        """What is made of each entry of a list."""
        entries = self._found.get(name)
        if entries is None:
            return ()
        if not isinstance(entries, list):
            self._note(f'"{name}" is {shown(entries)} and was left out.')
            return ()
        good: list[T] = []
        for number, entry in enumerate(entries, start=1):
            try:
                good.append(read(entry))
            except ValueError as problem:
                self._note(f'Entry {number} of "{name}" was left out: {problem}.')
        return tuple(good)

    def _entry(self, entry: Any, where: str, *known: str) -> dict[str, Any]:
        group = _group(entry)
        for key in group:
            if key not in known:
                self._note_unknown(key, where)
        return group

    def _shots(self, frame_count: int) -> ShotList | None:
        def read(entry: Any) -> Cut:
            group = self._entry(entry, "cuts", "frame", "kind", "mixed")
            kind = group.get("kind", Kind.CUT)
            if kind not in list(Kind):
                raise ValueError(f'"kind" is {shown(kind)}')
            frame = _frame_in(group, "frame")
            if frame == 0:
                raise ValueError("the film begins at frame 0")
            return Cut(frame, Kind(kind), _frame_in(group, "mixed", 0))

        cuts = self._rising("cuts", self._entries("cuts", read), lambda cut: cut.frame)
        if not cuts and self._found.get("cuts") != []:
            return None  # "no cuts at all" is what only an empty list says
        if cuts and not frame_count:
            self._note(
                "It does not tell how long its film is: the last shot ends at its first frame."
            )
        return ShotList(max([frame_count, 1, *(cut.frame + 1 for cut in cuts)]), cuts)

    def _looks(self) -> tuple[LookSpan, ...]:
        names = [f.name for f in fields(Look)]

        def read(entry: Any) -> LookSpan:
            group = self._entry(entry, "looks", "start_frame", "end_frame", *names)
            start, end = _frame_in(group, "start_frame"), _frame_in(group, "end_frame")
            if start >= end:
                raise ValueError("it holds no frame")
            look = {name: group[name] for name in names if name in group}
            return LookSpan(start, end, self._settings(Look, look, "looks"))

        looks: list[LookSpan] = []
        for span in sorted(self._entries("looks", read), key=lambda span: span.start_frame):
            if looks and looks[-1].end_frame > span.start_frame:
                self._note(
                    f"The look from frame {span.start_frame} was left out: "
                    "it lies over the one before it."
                )
            else:
                looks.append(span)
        return tuple(looks)

    def _notes(self) -> tuple[ShotNote, ...]:
        def read(entry: Any) -> ShotNote:
            group = self._entry(entry, "notes", "start_frame", "status", "text")
            status = self._taken(group, "notes", "status", ShotStatus, ShotStatus.OPEN)
            text = self._taken(group, "notes", "text", as_text, "")
            return ShotNote(_frame_in(group, "start_frame"), status, text)

        return self._rising("notes", self._entries("notes", read), lambda note: note.start_frame)

    def _markers(self) -> tuple[Marker, ...]:
        def read(entry: Any) -> Marker:
            group = self._entry(entry, "markers", "frame", "text")
            text = self._taken(group, "markers", "text", as_text, "")
            return Marker(_frame_in(group, "frame"), text)

        return self._rising("markers", self._entries("markers", read), lambda one: one.frame)

    def _rising(
        self, name: str, entries: tuple[T, ...], frame_of: Callable[[T], int]
    ) -> tuple[T, ...]:
        """By rising frame; of two at one frame the first."""
        by_frame: dict[int, T] = {}
        for entry in entries:
            if by_frame.setdefault(frame_of(entry), entry) is not entry:
                self._note(f'Frame {frame_of(entry)} comes twice in "{name}": the first counts.')
        return tuple(by_frame[frame] for frame in sorted(by_frame))

    def _unknown(self) -> dict[str, Any]:
        """What only a newer vidcolor knows: it is written back."""
        found = {}
        for key, value in self._found.items():
            if key in KEYS:
                continue
            try:
                found[key] = _kept(value)
            except ValueError as problem:
                self._note(f"{shown(key)} was left out: {problem}.")
        return found


def _group(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"it is {shown(value)}")
    return value


def _kept(value: Any) -> Any:
    """A value that can be written again."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _MOST_DEPTH:
            raise ValueError("it is nested too deep")
        if not all(math.isfinite(item) for item in level if isinstance(item, float)):
            raise ValueError("it holds a number that is none")
        groups = [list(item.values()) if isinstance(item, dict) else item for item in level]
        level = [item for group in groups if isinstance(group, list) for item in group]
    return value


def _frame_in(group: dict[str, Any], name: str, other: int | None = None) -> int:
    value = group.get(name, other)
    try:
        return as_frame(value)
    except ValueError as error:
        raise ValueError(f'"{name}" is {shown(value)}') from error


def _like(usual: Any, value: Any) -> Any:
    """A value, if it is of the kind of a setting's usual one."""
    if isinstance(usual, float) and type(value) is int and abs(value) <= _MOST_NUMBER:
        return float(value)
    if type(value) is not type(usual):
        raise ValueError("another kind of value")
    return value
