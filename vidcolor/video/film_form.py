"""What a coded film will be like: the same for each of its segments and for its container."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av

from vidcolor.errors import VidcolorError
from vidcolor.video.encoders import Encoder
from vidcolor.video.frames import ChromaFormat, Matrix
from vidcolor.video.info import FieldOrder, FilmInfo

_FIELD_ORDERS = {"tff": 2, "bff": 3}  # FFmpeg's AV_FIELD_TT and AV_FIELD_BB
_PROGRESSIVE = 1
_MATRIX_TAGS = {Matrix.BT601: 6, Matrix.BT709: 1, Matrix.BT2020: 9}
_MATRIX_OF_TAG = {1: Matrix.BT709, 4: Matrix.BT601, 5: Matrix.BT601, 6: Matrix.BT601,
                  9: Matrix.BT2020}  # fmt: skip
_SVT_MAX_RATE = 240


@dataclass(frozen=True, slots=True)
class FilmForm:
    """How a source is coded.

    Attributes:
        source: what is coloured.
        encoder: with all its options.
        keep_fields: whether the fields of interlaced film stay.
    """

    source: FilmInfo
    encoder: Encoder
    keep_fields: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the coded picture."""
        return self.encoder.padded(self.source.width, self.source.height)

    @property
    def field_order(self) -> str:
        """``tff`` or ``bff``; "" where the target has no fields."""
        if not self.keep_fields:
            return ""
        order = self.source.field_order
        return "tff" if order in (FieldOrder.TT, FieldOrder.BT) else "bff"

    @property
    def chroma(self) -> ChromaFormat:
        """The grid and the codes of the target's chroma."""
        source, luma = self.source, self.encoder.luma
        width, height = self.encoder.pixels.grid(source.width, source.height)
        return ChromaFormat(
            width=width,
            height=height,
            luma_width=source.width,
            luma_height=source.height,
            bit_depth=self.encoder.pixels.depth,
            full_range=luma.full_range,
            matrix=luma.matrix,
            siting="left",
        )

    @property
    def color_tags(self) -> tuple[int, int, int, int]:
        """Range, primaries, transfer and matrix of the target in FFmpeg's numbers."""
        source, luma = self.source, self.encoder.luma
        tag = source.color_space if _MATRIX_OF_TAG.get(source.color_space) == luma.matrix else None
        return (
            2 if luma.full_range else 1,
            source.color_primaries,
            source.color_transfer,
            _MATRIX_TAGS[luma.matrix] if tag is None else tag,
        )

    @property
    def rate(self) -> Fraction:
        """Frames a second, for headers and rate control only."""
        rate = self.source.average_rate
        if not rate or rate > 1000:
            rate = Fraction(25)
        return min(rate, Fraction(_SVT_MAX_RATE)).limit_denominator(1_000_000)

    @property
    def usual_ticks(self) -> int:
        """How long a frame lasts that nothing is known of."""
        return max(round(1 / (self.rate * self.source.time_base)), 1)

    @property
    def options(self) -> dict[str, str]:
        """The encoder's own."""
        options = dict(self.encoder.options)
        if self.field_order and self.encoder.name in ("libx264", "ffv1", "prores_ks"):
            options["flags"] = "+ildct+ilme"
        return options

    def configure(self, context: Any) -> None:
        """Tell an encoder's context everything but its options."""
        context.width, context.height = self.size
        context.pix_fmt = self.encoder.pixels.name
        context.framerate = self.rate
        # The source's own clock: uneven time stamps survive, none is rounded.
        context.time_base = self.source.time_base
        context.thread_count = self.encoder.threads
        context.sample_aspect_ratio = self.source.sample_aspect_ratio
        context.color_range, context.color_primaries, context.color_trc, context.colorspace = (
            self.color_tags
        )
        context.field_order = _FIELD_ORDERS.get(self.field_order, _PROGRESSIVE)

    def open(self, context: Any) -> None:
        """Start an encoder.

        Raises:
            VidcolorError: it refuses the size or the format.
        """
        try:
            context.open()
        except MemoryError:
            raise
        except (av.FFmpegError, ValueError) as error:
            width, height = self.size
            raise VidcolorError(
                f"{self.encoder.name} does not start with pictures of {width}×{height} as "
                f"{self.encoder.pixels.name}.",
                do="Choose another codec (--codec ffv1 takes every size), or another quality or "
                "encoder speed (--crf, --speed).",
                detail=str(error),
            ) from error

    def losses(self) -> list[str]:
        """What the target is not able to hold, in sentences."""
        source, (width, height) = self.source, self.size
        warnings = []
        extra = [
            *(["one column on the right"] if width > source.width else []),
            *(["one row at the bottom"] if height > source.height else []),
        ]
        if extra:
            warnings.append(
                f"{self.encoder.name} needs even sizes: {' and '.join(extra)} was repeated "
                f"({source.width}×{source.height} became {width}×{height}); "
                "chroma 4:4:4 (--chroma 444) keeps the size."
            )
        if source.has_alpha:
            warnings.append("The film's transparency (alpha) was left out.")
        if self.field_order and self.encoder.codec in ("h265", "av1"):
            warnings.append(
                f"{self.encoder.codec} was coded as whole frames; the field order is noted in "
                "the container only, and not every player looks there."
            )
        return warnings
