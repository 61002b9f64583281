"""The page of a test: whole, alone, and without the key."""

from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pairs_made import made_pairs

from vidcolor.errors import VidcolorError
from vidcolor.turing.answers import COLUMNS
from vidcolor.turing.page import write_page
from vidcolor.turing.page_parts import WORDS
from vidcolor.turing.pairs import TuringTest

VOID = {"meta", "img", "input"}


class Page(HTMLParser):
    """What is on a page; fails where tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)


@pytest.fixture
def sample(tmp_path: Path) -> TuringTest:
    return made_pairs(tmp_path / "test", time_limit_s=1.5)


@pytest.fixture
def text(sample: TuringTest, tmp_path: Path) -> str:
    write_page(tmp_path / "deep" / "page.html", sample)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["page.html"]
    return (tmp_path / "deep" / "page.html").read_text(encoding="utf-8")


def test_the_page_holds_each_picture_once_and_how_to_show_it(sample: TuringTest, text: str) -> None:
    data = json.loads(Page(text).scripts[0])
    assert (data["test"], data["limit_s"]) == ("c0ffee", 1.5)
    assert tuple(data["columns"]) == COLUMNS
    for pair, pictures in zip(sample.pairs, data["pairs"], strict=True):
        for letter, uri in pictures.items():
            kind, _, encoded = uri.partition(",")
            assert kind == "data:image/png;base64"
            picture = sample.picture(pair.number, letter).read_bytes()
            assert base64.b64decode(encoded) == picture
    assert text.count("data:image/png") == 12


def test_the_page_asks_nobody_for_anything(text: str) -> None:
    page = Page(text)
    bare = re.sub(r"base64,[^\"]*", "", text)
    assert "//" not in re.sub(r" // .*", "", bare)
    assert not {"src", "href", "action", "srcset"} & {name for name, _ in page.attributes}
    for word in ("fetch", "XMLHttpRequest", "import(", "@import", "url(", "WebSocket"):
        assert word not in bare


def test_the_page_does_not_tell_which_picture_was_made(sample: TuringTest, text: str) -> None:
    bare = re.sub(r"base64,[^\"]*", "", text)
    assert "secret" not in bare  # the photos' names
    assert "pair-0" not in bare
    data = json.loads(Page(text).scripts[0])
    assert set(data) == {"test", "columns", "limit_s", "words", "pairs"}
    assert {tuple(sorted(pictures)) for pictures in data["pairs"]} == {("a", "b")}
    assert ("alt", "") in Page(text).attributes
    assert sample.model not in bare


def test_both_languages_say_the_same_things(text: str) -> None:
    english, german = WORDS["en"], WORDS["de"]
    assert set(english) == set(german)
    for word, sentence in english.items():
        assert re.findall(r"\{\d\}", sentence) == re.findall(r"\{\d\}", german[word])
    used = set(re.findall(r'data-word="(\w+)"|say\("(\w+)"', text))
    assert {one or other for one, other in used} | {"left", "right"} == set(english)


def test_a_page_that_cannot_be_written_is_told(sample: TuringTest, tmp_path: Path) -> None:
    with pytest.raises(VidcolorError, match=r"ends in \.html"):
        write_page(tmp_path / "page.txt", sample)
    (tmp_path / "file").write_text("")
    with pytest.raises(VidcolorError, match="could not be written"):
        write_page(tmp_path / "file" / "page.html", sample)
