"""What the window is told about the open film, as signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.preview.engine_line import images_of, variant_image
from gui.preview.protocol import (
    ClockKnown,
    FilmCounted,
    FilmOpened,
    FilmReply,
    FrameTold,
    Noticed,
    RangesColored,
    ShotsFound,
    ShotsSearched,
    ThumbnailReady,
    VariantReady,
)


class FilmSignals(QObject):
    """Signals for the replies that are about the film as a whole; see PreviewService."""

    film_opened = Signal(object)
    film_counted = Signal(int)
    clock_known = Signal(object)
    shots_searched = Signal(int, object)
    shots_found = Signal(object)
    thumbnail_arrived = Signal(int, object, object)
    colored_ranges = Signal(object)
    noticed = Signal(object)
    frame_told = Signal(object)
    variant_arrived = Signal(int, int, object)

    def tell(self, message: FilmReply) -> None:
        """Emit the signal that belongs to a reply."""
        if isinstance(message, FilmOpened):
            self.film_opened.emit(message)
        elif isinstance(message, FilmCounted):
            self.film_counted.emit(message.frames)
        elif isinstance(message, ClockKnown):
            self.clock_known.emit(message.times)
        elif isinstance(message, ShotsSearched):
            self.shots_searched.emit(message.frames, message.frames_total)
        elif isinstance(message, ShotsFound):
            self.shots_found.emit(message.shots)
        elif isinstance(message, ThumbnailReady):
            self.thumbnail_arrived.emit(message.number, *images_of(message))
        elif isinstance(message, RangesColored):
            self.colored_ranges.emit(list(message.ranges))
        elif isinstance(message, Noticed):
            self.noticed.emit(message.sentences)
        elif isinstance(message, FrameTold):
            self.frame_told.emit(message)
        elif isinstance(message, VariantReady):
            self.variant_arrived.emit(message.question, message.variant, variant_image(message))
