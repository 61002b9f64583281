"""Frames come out as the film holds them: luma, time stamps, views, alpha."""

from __future__ import annotations

import threading
from pathlib import Path

import av
import numpy as np
import pytest
from clips import PTS_UNEVEN, ClipMaker
from filming import scene, scenes, write_film, write_picture

from vidcolor.errors import VidcolorError
from vidcolor.video.fields import field_order, shows_top_first
from vidcolor.video.info import FieldOrder, SourceKind
from vidcolor.video.pixels import alpha_plane, describe, luma_plane
from vidcolor.video.reader import open_reader


@pytest.mark.parametrize(
    ("pixel_format", "depth"),
    [
        ("yuv420p", 8),
        ("yuv422p", 8),
        ("yuv444p", 8),
        ("yuva420p", 8),
        ("yuv420p10le", 10),
        ("yuv422p12le", 12),
        ("yuv444p14le", 14),
        ("yuv444p16le", 16),
        ("gray", 8),
        ("gray10le", 10),
        ("gray12le", 12),
        ("gray16le", 16),
    ],
)
def test_lossless_film_gives_its_luma_bit_for_bit(
    tmp_path: Path, pixel_format: str, depth: int
) -> None:
    rng = np.random.default_rng(7)
    kind = np.uint8 if depth == 8 else np.uint16
    pictures = [rng.integers(0, 1 << depth, (37, 53)).astype(kind) for _ in range(3)]
    film = write_film(tmp_path / "f.mkv", pictures, codec="ffv1", pixel_format=pixel_format)
    with open_reader(film) as reader:
        lumas = [frame.luma for frame in reader.frames()]
    for luma, picture in zip(lumas, pictures, strict=True):
        assert luma.dtype == kind
        assert luma.flags.c_contiguous
        assert luma.flags.owndata
        np.testing.assert_array_equal(luma, picture)


@pytest.mark.parametrize(
    ("packed", "planar"),
    [
        ("nv12", "yuv420p"),
        ("nv24", "yuv444p"),
        ("p010le", "yuv420p10le"),
        ("p010be", "yuv420p10le"),
        ("p212le", "yuv422p12le"),
        ("yuv420p10be", "yuv420p10le"),
        ("yuyv422", "yuv422p"),
        ("uyvy422", "yuv422p"),
        ("y210le", "yuv422p10le"),
        ("vuya", "yuva444p"),
        ("ayuv64le", "yuva444p16le"),
        ("xv30le", "yuv444p10le"),
        ("xv36le", "yuv444p12le"),
    ],
)
def test_other_layouts_give_the_luma_of_their_planar_sibling(packed: str, planar: str) -> None:
    depth = describe(planar).bit_depth
    kind = np.uint8 if depth == 8 else np.uint16
    rng = np.random.default_rng(3)
    frame = av.VideoFrame(50, 22, planar)
    for plane in frame.planes:
        samples = rng.integers(16 << (depth - 8), 235 << (depth - 8), plane.buffer_size)
        plane.update(samples.astype(kind).tobytes()[: plane.buffer_size])
    repacked = frame.reformat(format=packed, threads=1)
    assert repacked.format.name == packed
    np.testing.assert_array_equal(luma_plane(repacked), luma_plane(frame))
    assert describe(packed).luma_depth == depth


@pytest.mark.parametrize("name", ["rgb24", "bgr24", "rgba", "bgra", "argb", "rgb0", "0bgr", "gbrp"])
def test_neutral_pixels_of_8_bit_rgb_keep_their_value(name: str) -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (4, 1))
    rgb = av.VideoFrame.from_ndarray(np.dstack([ramp] * 3).copy(), format="rgb24")
    luma = luma_plane(rgb.reformat(format=name, threads=1))
    np.testing.assert_array_equal(luma, ramp.astype(np.uint16) * 257)


@pytest.mark.parametrize(("name", "bits"), [("gbrp10le", 10), ("gbrp12be", 12), ("rgb48be", 16)])
def test_neutral_pixels_of_deep_rgb_are_scaled_and_rounded(name: str, bits: int) -> None:
    values = np.arange(0, 1 << bits, (1 << bits) // 256).astype(np.uint16)[None]
    frame = av.VideoFrame(values.shape[1], 1, name)
    order = np.dtype(np.uint16).newbyteorder(">" if name.endswith("be") else "<")
    for plane in frame.planes:
        per_pixel = 3 if name.startswith("rgb") else 1
        line = np.zeros(plane.line_size // 2, order)
        line[: values.size * per_pixel] = np.repeat(values[0], per_pixel)
        plane.update(line.tobytes())
    expected = np.floor(values.astype(float) * 65535 / ((1 << bits) - 1) + 0.5)
    np.testing.assert_array_equal(luma_plane(frame), expected)


def test_coloured_pixels_are_weighed_by_bt709() -> None:
    rgb = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
    luma = luma_plane(av.VideoFrame.from_ndarray(rgb, format="rgb24"))
    # 0.2126, 0.7152 and 0.0722 of 65535, rounded (the weights are kept in 16 bits).
    np.testing.assert_array_equal(luma[0], [13933, 46870, 4732])


def test_a_palette_is_expanded() -> None:
    gray = scene(3)
    frame = av.VideoFrame.from_ndarray(gray, format="gray").reformat(format="rgb24", threads=1)
    graph = av.filter.Graph()
    source = graph.add_buffer(width=64, height=48, format=frame.format, time_base=1)
    split, palette, use, sink = (
        graph.add(name) for name in ("split", "palettegen", "paletteuse", "buffersink")
    )
    source.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(palette, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    source.push(frame)
    source.push(None)
    paletted = sink.pull()
    assert paletted.format.name == "pal8"
    expected = luma_plane(paletted.reformat(format="rgb24", threads=1))
    np.testing.assert_array_equal(luma_plane(paletted), expected)


def test_one_bit_pictures_are_black_and_white() -> None:
    picture = (scene(0) > 120).astype(np.uint8) * 255
    frame = av.VideoFrame.from_ndarray(picture, format="gray")
    white_is_zero, white_is_one = (frame.reformat(format=n, threads=1) for n in ("monow", "monob"))
    assert set(np.unique(luma_plane(white_is_one))) <= {0, 255}
    np.testing.assert_array_equal(luma_plane(white_is_zero), luma_plane(white_is_one))


def test_alpha_is_handed_out_at_the_depth_of_the_luma() -> None:
    rgba = np.full((2, 3, 4), 200, np.uint8)
    rgba[0, 0, 3] = 7
    alpha = alpha_plane(av.VideoFrame.from_ndarray(rgba, format="rgba"))
    assert alpha is not None
    assert alpha[0, 0] == 7 * 257
    assert alpha_plane(av.VideoFrame(4, 4, "yuv420p")) is None


def test_frames_of_film_with_alpha_carry_it(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.mkv", scenes(2), codec="ffv1", pixel_format="yuva420p")
    with open_reader(film) as reader:
        frame = next(reader.frames())
        assert frame.alpha is not None
        assert (frame.alpha == 255).all()


def test_linear_light_goes_through_the_srgb_curve() -> None:
    light = np.array([[0.0, 0.0031308, 0.2140, 1.0, 3.0]], np.float32)
    frame = av.VideoFrame.from_ndarray(light, format="grayf32le")
    np.testing.assert_allclose(luma_plane(frame)[0] / 65535, [0, 0.04045, 0.5, 1, 1], atol=2e-4)


@pytest.mark.parametrize("name", ["bayer_rggb8", "cuda", "nonsense"])
def test_formats_without_luma_are_refused_by_name(name: str) -> None:
    with pytest.raises(VidcolorError, match=name):
        describe(name)


def test_uneven_time_stamps_and_numbers_are_kept(clips: ClipMaker) -> None:
    with open_reader(clips.uneven()) as reader:
        ticks = [frame.pts * reader.info.time_base * 25 for frame in reader.frames()]
        assert ticks == list(PTS_UNEVEN)
        assert [frame.number for frame in reader.frames()] == list(range(20))


def test_odd_sizes_are_read_whole(clips: ClipMaker) -> None:
    with open_reader(clips.odd_size()) as reader:
        for frame in reader.frames():
            np.testing.assert_array_equal(frame.luma, scene(frame.number, 175, 131))


def test_a_range_stops_before_its_end(clips: ClipMaker) -> None:
    with open_reader(clips.even()) as reader:
        assert [frame.number for frame in reader.frames(10, 14)] == [10, 11, 12, 13]
        assert list(reader.frames(60)) == []
        assert list(reader.frames(5, 5)) == []
        assert [frame.number for frame in reader.frames(58)] == [58, 59]


def test_progressive_film_has_its_luma_as_the_only_view(clips: ClipMaker) -> None:
    with open_reader(clips.even()) as reader:
        frame = next(reader.frames())
        assert len(frame.views) == 1
        assert frame.views[0] is frame.luma


@pytest.mark.parametrize("top_first", [True, False])
def test_kept_fields_give_a_view_of_each_moment_top_field_first(
    clips: ClipMaker, top_first: bool
) -> None:
    with open_reader(clips.interlaced(top_first=top_first)) as reader:
        frames = list(reader.frames())
    assert len(frames) == 20
    for frame in frames[2:-2]:
        earlier, later = scene(2 * frame.number, 64, 64), scene(2 * frame.number + 1, 64, 64)
        top, bottom = (earlier, later) if top_first else (later, earlier)
        assert len(frame.views) == 2
        # The luma is woven, and its own lines stand in the views untouched.
        np.testing.assert_array_equal(frame.luma[0::2], top[0::2])
        np.testing.assert_array_equal(frame.luma[1::2], bottom[1::2])
        np.testing.assert_array_equal(frame.views[0][0::2], frame.luma[0::2])
        np.testing.assert_array_equal(frame.views[1][1::2], frame.luma[1::2])
        # Each view is nearer to its own moment than the woven picture is.
        body = slice(16, 60)
        for view, moment in zip(frame.views, (top, bottom), strict=True):
            assert _error(view, moment, body) < _error(frame.luma, moment, body)


def _error(picture: np.ndarray, truth: np.ndarray, rows: slice) -> float:
    return float(np.abs(picture[rows].astype(int) - truth[rows].astype(int)).mean())


@pytest.mark.parametrize(
    ("declared", "flagged", "top_first", "order"),
    [
        (1, [False, False], None, FieldOrder.PROGRESSIVE),
        (0, [False, False], None, FieldOrder.UNKNOWN),
        (1, [False, True], True, FieldOrder.TT),
        (0, [True, True], False, FieldOrder.BB),
        (5, [True, True], True, FieldOrder.BT),
        (4, [True, True], False, FieldOrder.TB),
        (2, [True, True], False, FieldOrder.BB),
        (2, [False, False], None, FieldOrder.TT),
    ],
)
def test_flagged_frames_decide_where_the_stream_does_not_tell(
    declared: int, flagged: list[bool], top_first: bool | None, order: FieldOrder
) -> None:
    assert field_order(declared, flagged, top_first) is order


@pytest.mark.parametrize("top_first", [True, False])
def test_the_first_field_of_a_frame_is_read_from_its_flags(
    clips: ClipMaker, top_first: bool
) -> None:
    with av.open(str(clips.interlaced(top_first=top_first))) as container:
        frame = next(container.decode(video=0))
    assert shows_top_first(frame) is top_first


def test_merged_fields_are_progressive_and_said(clips: ClipMaker) -> None:
    with open_reader(clips.interlaced(), fields="bwdif") as reader:
        frames = list(reader.frames())
        assert reader.info.field_order is FieldOrder.PROGRESSIVE
        assert any("merged (bwdif)" in warning for warning in reader.warnings)
    assert [frame.number for frame in frames] == list(range(20))
    assert all(len(f.views) == 1 and f.views[0] is f.luma for f in frames)
    truth = scene(10, 64, 64)
    with open_reader(clips.interlaced()) as reader:
        woven = next(reader.frames(5, 6)).luma
    body = slice(16, 60)
    assert _error(frames[5].luma, truth, body) < _error(woven, truth, body)


def test_unflagged_fields_are_merged_on_request_only(clips: ClipMaker) -> None:
    body = slice(16, 60)
    with open_reader(clips.unflagged()) as reader:
        kept = next(reader.frames(5, 6))
    assert len(kept.views) == 1
    with open_reader(clips.unflagged(), fields="bwdif") as reader:
        merged = next(reader.frames(5, 6))
    truth = scene(10, 64, 64)
    assert _error(merged.luma, truth, body) < _error(kept.luma, truth, body)


def test_progressive_film_ignores_the_wish_to_merge_fields(clips: ClipMaker) -> None:
    with open_reader(clips.even(), fields="bwdif") as merged, open_reader(clips.even()) as kept:
        for a, b in zip(merged.frames(), kept.frames(), strict=True):
            np.testing.assert_array_equal(a.luma, b.luma)
        assert merged.warnings == kept.warnings


def test_pulldown_keeps_frames_and_durations(clips: ClipMaker) -> None:
    with open_reader(clips.soft_telecine()) as reader:
        frames = list(reader.frames())
    assert len(frames) == 40
    assert [frame.duration for frame in frames[:4]] == [3003, 4504, 3003, 4504]


def test_a_gif_of_greys_keeps_its_values(clips: ClipMaker) -> None:
    with open_reader(clips.gif()) as reader:
        frames = list(reader.frames())
    assert [frame.pts for frame in frames] == list(range(0, 80, 10))
    for frame in frames:
        np.testing.assert_array_equal(frame.luma, scene(frame.number, 32, 24).astype(int) * 257)


@pytest.mark.parametrize(("suffix", "pixel_format"), [("png", "gray"), ("tif", "gray16le")])
def test_a_still_is_one_frame(tmp_path: Path, suffix: str, pixel_format: str) -> None:
    picture = scene(1) if pixel_format == "gray" else scene(1).astype(np.uint16) * 200
    # The name is no pattern, though there is a neighbour that would fit it.
    write_picture(tmp_path / f"100001.{suffix}", picture // 2, pixel_format)
    path = write_picture(tmp_path / f"100%03d.{suffix}", picture, pixel_format)
    with open_reader(path) as reader:
        (frame,) = reader.frames()
        assert reader.info.kind is SourceKind.STILL
        assert reader.frame_count == 1
    np.testing.assert_array_equal(frame.luma, picture)


def test_a_run_of_frames_can_be_dropped_at_any_time(clips: ClipMaker) -> None:
    with open_reader(clips.even()) as reader:
        for start in (0, 30):
            run = reader.frames(start)
            next(run)
            run.close()
        assert next(reader.frames(20)).number == 20


def test_two_runs_at_once_do_not_disturb_each_other(clips: ClipMaker) -> None:
    with open_reader(clips.even()) as reader:
        pairs = zip(reader.frames(0, 20), reader.frames(30, 50), strict=True)
        assert all(b.number == a.number + 30 for a, b in pairs)


def test_a_run_left_standing_when_the_reader_closes_just_ends(clips: ClipMaker) -> None:
    with open_reader(clips.even()) as reader:
        runs = [reader.frames(), reader.frames(30)]
        for run in runs:
            next(run)
    for run in runs:
        assert list(run) == []


def test_no_file_stays_open(clips: ClipMaker) -> None:
    def handles() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    if not Path("/proc/self/fd").exists():
        pytest.skip("counts file handles under /proc")
    with open_reader(clips.even()) as reader:
        next(reader.frames(30))
    before = handles()
    with open_reader(clips.even()) as reader:
        for _ in range(4):
            next(reader.frames())
            next(reader.frames(30))
        assert handles() <= before + 2  # one may wait for the next search
    assert handles() <= before


def test_a_worker_thread_can_read(clips: ClipMaker) -> None:
    seen: list[int] = []

    def work() -> None:
        with open_reader(clips.even()) as reader:
            seen.extend(frame.number for frame in reader.frames())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == list(range(60))
