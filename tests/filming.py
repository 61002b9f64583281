"""Writes small real films and pictures whose samples are known, through PyAV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

WIDTH, HEIGHT = 64, 48


def scene(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """Frame ``number`` of a slow pan over a pattern: ``(H, W)``, limited range, all different."""
    y, x = np.mgrid[0:height, 0:width]
    wave = 60 * np.sin((x + 2 * number) / 9.0) + 40 * np.cos((y - number) / 7.0)
    picture = np.clip(126 + wave, 30, 220)
    picture[: height // 6] = 40 + (number * 37) % 180  # tells every frame from its neighbours
    return picture.astype(np.uint8)


def video_frame(luma: NDArray[np.integer], pixel_format: str) -> av.VideoFrame:
    """A frame with exactly this luma and neutral chroma; grey and planar YCbCr formats."""
    height, width = luma.shape
    frame = av.VideoFrame(width, height, pixel_format)
    bits = frame.format.components[0].bits
    kind = np.uint8 if bits <= 8 else np.uint16
    for index, plane in enumerate(frame.planes):
        data = np.full((plane.height, plane.line_size // kind().itemsize), 1 << (bits - 1), kind)
        if index == 0:
            data[:, :width] = luma
        elif index == 3:
            data[:] = (1 << bits) - 1
        plane.update(data.tobytes())
    return frame


def with_field_flag(frame: av.VideoFrame, flag: str) -> av.VideoFrame:
    """The same frame flagged ``tff``, ``bff`` or ``prog``, which PyAV itself cannot write."""
    graph = av.filter.Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25)
    )
    setter, sink = graph.add("setfield", flag), graph.add("buffersink")
    graph.link_nodes(source, setter, sink).configure()
    source.push(frame)
    return sink.pull()


def write_film(
    path: Path,
    pictures: Iterable[NDArray[np.integer]],
    *,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    rate: Fraction | int = 25,
    pts: Sequence[int] | None = None,
    options: dict[str, str] | None = None,
    prepare: Callable[[VideoStream], None] | None = None,
    field_flag: str = "",
    container_options: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
) -> Path:
    """Encode lumas ``(H, W)`` into a film; time stamps count in ``1 / rate``."""
    base = 1 / Fraction(rate)
    stream: VideoStream | None = None
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        container.metadata.update(metadata or {})
        for number, luma in enumerate(pictures):
            if stream is None:
                stream = container.add_stream(codec, rate=Fraction(rate))
                stream.height, stream.width = luma.shape
                stream.pix_fmt = pixel_format
                stream.options = options or {}
                stream.codec_context.time_base = base
                if prepare:
                    prepare(stream)
            frame = video_frame(luma, pixel_format)
            if field_flag:
                frame = with_field_flag(frame, field_flag)
            frame.pts = number if pts is None else pts[number]
            frame.time_base = base
            container.mux(stream.encode(frame))
        assert stream is not None
        container.mux(stream.encode())
    return path


def scenes(count: int, width: int = WIDTH, height: int = HEIGHT) -> Iterable[NDArray[np.uint8]]:
    """The first ``count`` frames of :func:`scene`."""
    return (scene(number, width, height) for number in range(count))


def write_picture(path: Path, array: NDArray[np.integer], pixel_format: str) -> Path:
    """One PNG, TIFF, BMP … with exactly these samples."""
    codec = {".jpg": "mjpeg", ".tif": "tiff"}.get(path.suffix, path.suffix[1:])
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(array), format=pixel_format)
    context = av.CodecContext.create(codec, "w")
    context.height, context.width = array.shape[:2]
    context.pix_fmt = pixel_format
    context.time_base = Fraction(1, 25)
    path.write_bytes(b"".join(bytes(p) for p in [*context.encode(frame), *context.encode()]))
    return path
