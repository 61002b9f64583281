"""Small real films, made with PyAV so that no binary files lie in the repository."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from filming import HEIGHT, WIDTH, scene, scenes, video_frame, write_film, write_picture
from numpy.typing import NDArray

PTS_UNEVEN = (0, 1, 2, 4, 8, 9, 10, 15, 16, 20, 21, 22, 23, 30, 31, 33, 34, 35, 40, 41)


class ClipMaker:
    """Makes each clip on first use and keeps it for the session; tests must not change them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, Path] = {}

    def _once(self, name: str, make: Callable[[Path], object]) -> Path:
        if name not in self._made:
            make(self.folder / name)
            self._made[name] = self.folder / name
        return self._made[name]

    def even(self) -> Path:
        """60 frames at 25 a second, H.264 with B-frames in MP4, a key frame every 12."""
        options = {"g": "12", "bf": "3"}
        return self._once("even.mp4", lambda p: write_film(p, scenes(60), options=options))

    def two_shots(self) -> Path:
        """80 frames, 96×72: after frame 40 another picture, turned by 90° and moving elsewhere."""

        def pictures() -> Iterable[NDArray[np.uint8]]:
            for number in range(80):
                if number < 40:
                    yield scene(number, 96, 72)
                else:
                    yield np.ascontiguousarray(255 - np.rot90(scene(number, 72, 96)))

        return self._once("two_shots.mp4", lambda p: write_film(p, pictures(), options={"g": "12"}))

    def matroska(self) -> Path:
        """60 frames, H.264 with B-frames in Matroska."""
        options = {"g": "12", "bf": "3"}
        return self._once("even.mkv", lambda p: write_film(p, scenes(60), options=options))

    def uneven(self) -> Path:
        """20 frames with uneven time stamps (:data:`PTS_UNEVEN` at 25 a second), MP4."""
        return self._once(
            "uneven.mp4",
            lambda p: write_film(p, scenes(20), pts=PTS_UNEVEN, options={"g": "6", "bf": "2"}),
        )

    def open_gop(self) -> Path:
        """60 frames, H.264 with open groups of pictures, MPEG-TS."""
        options = {"bf": "3", "x264-params": "open-gop=1:keyint=12:scenecut=0"}
        return self._once("open.ts", lambda p: write_film(p, scenes(60), options=options))

    def avi_b_frames(self) -> Path:
        """60 frames, MPEG-4 with B-frames in AVI: time stamps begin at 1."""

        def b_frames(stream: VideoStream) -> None:
            stream.codec_context.max_b_frames = 2

        return self._once(
            "b.avi",
            lambda p: write_film(
                p, scenes(60), codec="mpeg4", options={"g": "12"}, prepare=b_frames
            ),
        )

    def avi_h264(self) -> Path:
        """60 frames, H.264 with B-frames in AVI, whose time stamps are out of order."""
        options = {"g": "12", "bf": "3"}
        return self._once("h264.avi", lambda p: write_film(p, scenes(60), options=options))

    def program_stream(self) -> Path:
        """60 frames, MPEG-2 with B-frames in MPEG-PS, where few packets have a time stamp."""

        def b_frames(stream: VideoStream) -> None:
            stream.codec_context.max_b_frames = 2

        return self._once(
            "program.mpg",
            lambda p: write_film(
                p, scenes(60), codec="mpeg2video", options={"g": "12"}, prepare=b_frames
            ),
        )

    def from_the_middle(self) -> Path:
        """An MPEG-TS capture that begins between two key frames of an open GOP."""

        def make(path: Path) -> None:
            data = self.open_gop().read_bytes()
            path.write_bytes(data[188 * 40 :])

        return self._once("middle.ts", make)

    def intra_refresh(self) -> Path:
        """90 frames refreshed column by column: one real key frame, recovery points."""
        options = {"x264-params": "intra-refresh=1:keyint=15:bframes=0:scenecut=0"}
        return self._once("refresh.ts", lambda p: write_film(p, scenes(90), options=options))

    def long_gop(self) -> Path:
        """200 frames behind a single key frame, MP4."""
        options = {"g": "1000", "bf": "2", "sc_threshold": "0"}
        return self._once("long.mp4", lambda p: write_film(p, scenes(200), options=options))

    def elementary_stream(self) -> Path:
        """40 frames of bare H.264: no container, no time stamps, no index."""
        return self._once(
            "bare.h264", lambda p: write_film(p, scenes(40), options={"g": "10", "bf": "2"})
        )

    def rotated(self) -> Path:
        """10 frames to be turned by 90° clockwise when shown."""

        def turn(stream: VideoStream) -> None:
            stream.set_display_rotation(-90)

        return self._once("rotated.mp4", lambda p: write_film(p, scenes(10), prepare=turn))

    def odd_size(self) -> Path:
        """5 frames of 175×131, lossless, Matroska."""
        return self._once("odd.mkv", lambda p: write_film(p, scenes(5, 175, 131), codec="ffv1"))

    def tagged(self) -> Path:
        """30 frames, BT.709, full range, aspect ratio 8:9, time code, title, Matroska."""

        def tags(stream: VideoStream) -> None:
            context = stream.codec_context
            context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1
            context.color_range = 2
            context.sample_aspect_ratio = Fraction(8, 9)
            stream.metadata["timecode"] = "01:00:00:00"

        return self._once(
            "tagged.mkv",
            lambda p: write_film(p, scenes(30), prepare=tags, metadata={"title": "A day"}),
        )

    def full(self) -> Path:
        """50 frames with sound, subtitles and two chapters, Matroska."""
        return self._once("full.mkv", _write_full)

    def long_sound(self) -> Path:
        """1 second of pictures under 4 seconds of sound, in FLV, whose header has one length."""

        def make(path: Path) -> None:
            with av.open(str(path), "w") as container:
                video = container.add_stream("flv1", rate=25)
                video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
                sound = container.add_stream("pcm_s16le", rate=11025, layout="mono")
                for number in range(25):
                    frame = video_frame(scene(number), "yuv420p")
                    frame.pts, frame.time_base = number, Fraction(1, 25)
                    container.mux(video.encode(frame))
                container.mux(video.encode())
                _mux_tone(container, sound, 4, rate=11025)

        return self._once("sound.flv", make)

    def sound_only(self) -> Path:
        """One second of a tone, no pictures."""

        def make(path: Path) -> None:
            with av.open(str(path), "w") as container:
                _mux_tone(container, container.add_stream("pcm_s16le", rate=8000), 1)

        return self._once("tone.wav", make)

    def cut_matroska(self) -> Path:
        """The first half of :meth:`matroska`: its header promises more than is there."""

        def make(path: Path) -> None:
            data = self.matroska().read_bytes()
            path.write_bytes(data[: len(data) // 2])

        return self._once("cut.mkv", make)

    def mp4_without_moov(self) -> Path:
        """:meth:`even` cut before its table of contents."""

        def make(path: Path) -> None:
            data = self.even().read_bytes()
            path.write_bytes(data[: data.index(b"moov") - 8])

        return self._once("nomoov.mp4", make)

    def flipped_bytes(self) -> Path:
        """60 frames, the pictures 25 to 28 (in coding order) damaged, MP4."""

        def make(path: Path) -> None:
            data = bytearray(self.even().read_bytes())
            with av.open(str(self.even())) as container:
                packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
            for position, size in packets[25:29]:
                for at in range(position + 6, position + size):
                    data[at] ^= 0x5A
            path.write_bytes(data)

        return self._once("flipped.mp4", make)

    def damaged_matroska(self) -> Path:
        """60 frames in clusters of ten, with one cluster unreadable."""

        def make(path: Path) -> None:
            options = {"cluster_time_limit": "400"}
            write_film(path, scenes(60), options={"g": "10", "bf": "0"}, container_options=options)
            data = bytearray(path.read_bytes())
            clusters = [i for i in range(len(data)) if data[i : i + 4] == b"\x1f\x43\xb6\x75"]
            for at in range(clusters[2] + 40, clusters[2] + 300):
                data[at] ^= 0x5A
            path.write_bytes(data)

        return self._once("damaged.mkv", make)

    def interlaced(self, *, top_first: bool = True) -> Path:
        """20 frames of 64×64 whose fields are two moments, flagged, H.264 in Matroska."""
        first = "tff" if top_first else "bff"

        def weave(number: int) -> NDArray[np.uint8]:
            frame = scene(2 * number, 64, 64)
            later = scene(2 * number + 1, 64, 64)
            frame[1 if top_first else 0 :: 2] = later[1 if top_first else 0 :: 2]
            return frame

        return self._once(
            f"{first}.mkv",
            lambda p: write_film(
                p,
                (weave(n) for n in range(20)),
                options={"x264-params": f"{first}=1:keyint=5:qp=0"},
                field_flag=first,
            ),
        )

    def unflagged(self) -> Path:
        """20 frames of 64×64 whose fields are two moments, in a film that calls itself whole."""

        def weave(number: int) -> NDArray[np.uint8]:
            frame = scene(2 * number, 64, 64)
            frame[1::2] = scene(2 * number + 1, 64, 64)[1::2]
            return frame

        return self._once(
            "unflagged.mkv",
            lambda p: write_film(p, (weave(n) for n in range(20)), codec="ffv1"),
        )

    def soft_telecine(self) -> Path:
        """40 film frames with repeat flags (3:2 pulldown), MPEG-2 in MPEG-TS."""
        return self._once("pulldown.ts", _write_soft_telecine)

    def gif(self) -> Path:
        """8 frames of 32×24 in grey, 10 a second."""

        def make(path: Path) -> None:
            with av.open(str(path), "w") as container:
                stream = container.add_stream("gif", rate=10)
                stream.width, stream.height, stream.pix_fmt = 32, 24, "gray"
                for number in range(8):
                    frame = video_frame(scene(number, 32, 24), "gray")
                    frame.pts, frame.time_base = number, Fraction(1, 10)
                    container.mux(stream.encode(frame))
                container.mux(stream.encode())

        return self._once("film.gif", make)

    def tiff_folder(self) -> Path:
        """12 numbered 16-bit TIFFs from number 86400 on."""

        def make(path: Path) -> None:
            path.mkdir()
            for number in range(12):
                picture = scene(number).astype(np.uint16) * 257 + number
                write_picture(path / f"reel_{86400 + number:07}.tif", picture, "gray16le")

        return self._once("reel", make)

    def png_folder(self) -> Path:
        """6 numbered 8-bit PNGs beside a sidecar that says 25 a second."""

        def make(path: Path) -> None:
            path.mkdir()
            for number in range(6):
                write_picture(path / f"{number}.png", scene(number), "gray")
            (path / "vidcolor.json").write_text(json.dumps({"frame_rate": "25"}))

        return self._once("frames", make)

    def stills_folder(self) -> Path:
        """Three pictures without numbers, of different sizes."""

        def make(path: Path) -> None:
            path.mkdir()
            for size, name in ((40, "harbour"), (52, "market"), (64, "tram")):
                write_picture(path / f"{name}.png", scene(size, size, 32), "gray")

        return self._once("stills", make)


def _mux_tone(
    container: OutputContainer, stream: AudioStream, seconds: float, *, rate: int = 8000
) -> None:
    wave = np.sin(np.arange(int(seconds * rate)) / 6.0) * 9000
    frame = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    for packet in [*stream.encode(frame), *stream.encode()]:
        container.mux(packet)


def _write_full(path: Path) -> None:
    lines = path.with_suffix(".srt")
    lines.write_text("1\n00:00:00,100 --> 00:00:01,000\nA tram.\n")
    with av.open(str(lines)) as subtitles, av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.time_base = Fraction(1, 25)
        sound = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        sound.metadata["language"] = "dan"
        words = container.add_stream_from_template(subtitles.streams.subtitles[0])
        words.metadata["language"] = "eng"
        second = Fraction(1, 1000)
        container.set_chapters(
            [
                {"id": 1, "start": 0, "end": 1000, "time_base": second, "metadata": {}},
                {"id": 2, "start": 1000, "end": 2000, "time_base": second, "metadata": {}},
            ]
        )
        for number in range(50):
            frame = video_frame(scene(number), "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(video.encode(frame))
        container.mux(video.encode())
        _mux_tone(container, sound, 2)
        for packet in subtitles.demux():
            if packet.size:
                packet.stream = words
                container.mux(packet)


def _write_soft_telecine(path: Path) -> None:
    """No encoder here sets repeat flags, so they are written into MPEG-2's headers."""
    context = av.CodecContext.create("mpeg2video", "w")
    context.width, context.height, context.pix_fmt = 64, 64, "yuv420p"
    context.time_base, context.framerate = Fraction(1001, 30000), Fraction(30000, 1001)
    context.max_b_frames = 0
    packets = []
    for number in range(40):
        frame = video_frame(scene(number, 64, 64), "yuv420p")
        frame.pts, frame.time_base = number, context.time_base
        packets += context.encode(frame)
    packets += context.encode()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video", rate=Fraction(30000, 1001))
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        fields = 0
        for number, packet in enumerate(packets):
            three = number % 2 == 1
            data = _with_pulldown(bytes(packet), repeat=three, top_first=number % 4 < 2)
            flagged = av.Packet(data)
            flagged.stream, flagged.time_base = stream, Fraction(1001, 60000)
            flagged.pts = flagged.dts = fields
            flagged.duration = 3 if three else 2
            flagged.is_keyframe = packet.is_keyframe
            fields += flagged.duration
            container.mux(flagged)


def _with_pulldown(picture: bytes, *, repeat: bool, top_first: bool) -> bytes:
    """Set the sequence to interlaced and the picture's repeat and field flags (ISO 13818-2)."""
    data = bytearray(picture)
    at = data.find(b"\0\0\1\xb5")
    while at >= 0:
        extension = data[at + 4] >> 4
        if extension == 1:
            data[at + 5] &= ~0x08 & 0xFF  # progressive_sequence
        elif extension == 8:
            data[at + 7] = data[at + 7] & ~0x82 & 0xFF | top_first << 7 | repeat << 1
            data[at + 8] |= 0x80  # progressive_frame
        at = data.find(b"\0\0\1\xb5", at + 4)
    return bytes(data)
