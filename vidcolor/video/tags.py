"""Metadata and chapters on their way from a source to a container."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from av.container import OutputContainer

# Said by the container itself, of the old file, or written anew by the muxer.
_STALE = {
    "bps", "compatible_brands", "duration", "encoder", "first_frame_number", "handler_name",
    "major_brand", "minor_version", "number_of_bytes", "number_of_frames", "rotate", "timecode",
    "vendor_id",
}  # fmt: skip

# The keys that FFmpeg's MP4 muxer has boxes for; all others need its own kind of tags.
_MP4_KEYS = {
    "title", "artist", "album_artist", "composer", "album", "date", "comment", "genre",
    "copyright", "grouping", "lyrics", "description", "synopsis", "show", "episode_id",
    "network", "keywords", "track", "disc", "creation_time", "compilation", "hd_video",
    "media_type", "season_number", "episode_sort", "gapless_playback", "encoder",
}  # fmt: skip


_LEFT_OUT = "Streams left out on purpose: "

_USUAL_HANDLERS = ("Handler", "Handler\0", "Media Handler", "Alias Data Handler")


def living_tags(metadata: Mapping[str, str]) -> dict[str, str]:
    """The tags that are still true of a copy."""
    return {
        key: value
        for key, value in metadata.items()
        if key.lower() not in _STALE
        and not key.lower().startswith(("duration-", "_statistics"))
        and not (key.lower() == "language" and value in ("", "und"))
    }


def stream_tags(metadata: Mapping[str, str], container_format: str) -> dict[str, str]:
    """A stream's tags for a container; MP4 and MOV keep its title as the handler's name."""
    tags = living_tags(metadata)
    title = tags.get("title", "")
    handler = metadata.get("handler_name", "")
    if not title and handler and not handler.endswith(_USUAL_HANDLERS):
        title = tags["title"] = handler
    if title and container_format != "matroska":
        tags["handler_name"] = title
    return tags


def write_tags(
    container: OutputContainer, metadata: Mapping[str, str], provenance: Mapping[str, str]
) -> None:
    """Give a container the source's tags and where its colours come from.

    A comment that the source has is kept below ours; any other tag of the same name
    gives way.
    """
    tags = living_tags(metadata)
    for key, value in provenance.items():
        old = next((k for k in tags if k.lower() == key.lower()), None)
        before = tags.pop(old) if old is not None else ""
        keeps = key.lower() == "comment" and before and not before.startswith(value)
        tags[key] = f"{value}\n{before}" if keeps else value
    container.metadata.update(tags)
    in_boxes = container.format.name in ("mp4", "mov")
    if in_boxes and any(key.lower() not in _MP4_KEYS for key in tags):
        options = container.container_options
        options["movflags"] = options.get("movflags", "") + "+use_metadata_tags"


def with_left_out(provenance: Mapping[str, str], streams: Sequence[int]) -> dict[str, str]:
    """A target's provenance that also names the source's streams which a person left out.

    It stands in the comment: MP4 keeps no tag of another name without changing all others.

    Args:
        provenance: where the colours come from.
        streams: FFmpeg's numbers of them in the source.
    """
    if not streams:
        return dict(provenance)
    sentence = f"{_LEFT_OUT}{', '.join(map(str, streams))}."
    return {**provenance, "comment": f"{provenance.get('comment', '')} {sentence}".strip()}


def left_out_by(metadata: Mapping[str, str]) -> frozenset[int]:
    """The numbers that :func:`with_left_out` laid into a target; empty where there are none.

    Only the first line of the comment counts: below it stands what the source had, which may
    itself be such a target.
    """
    comment = next((text for key, text in metadata.items() if key.lower() == "comment"), "")
    first_line = comment.partition("\n")[0]
    found = re.search(rf"{_LEFT_OUT}([0-9]+(?:, [0-9]+)*)\.", first_line)
    return frozenset(map(int, found[1].split(", "))) if found else frozenset()


def moved_chapters(
    chapters: list[Any], start: Fraction | None, end: Fraction | None
) -> list[dict[str, Any]]:
    """Chapters of the part from ``start`` to ``end`` (seconds), counted from its start."""
    moved = []
    for chapter in chapters:
        base = chapter["time_base"]
        low = 0 if start is None else round(start / base)
        first = max(chapter["start"], low)
        last = chapter["end"] if end is None else min(chapter["end"], round(end / base))
        if (start is None and end is None) or first < last:
            moved.append({**chapter, "start": first - low, "end": last - low})
    return moved
