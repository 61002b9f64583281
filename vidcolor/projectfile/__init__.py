"""Projects as files: JSON that a person can read, and that is read with care.

`docs/project-file.md` describes the format. Nothing that stands in a file is ever carried out.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from vidcolor.cache import content_digest
from vidcolor.errors import VidcolorError
from vidcolor.guidefile.document import guides_document, laid_out, saved_colors_document
from vidcolor.guides import Guides
from vidcolor.project import Project
from vidcolor.projectfile.damage import MOST_BYTES, VERSION_KEY, members
from vidcolor.projectfile.reading import VERSION, Reading
from vidcolor.shotlist import ShotList

SUFFIX = ".vidcolor"

_MOST_NOTICES = 20


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """A project as it was read.

    Attributes:
        notices: a plain sentence for each thing that was left out. Where there is one, call
            `backup` before the project is saved over its file.
        source_missing: the film is not where it was; see `relinked`.
    """

    project: Project
    notices: tuple[str, ...]
    source_missing: bool


def save_project(project: Project, file: Path) -> None:
    """Write a project so that the file is the old one or the whole new one, whatever happens.

    Raises:
        VidcolorError: it could not be written; the old file is as it was.
    """
    # Names of files that are no Unicode come as lone surrogates: JSON has an escape for them.
    data = (laid_out(_document(project, file)) + "\n").encode("utf-8", "backslashreplace")
    if len(data) > MOST_BYTES:
        raise VidcolorError(
            f"The project would take {len(data) / 1e6:.0f} MB, too much to be opened again.",
            do="Remove some of its hints, or some of its notes.",
        )
    kept = Path(os.path.realpath(file))  # a link stays one
    try:
        with _beside(kept) as partial, partial.open("xb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise VidcolorError(
            f"{file.name} could not be saved.",
            do="Make room on the disk, or save the project in another folder.",
            detail=str(error),
        ) from error


def backup(file: Path) -> Path:
    """Keep a copy of a file as ``NAME.bak`` beside it, in place of an older copy.

    Raises:
        VidcolorError: it could not be copied.
    """
    kept = file.with_name(f"{file.name}.bak")
    try:
        with _beside(kept) as partial:
            shutil.copy2(file, partial)
    except OSError as error:
        raise VidcolorError(
            f"{file.name} could not be kept as {kept.name}.",
            do="Make room on the disk, or save the project under another name.",
            detail=str(error),
        ) from error
    return kept


def load_project(file: Path) -> LoadedProject:
    """Read a project, and leave out what is damaged, unknown or out of bounds.

    The film is not opened. It is looked for at the place it had beside the project's file, then
    where it lay when the project was saved.

    Raises:
        VidcolorError: the file cannot be read, or it is no project at all.
    """
    found, damage = members(file)
    read = Reading(found, Path(os.path.abspath(file)))
    project, beyond = fitted(read.project, read.project.frame_count)
    notices = [*damage, *read.notices, *beyond, *_missing_pictures(project.guides)]
    if len(notices) > _MOST_NOTICES:
        more = len(notices) - _MOST_NOTICES
        notices[_MOST_NOTICES:] = [f"{more} more things were left out."]
    return LoadedProject(project, tuple(notices), not os.path.exists(project.source))


def _missing_pictures(guides: Guides) -> list[str]:
    pictures = [one.picture for one in guides.references] + [guides.film_reference]
    missing = [one for one in dict.fromkeys(pictures) if one and not os.path.exists(one)]
    return [f"The reference picture {one} is not there." for one in missing]


def fitted(project: Project, frame_count: int) -> tuple[Project, tuple[str, ...]]:
    """A project on a film of so many frames, and what was left out: all that lies beyond its end.

    Args:
        frame_count: 0 where it is not known; then everything stays.
    """
    if frame_count < 1:
        return project, ()
    cuts = () if project.shots is None else project.shots.cuts
    kept_cuts = tuple(cut for cut in cuts if cut.frame < frame_count)
    looks = tuple(
        replace(span, end_frame=min(span.end_frame, frame_count))
        for span in project.looks
        if span.start_frame < frame_count
    )
    notes = tuple(note for note in project.notes if note.start_frame < frame_count)
    markers = tuple(marker for marker in project.markers if marker.frame < frame_count)
    guides = _guides_before(project.guides, frame_count)
    in_frame, out_frame = project.in_frame, project.out_frame
    beyond = {
        "cut": len(cuts) - len(kept_cuts),
        "look": len(project.looks) - len(looks),
        "note": len(project.notes) - len(notes),
        "marker": len(project.markers) - len(markers),
        "hint": len(project.guides.hints) - len(guides.hints),
        "region": len(project.guides.regions) - len(guides.regions),
        "reference": len(project.guides.references) - len(guides.references),
        "variant": len(project.guides.variants) - len(guides.variants),
    }
    if in_frame is not None and in_frame >= frame_count:
        in_frame, beyond["in point"] = None, 1
    if out_frame is not None and out_frame > frame_count:
        out_frame, beyond["out point"] = None, 1
    project = replace(
        project,
        frame_count=frame_count,
        shots=None if project.shots is None else ShotList(frame_count, kept_cuts),
        looks=looks,
        notes=notes,
        markers=markers,
        in_frame=in_frame,
        out_frame=out_frame,
        guides=guides,
    )
    lost = [f"{n} {name}{'s' if n > 1 else ''}" for name, n in beyond.items() if n]
    if not lost:
        return project, ()
    sentence = f"The film ends before frame {frame_count}; left out beyond it: {', '.join(lost)}."
    return project, (sentence,)


def _guides_before(guides: Guides, frame_count: int) -> Guides:
    """Those on a film of so many frames."""
    return replace(
        guides,
        hints=tuple(hint for hint in guides.hints if hint.frame < frame_count),
        regions=tuple(region for region in guides.regions if region.frame < frame_count),
        references=tuple(
            one
            for one in guides.references
            if one.frame < frame_count and (one.of_frame or 0) < frame_count
        ),
        variants=tuple(variant for variant in guides.variants if variant.frame < frame_count),
    )


def relinked(project: Project, path: Path) -> tuple[Project, tuple[str, ...]]:
    """A project with its film at another place, and what the person should know of it.

    Only samples of the film are read; where they differ from what the project was made with, its
    frames are counted too. Call it with ``project.source`` to see whether that was changed.

    Raises:
        VidcolorError: the film cannot be read.
    """
    path = Path(os.path.abspath(path))
    fingerprint = content_digest(path)
    if fingerprint == project.fingerprint:
        return replace(project, source=path), ()
    from vidcolor.video.reader import open_reader  # the window loads no codecs

    with open_reader(path, stills=project.color.stills) as reader:
        count = reader.count_frames()
    return matched(replace(project, source=path), fingerprint, count)


def matched(
    project: Project, fingerprint: str, frame_count: int
) -> tuple[Project, tuple[str, ...]]:
    """A project on the film that was found, and what the person should know of it.

    Reads no file.

    Args:
        fingerprint: of the film that lies at ``project.source`` now.
        frame_count: of that film; 0 where it is not known.
    """
    name = project.source.name
    notices = []
    if project.fingerprint not in ("", fingerprint):
        notices.append(f"{name} differs from the film that the project was made with.")
    if frame_count and project.frame_count not in (0, frame_count):
        notices.append(
            f"{name} has {frame_count} frames; the project was made for {project.frame_count}."
        )
    project, beyond = fitted(replace(project, fingerprint=fingerprint), frame_count)
    return project, (*notices, *beyond)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A neighbour's path, moved onto ``file`` if the block ends well, else removed."""
    partial = file.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        yield partial
        if file.exists():
            shutil.copymode(file, partial)
        partial.replace(file)
        _flush_folder(file.parent)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Let the new name survive a power cut, where the system has a way to ask for it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _document(project: Project, file: Path) -> dict[str, Any]:
    folder = Path(os.path.abspath(file)).parent
    source = Path(os.path.abspath(project.source))
    target = Path(os.path.abspath(project.target))
    return {
        VERSION_KEY: VERSION,
        "source": {
            "relative": _below(source, folder),
            "path": str(source),
            "fingerprint": project.fingerprint,
            "frame_count": project.frame_count,
        },
        "range": {"in_frame": project.in_frame, "out_frame": project.out_frame},
        "target": _below(target, folder) or str(target) if project.target else "",
        "color": asdict(project.color),
        "output": asdict(project.output),
        "cuts": None if project.shots is None else [asdict(cut) for cut in project.shots.cuts],
        "looks": [
            {"start_frame": span.start_frame, "end_frame": span.end_frame} | asdict(span.look)
            for span in project.looks
        ],
        "notes": [asdict(note) for note in project.notes],
        "markers": [asdict(marker) for marker in project.markers],
        **guides_document(project.guides, folder),
        "saved_colors": saved_colors_document(project.saved_colors),
    } | project.unknown


def _below(path: Path, folder: Path) -> str:
    """The way from a folder down to a path; "" where it does not lie below."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
