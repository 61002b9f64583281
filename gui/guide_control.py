"""What a person does inside pictures: hints, regions, references, variants; each is one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

from gui.document import Document
from gui.guides.guide_lists import Guide
from gui.guides.variant_box import MOST_VARIANT
from gui.messages import MessageBar
from vidcolor.guides import (
    Ab,
    Deed,
    Guides,
    Hint,
    Place,
    Reference,
    Region,
    SavedColor,
    Variant,
)
from vidcolor.project import Project

_GROUPS = {Hint: "hints", Region: "regions", Reference: "references", Variant: "variants"}


class GuideControl(QObject):
    """Turns wishes about the shown frame and its shot into steps of the document.

    Signals:
        reference_taken: number of the frame that is kept to be used as a reference.
    """

    reference_taken = Signal(int)

    def __init__(
        self,
        document: Document,
        messages: MessageBar,
        position: Callable[[], int],
        span_at: Callable[[int], tuple[int, int] | None],
        window: QWidget,
    ) -> None:
        """
        Args:
            position: the frame under the playhead.
            span_at: first frame and end of the shot at a frame.
            window: parent of the dialogs.
        """
        super().__init__(window)
        self._document = document
        self._messages = messages
        self._position = position
        self._span_at = span_at
        self._window = window
        self.reference_frame: int | None = None

    # --- what is there ---

    @property
    def guides(self) -> Guides:
        """Those of the whole film."""
        project = self._document.project
        return project.guides if project else Guides()

    def here(self) -> Guides:
        """Those of the shot under the playhead; what holds for the film too."""
        span = self._span_at(self._position())
        return self.guides.within(*span) if span else Guides()

    def marks_on(self, frame: int) -> tuple[Hint | Region, ...]:
        """Hints and regions that were set on a frame, oldest first."""
        guides = self.guides
        return tuple(one for one in (*guides.hints, *guides.regions) if one.frame == frame)

    # --- hints and regions ---

    def add_hint(
        self, frame: int, places: tuple[Place, ...], ab: Ab | None, radius: float, name: str = ""
    ) -> Hint:
        """Set a dot or a stroke; a dot takes the place of one that is there.

        Args:
            frame: that it is set on.
            places: in the frame as the film holds it.
            ab: a*b*; None: no colour here.
            radius: of the brush, as a share of the picture's short side.
            name: of the saved colour.

        Returns:
            The hint as the project holds it.
        """
        hint = Hint(frame, places, ab, radius, name)
        others = tuple(one for one in self.guides.hints if not _same_dot(one, hint))
        text = self.tr("Set a hint") if ab is not None else self.tr("Set a hint for no colour")
        self._put(text, replace(self.guides, hints=(*others, hint)))
        return self.guides.hints[-1]

    def add_region(
        self, frame: int, places: tuple[Place, ...], deed: Deed, ab: Ab, radius: float
    ) -> None:
        """Outline a part of the picture.

        Args:
            frame: that it is drawn on.
            places: corners, or bends of a broad stroke.
            deed: what becomes of it.
            ab: a*b* of a recoloured one.
            radius: of the stroke; 0: a polygon.
        """
        region = Region(frame, places, deed, ab if deed is Deed.RECOLOR else None, radius)
        self._put(
            self.tr("Draw a region"),
            replace(self.guides, regions=(*self.guides.regions, region)),
        )

    def recolor(self, mark: Hint | Region, ab: Ab, name: str = "") -> Hint | Region:
        """Give a mark another colour; what has none and wants none stays as it is.

        Returns:
            The mark as the project holds it.
        """
        if isinstance(mark, Hint):
            other: Hint | Region = replace(mark, ab=ab, name=name)
        elif mark.deed is Deed.RECOLOR:
            other = replace(mark, ab=ab)
        else:
            return mark
        at = self._replace(self.tr("Give a mark another colour"), mark, other)
        changed = self.guides.hints if isinstance(other, Hint) else self.guides.regions
        return mark if at is None else changed[at]

    def remove(self, guide: Guide) -> None:
        """Take one of them away."""
        self._replace(self.tr("Take a mark away"), guide, None)

    # --- references ---

    def take_reference(self) -> None:
        """Keep the frame under the playhead, to be used as a reference for other shots."""
        self.reference_frame = self._position()
        self.reference_taken.emit(self.reference_frame)

    def use_reference_frame(self) -> None:
        """Let the shot take the colours of the kept frame."""
        if self.reference_frame is None:
            self._messages.show_notice(
                self.tr(
                    "No frame was taken as reference yet: go to a frame whose colours you like "
                    "and choose Colour > Take this frame as reference."
                )
            )
            return
        self._set_reference(Reference(self._position(), of_frame=self.reference_frame))

    def choose_reference(self) -> None:
        """Ask for a colour picture whose colours the shot takes."""
        if self._document.project is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Use a picture as reference"),
            str(self._document.project.source.parent),
            self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp)",
        )
        if name:
            self._set_reference(Reference(self._position(), picture=str(Path(name))))

    def set_strength(self, strength: float, done: bool) -> None:
        """How far the shot follows its reference; one drag of a slider is one step.

        Args:
            strength: 0 to 1.
            done: the slider was let go.
        """
        own = self.here().references
        if own and own[0] in self.guides.references:
            changed = replace(own[0], strength=strength)
            self._replace(
                self.tr("Change the reference's strength"), own[0], changed, merge="strength"
            )
        if done:
            self._document.end_merging()

    def remove_reference(self) -> None:
        """Let the shot follow no reference of its own."""
        self._set_reference(None)

    def _set_reference(self, reference: Reference | None) -> None:
        others = self._outside_shot(self.guides.references)
        own = () if reference is None else (reference,)
        text = self.tr("Set a reference") if own else self.tr("Take the reference away")
        self._put(text, replace(self.guides, references=(*others, *own)))

    # --- variants ---

    @property
    def variant(self) -> int:
        """Which colouring the shot has; 0: the likeliest."""
        chosen = self.here().variants
        return chosen[0].number if chosen else 0

    def set_variant(self, number: int) -> None:
        """Choose another colouring for the shot."""
        others = self._outside_shot(self.guides.variants)
        # 0 needs saying only where the film has another one.
        own = (Variant(self._position(), number),)
        if number == 0 and not self.guides.film_variant:
            own = ()
        self._put(self.tr("Choose a variant"), replace(self.guides, variants=(*others, *own)))

    def next_variant(self) -> None:
        """The one after that; the first after the last."""
        self.set_variant((self.variant + 1) % (MOST_VARIANT + 1))

    # --- saved colours ---

    @property
    def saved_colors(self) -> tuple[SavedColor, ...]:
        """Those of the film."""
        project = self._document.project
        return project.saved_colors if project else ()

    def ask_color_name(self, name: str = "") -> str:
        """Ask what a colour is called; "" where the person gave up, or the name is taken."""
        text, given = QInputDialog.getText(
            self._window,
            self.tr("Saved colour"),
            self.tr("Name of the colour:"),
            QLineEdit.EchoMode.Normal,
            name,
        )
        text = text.strip()
        if not given or not text or text == name:
            return ""
        if any(color.name == text for color in self.saved_colors):
            self._messages.show_notice(
                self.tr("There is a saved colour called {0} already.").format(text)
            )
            return ""
        return text

    def save_color(self, ab: Ab, features: str) -> str:
        """Ask for a name and keep a colour under it.

        Args:
            ab: a*b*.
            features: of the place it was chosen for; "": it is not found again.

        Returns:
            The name; "" where nothing was saved.
        """
        project, name = self._document.project, self.ask_color_name()
        if project is None or not name:
            return ""
        self._edit(
            self.tr("Save a colour"), project.with_saved_color(SavedColor(name, ab, features))
        )
        return name

    def rename_color(self, name: str) -> None:
        """Ask for another name; hints keep the one under which they were set."""
        project, other = self._document.project, self.ask_color_name(name)
        if project is None or not other:
            return
        colors = tuple(
            replace(one, name=other) if one.name == name else one for one in project.saved_colors
        )
        self._edit(self.tr("Rename a saved colour"), replace(project, saved_colors=colors))

    def remove_color(self, name: str) -> None:
        """Forget a saved colour; hints that were set with it stay."""
        if project := self._document.project:
            self._edit(self.tr("Delete a saved colour"), project.without_saved_color(name))

    # --- inside ---

    def _outside_shot(self, guides: tuple[Guide, ...]) -> tuple[Guide, ...]:
        span = self._span_at(self._position()) or (0, 0)
        return tuple(one for one in guides if not span[0] <= one.frame < span[1])

    def _replace(self, text: str, old: Guide, new: Guide | None, *, merge: str = "") -> int | None:
        """Put one in the place of another; where that was, None where there was none."""
        group = _GROUPS[type(old)]
        guides = list(getattr(self.guides, group))
        if old not in guides:
            return None
        at = guides.index(old)
        guides[at : at + 1] = [] if new is None else [new]
        self._put(text, replace(self.guides, **{group: tuple(guides)}), merge=merge)
        return at

    def _put(self, text: str, guides: Guides, *, merge: str = "") -> None:
        if project := self._document.project:
            self._edit(text, project.with_guides(guides), merge=merge)

    def _edit(self, text: str, project: Project, *, merge: str = "") -> None:
        self._document.edit(text, project, merge=merge)


def _same_dot(one: Hint, other: Hint) -> bool:
    """Whether two hints are dots at about the same place of a frame."""
    if one.frame != other.frame or len(one.places) != 1 or len(other.places) != 1:
        return False
    (x, y), (other_x, other_y) = one.places[0], other.places[0]
    return max(abs(x - other_x), abs(y - other_y)) < min(one.radius, other.radius) / 2
