"""Sound, subtitles, attachments, chapters and tags on their way through the writer."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition
from clips import ClipMaker
from filming import scene, video_frame
from written import PROVENANCE, color_film, payloads, times

from vidcolor.video.clocks import movie_timescale
from vidcolor.video.encoders import Encoder, PixelFormat
from vidcolor.video.probe import probe


def write_with_sound(
    path: Path,
    codec: str = "aac",
    *,
    frames: int = 50,
    sound_start: Fraction = Fraction(0),
    extra: Callable[[Any], None] = lambda _: None,
    rate: int = 48000,
) -> Path:
    """A film at 24000/1001 a second beside a tone of the same length."""
    clock = {"movie_timescale": "48000"} if path.suffix in (".mp4", ".mov") else {}
    with av.open(str(path), "w", container_options=clock) as container:
        video: Any = container.add_stream("libx264", rate=Fraction(24000, 1001))
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.time_base = Fraction(1, 24000)
        sound: Any = container.add_stream(codec, rate=rate, layout="mono")
        sound.metadata["language"] = "dan"
        sound.metadata["title"] = "Piano"
        extra(container)
        for number in range(frames):
            frame = video_frame(scene(number), "yuv420p")
            frame.pts, frame.time_base = number * 1001, Fraction(1, 24000)
            container.mux(video.encode(frame))
        container.mux(video.encode())
        size = sound.codec_context.frame_size or 1024
        form = sound.codec_context.format.name
        kind, loud = {"flt": (np.float32, 0.3), "s16": (np.int16, 9e3), "s32": (np.int32, 6e8),
                      "u8": (np.uint8, 90)}[form.rstrip("p")]  # fmt: skip
        for start in range(0, int(frames * rate * 1001 / 24000), size):
            wave = np.abs(np.sin(np.arange(start, start + size) / 20.0)) * loud
            block = av.AudioFrame.from_ndarray(wave.astype(kind)[None], format=form, layout="mono")
            block.sample_rate, block.time_base = rate, Fraction(1, rate)
            block.pts = start + round(sound_start * rate)
            container.mux(sound.encode(block))
        container.mux(sound.encode())
    return path


@pytest.mark.parametrize("source_name", ["in.mp4", "in.mov", "in.mkv", "in.ts"])
@pytest.mark.parametrize("name", ["out.mp4", "out.mov", "out.mkv"])
@pytest.mark.parametrize("start", [Fraction(0), Fraction(1, 8)])
def test_sound_is_copied_packet_by_packet_and_stays_in_step(
    tmp_path: Path, source_name: str, name: str, start: Fraction
) -> None:
    source = write_with_sound(tmp_path / source_name, sound_start=start)
    target = tmp_path / name
    passed = color_film(source, target)
    before, after = payloads(source, "audio"), payloads(target, "audio")
    if source_name != "in.ts":  # MPEG-TS frames each packet in a header of its own (ADTS)
        assert [digest for _, digest in after] == [digest for _, digest in before]
    assert len(after) == len(before)
    tick = Fraction(1, 1000) if "mkv" in source_name + name else Fraction(1, 48000)
    if source_name == "in.ts":
        tick = max(tick, Fraction(1, 24000))
    film = [a - b for a, b in zip(times(target), passed.times, strict=True)]
    sound = [a - b for (a, _), (b, _) in zip(after, before, strict=True)]
    assert max(abs(d - film[0]) for d in sound) <= tick
    assert abs(film[0]) <= tick  # the sound's run-in does not move the film
    assert passed.warnings == []


@pytest.mark.parametrize("codec", ["flac", "pcm_s16le", "libmp3lame", "ac3", "libopus"])
def test_other_sound_is_copied_too(tmp_path: Path, codec: str) -> None:
    source = write_with_sound(tmp_path / "in.mkv", codec)
    passed = color_film(source, tmp_path / "out.mkv")
    digests = [[d for _, d in payloads(p, "audio")] for p in (source, tmp_path / "out.mkv")]
    assert digests[0] == digests[1]
    assert passed.warnings == []


def test_sound_that_a_container_does_not_hold_is_named(tmp_path: Path) -> None:
    source = write_with_sound(tmp_path / "in.mkv", "wavpack")
    passed = color_film(source, tmp_path / "out.mp4")
    [warning] = passed.warnings
    assert "Stream 1 (audio, wavpack, dan) is not in the MP4 target" in warning
    assert [s.kind for s in probe(tmp_path / "out.mp4").streams] == ["video"]


@pytest.mark.parametrize("name", ["out.mp4", "out.mov", "out.mkv"])
def test_languages_titles_and_dispositions_are_kept(tmp_path: Path, name: str) -> None:
    source = write_with_sound(tmp_path / "in.mkv")
    color_film(source, tmp_path / name)
    with av.open(str(tmp_path / name)) as container:
        sound = container.streams.audio[0]
        assert sound.metadata["language"] == "dan"
        title = sound.metadata.get("title") or sound.metadata.get("handler_name")
    assert title == "Piano"


@pytest.mark.parametrize(
    ("name", "settings"),
    [("out.mkv", {"preset": "archive"}), ("out.mp4", {}), ("out.mov", {"preset": "edit"})],
)
def test_subtitles_and_chapters_are_there(
    clips: ClipMaker, tmp_path: Path, name: str, settings: dict[str, str]
) -> None:
    passed = color_film(clips.full(), tmp_path / name, **settings)
    with av.open(str(tmp_path / name)) as container:
        words = container.streams.subtitles[0]
        assert words.metadata["language"] == "eng"
        shown = [
            (p.pts * p.time_base, p.duration * p.time_base, bytes(p))
            for p in container.demux(words)
            if len(bytes(p)) > 2
        ]
        chapters = [(c["start"] * c["time_base"], c["end"] * c["time_base"])
                    for c in container.chapters()]  # fmt: skip
    [(start, duration, text)] = shown
    assert (start, duration) == (Fraction(1, 10), Fraction(9, 10))
    assert text.endswith(b"A tram.")
    assert chapters == [(0, 1), (1, 2)]
    converted = [w for w in passed.warnings if "converted from subrip to mov_text" in w]
    assert len(converted) == (name != "out.mkv")


def test_mp4_subtitles_become_subrip_in_matroska(clips: ClipMaker, tmp_path: Path) -> None:
    color_film(clips.full(), tmp_path / "mid.mp4")
    passed = color_film(tmp_path / "mid.mp4", tmp_path / "out.mkv")
    assert any("mov_text to subrip" in w for w in passed.warnings)
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert container.streams.subtitles[0].codec_context.codec.canonical_name == "subrip"
        texts = [bytes(p) for p in container.demux(subtitles=0) if p.size]
    assert texts == [b"A tram."]


def test_mp4_to_mp4_keeps_subtitles_and_chapters_without_a_warning(
    clips: ClipMaker, tmp_path: Path
) -> None:
    color_film(clips.full(), tmp_path / "mid.mp4")
    passed = color_film(tmp_path / "mid.mp4", tmp_path / "out.mp4")
    assert passed.warnings == []
    info = probe(tmp_path / "out.mp4")
    assert info.chapters == 2
    # The chapters' titles are a track of their own in MP4, made anew each time.
    codecs = [s.codec for s in info.streams if s.kind != "data"]
    assert codecs == ["h264", "pcm_s16le", "mov_text"]
    assert len(info.streams) <= 4


def test_attachments_go_to_matroska_and_are_named_elsewhere(tmp_path: Path) -> None:
    def font(container: Any) -> None:
        container.add_attachment("type.ttf", "font/ttf", b"glyphs" * 50)

    source = write_with_sound(tmp_path / "in.mkv", extra=font)
    color_film(source, tmp_path / "out.mkv")
    with av.open(str(tmp_path / "out.mkv")) as container:
        [attachment] = [s for s in container.streams if s.type == "attachment"]
        assert attachment.metadata["filename"] == "type.ttf"
        assert attachment.data == b"glyphs" * 50
    passed = color_film(source, tmp_path / "out.mp4")
    assert any("attachment" in w and "MP4" in w for w in passed.warnings)


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4"])
def test_cover_pictures_are_kept(tmp_path: Path, name: str) -> None:
    cover = av.CodecContext.create("mjpeg", "w")
    cover.width, cover.height, cover.pix_fmt = 32, 32, "yuvj420p"
    cover.time_base = Fraction(1, 25)
    picture = b"".join(bytes(p) for p in cover.encode(video_frame(scene(0, 32, 32), "yuvj420p")))
    source = write_with_sound(
        tmp_path / "in.mkv", extra=lambda c: c.add_attachment("cover.jpg", "image/jpeg", picture)
    )
    passed = color_film(source, tmp_path / name)
    assert passed.warnings == []
    with av.open(str(tmp_path / name)) as container:
        [kept] = [s for s in container.streams if s.disposition & Disposition.attached_pic]
        assert next(bytes(p) for p in container.demux(kept) if p.size) == picture


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4", "out.mov"])
def test_tags_without_a_box_of_their_own_survive(tmp_path: Path, name: str) -> None:
    def tags(container: Any) -> None:
        container.metadata.update({"title": "Tram", "studio": "Nordisk", "comment": "Reel 2"})

    source = write_with_sound(tmp_path / "in.mkv", extra=tags)
    color_film(source, tmp_path / name)
    kept = {key.lower(): value for key, value in probe(tmp_path / name).metadata.items()}
    assert (kept["title"], kept["studio"]) == ("Tram", "Nordisk")
    assert kept["comment"].splitlines() == [PROVENANCE["comment"], "Reel 2"]


@pytest.mark.parametrize("name", ["out.mp4", "out.mkv"])
def test_a_part_has_its_own_sound_and_chapters_from_zero_on(tmp_path: Path, name: str) -> None:
    def chapters(container: Any) -> None:
        container.set_chapters(
            [
                {"id": n, "start": 700 * n, "end": 700 * (n + 1), "time_base": Fraction(1, 1000)}
                for n in range(3)
            ]
        )

    source = write_with_sound(tmp_path / "in.mp4", "libmp3lame", extra=chapters)
    passed = color_film(source, tmp_path / name, first=24, end=36)
    assert times(tmp_path / name)[0] == 0
    start, end = passed.times[0], passed.times[-1] + Fraction(1001, 24000)
    expected = [(t - start, d) for t, d in payloads(source, "audio") if start <= t < end]
    kept = payloads(tmp_path / name, "audio")
    assert [d for _, d in kept] == [d for _, d in expected]
    shift = [abs(a - b) for (a, _), (b, _) in zip(kept, expected, strict=True)]
    assert max(shift) <= (Fraction(1, 1000) if name == "out.mkv" else Fraction(1, 48000))
    with av.open(str(tmp_path / name)) as container:
        spans = [(float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]))
                 for c in container.chapters()]  # fmt: skip
    assert spans[0] == pytest.approx((0, 1.4 - float(start)), abs=0.001)
    assert spans[1] == pytest.approx((1.4 - float(start), float(end - start)), abs=0.001)


def test_a_second_film_in_the_file_is_copied_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "in.mkv"
    with av.open(str(source), "w") as container:
        streams: list[Any] = []
        for width in (64, 32):
            stream: Any = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = width, 32, "yuv420p"
            streams.append(stream)
        for number in range(5):
            for stream in streams:
                frame = video_frame(scene(number, stream.width, 32), "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 25)
                container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode())
    color_film(source, tmp_path / "out.mkv")
    digests = []
    for path in (source, tmp_path / "out.mkv"):
        with av.open(str(path)) as container:
            digests.append([(p.pts, bytes(p)) for p in container.demux(video=1)])
    assert digests[0] == digests[1]


def test_the_clock_of_an_mp4_fits_film_and_sound_as_far_as_it_goes() -> None:
    assert movie_timescale(Fraction(1, 24000), [48000]) == 48000
    assert movie_timescale(Fraction(1, 90000), [44100]) == 4410000
    assert movie_timescale(Fraction(1, 2_000_000_011), [48000]) == 2_000_000_011


def test_padding_is_asked_for_by_h264_and_h265_only() -> None:
    pixels = PixelFormat("yuv422p", 8, "422")
    for codec, size in (("h264", (6, 5)), ("h265", (6, 5)), ("ffv1", (5, 5)), ("prores", (5, 5))):
        luma: Any = None
        assert Encoder(codec, "", pixels, luma, 1).padded(5, 5) == size
