"""Decoding the pictures of a folder, one file a frame."""

from __future__ import annotations

from collections.abc import Iterator

import av

from vidcolor.errors import VidcolorError
from vidcolor.video.folder import PictureFolder
from vidcolor.video.numbering import Picture
from vidcolor.video.opening import check_size, film_stream, open_container, reading


class FolderSource:
    """A folder's pictures as frames: number, time stamp and place in the list are one."""

    def __init__(self, folder: PictureFolder) -> None:
        self._folder = folder
        self._closed = False

    def __len__(self) -> int:
        return len(self._folder.files)

    def close(self) -> None:
        """Runs that are still going end at their next step; no file stays open anyway."""
        self._closed = True

    def pictures(self, start: int, end: int | None) -> Iterator[Picture]:
        """Pictures from ``start`` up to ``end`` (exclusive; None is the last one).

        Raises:
            VidcolorError: a file cannot be decoded; a frame is never left out silently.
        """
        for number, file in enumerate(self._folder.files[start:end], start):
            if self._closed:
                return
            with open_container(file) as container, reading(file):
                stream = film_stream(container, file)
                check_size(stream.codec_context.width, stream.codec_context.height, file)
                try:
                    frame = next(container.decode(stream), None)
                except MemoryError:
                    raise
                except av.FFmpegError as error:
                    raise _undecodable(file.name, str(error)) from error
            if frame is None:
                raise _undecodable(file.name, "")
            yield Picture(number, number, 1, frame)


def _undecodable(name: str, detail: str) -> VidcolorError:
    return VidcolorError(
        f"The picture {name} cannot be decoded.",
        do="Export it again, or take it out of the folder.",
        detail=detail,
    )
