"""What is asked for inside pictures travels to the engine process, and questions come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film
from previews import PLAIN, Pictures, Waiter, pixels
from PySide6.QtCore import QObject

from gui.preview.preview_service import PreviewService
from gui.preview.protocol import FrameTold, Role
from vidcolor.guides import Guides, Hint, SavedColor
from vidcolor.steering import Steering

RED = Steering(guides=Guides(hints=(Hint(0, ((0.3, 0.6),), (50.0, 30.0)),)))
BLUE = Steering(guides=Guides(hints=(Hint(0, ((0.3, 0.6),), (0.0, -40.0)),)))


@pytest.fixture
def told(service: PreviewService) -> Iterator[list[FrameTold]]:
    answers: list[FrameTold] = []
    link = service.frame_told.connect(answers.append)
    yield answers
    QObject.disconnect(link)


def test_a_hint_shows_as_a_draft_and_then_exact_and_leaves_no_trace(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    wait(lambda: bool(journal.said["shots_found"]))
    journal.pictures.clear()
    opened.steer(PLAIN, BLUE)
    wait(lambda: journal.newest(Role.COLOR) is not None)
    assert [one.draft for one in journal.pictures] == [True, False]
    assert not journal.shows(Role.COLOR, 0, exact[PLAIN, 0])
    journal.pictures.clear()
    opened.steer(PLAIN)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    assert not journal.failed


def test_before_the_shots_are_known_there_are_drafts(
    service: PreviewService, tmp_path: Path, wait: Waiter
) -> None:
    journal = service.journal
    service.set_color_ahead(False)
    service.open(write_film(tmp_path / "new.mp4", scenes(1000, 96, 72)), PLAIN, BLUE)
    wait(lambda: any(one.role is Role.COLOR for one in journal.pictures))
    first = next(one for one in journal.pictures if one.role is Role.COLOR)
    assert first.draft
    journal.pictures.clear()
    service.steer(PLAIN, RED)  # nobody waits for the shots before more is asked for
    wait(lambda: any(one.role is Role.COLOR for one in journal.pictures))
    assert not journal.said["shots_found"]
    wait(lambda: journal.newest(Role.COLOR) is not None)
    assert journal.said["shots_found"]
    assert not journal.failed


@pytest.mark.parametrize("name", ["odd_size", "rotated", "stills_folder"])
def test_a_question_is_answered(
    service: PreviewService, told: list[FrameTold], clips: ClipMaker, wait: Waiter, name: str
) -> None:
    service.open(getattr(clips, name)(), PLAIN)
    wait(lambda: any(one.role is Role.GREY for one in service.journal.pictures))
    service.ask_frame(1)
    newest = service.ask_frame(1, (0.3, 0.6))
    wait(lambda: bool(told) and told[-1].question == newest)
    answer = told[-1]
    assert (answer.number, answer.place) == (1, (0.3, 0.6))
    assert answer.suggestions
    assert answer.unsure is not None
    assert len(answer.unsure.spread) == answer.unsure.width * answer.unsure.height
    # The place is found again by how it looks.
    question = service.ask_frame(1, None, (SavedColor("coat", (1.0, 2.0), answer.features),))
    wait(lambda: told[-1].question == question)
    (offer,) = told[-1].offers
    assert offer.color.name == "coat"
    assert offer.place == pytest.approx((0.3, 0.6), abs=0.15)
    assert not service.journal.failed


def test_variants_are_small_upright_pictures_and_can_be_stopped(
    service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    arrived: list[tuple[int, int, np.ndarray]] = []
    link = service.variant_arrived.connect(
        lambda question, number, image: arrived.append((question, number, pixels(image)))
    )
    service.open(clips.rotated(), PLAIN)
    wait(lambda: any(one.role is Role.GREY for one in service.journal.pictures))
    first = service.want_variants(2, (0, 5), 32)
    wait(lambda: len(arrived) == 2)
    assert [(question, number) for question, number, _ in arrived] == [(first, 0), (first, 5)]
    assert {image.shape for _, _, image in arrived} == {(32, 24, 3)}
    assert not np.array_equal(arrived[0][2], arrived[1][2])
    service.want_variants(2, tuple(range(9)), 32)
    wait(lambda: len(arrived) > 2)
    last = service.want_variants(2, (8,), 32)
    wait(lambda: arrived[-1][0] == last)
    assert len(arrived) < 2 + 9
    QObject.disconnect(link)
