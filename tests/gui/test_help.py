"""The facts about a film, in words that can be translated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from gui.help import film_html
from vidcolor.video.frames import LumaFormat, Matrix
from vidcolor.video.info import FieldOrder, FilmInfo, SourceKind, unfilmed


@pytest.fixture
def film() -> FilmInfo:
    luma = LumaFormat(10, full_range=False, matrix=Matrix.BT709)
    info = unfilmed(Path("a <b>.mkv"), 720, 576, luma, Fraction(24000, 1001))
    return replace(info, container="matroska", codec="ffv1")


class Capitals(QTranslator):
    """A language in which the words of the help are those of English, in capitals."""

    def isEmpty(self) -> bool:
        """False, or Qt would not ask."""
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        words = text.upper()
        for place in ("{width}", "{height}", "{bits}"):
            words = words.replace(place.upper(), place)
        return words if context == "help" else None


@pytest.fixture
def capitals(qapp: QApplication) -> Iterator[None]:
    language = Capitals(qapp)
    qapp.installTranslator(language)
    yield
    qapp.removeTranslator(language)


def cells(html: str) -> list[str]:
    """What stands in the right column."""
    return [part.partition("</td></tr>")[0] for part in html.split("</td><td>")[1:]]


def test_a_films_facts_are_told(film: FilmInfo) -> None:
    html = film_html(film, ("It is < odd.",))
    first, *rest = cells(html)
    assert first == "a &lt;b&gt;.mkv"
    assert rest == [
        rest[0], "720×576, 10 bit", "1", "0°", "23.976", "none, whole frames",
    ]  # fmt: skip
    assert rest[0].endswith(", matroska, ffv1")
    assert "<li>It is &lt; odd.</li>" in html


@pytest.mark.parametrize("kind", list(SourceKind))
@pytest.mark.parametrize("order", list(FieldOrder))
def test_every_word_of_ours_is_translated_and_names_stay(
    film: FilmInfo, capitals: None, kind: SourceKind, order: FieldOrder
) -> None:
    html = film_html(
        replace(film, kind=kind, field_order=order, average_rate=Fraction(0)), ("A note.",)
    )
    _, its_kind, picture, _, _, rate, fields = cells(html)
    word, container, codec = its_kind.split(", ")
    assert word == word.upper()
    assert (container, codec) == ("matroska", "ffv1")
    assert (picture, rate) == ("720×576, 10 BIT", "UNKNOWN")
    assert fields == fields.upper()
    assert "<li>A note.</li>" in html


def test_kinds_and_fields_have_words_of_their_own(film: FilmInfo) -> None:
    kinds = {cells(film_html(replace(film, kind=kind), ()))[1] for kind in SourceKind}
    fields = {cells(film_html(replace(film, field_order=order), ()))[6] for order in FieldOrder}
    assert (len(kinds), len(fields)) == (len(SourceKind), len(FieldOrder))
