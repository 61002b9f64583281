"""The command on photos: its table, its JSON and the page that a person looks through."""

from __future__ import annotations

import base64
import json
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from standins import tint_network

from models.swift import Swift
from vidcolor.cli import judging, main
from vidcolor.networks import Decoding, Network

NAMES = ("a&b <1>.png", "d.png", "inner/c.png")
VOID = {"meta", "img", "input", "link", "br"}


class Page(HTMLParser):
    """What is on a page; fails where tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.text.setdefault(self.open[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    photos = tmp_path / "secret place" / "photos"
    for name in NAMES:
        small = rng.integers(0, 255, (5, 7, 3), dtype=np.uint8)
        (photos / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(photos / name), cv2.resize(small, (300, 280)))
    return photos


@pytest.fixture(autouse=True)
def networks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The networks that the command loads: `swift` takes hints, `tint` does not."""
    torch.manual_seed(0)
    swift = Network("swift", Swift().eval(), "a" * 64, Decoding(chroma_gain=4.0), 32)
    loaded: list[str] = []

    def load(name: str, *_: object, **__: object) -> Network:
        loaded.append(name)
        tint = replace(tint_network(), takes_hints=False, takes_palette=False)
        return swift if name == "swift" else tint

    monkeypatch.setattr(judging, "load_network", load)
    return loaded


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def run(*words: object) -> int:
        given = ["evaluate", "--device", "cpu", "--work-size", "64", "--resamples", "100"]
        given += [*map(str, words), f"--photos={folder}"]
        monkeypatch.setattr(sys, "argv", ["vidcolor", *given])
        return main(given)

    return run


def test_one_table_has_grey_each_model_at_each_setting_and_what_is_printed_elsewhere(
    command, networks, capsys
):
    rows = ("swift", "swift@saturation=0.5", "tint")
    assert command(*rows, "--hints", "1,5", "--printed", "iitk-7,palette") == 0
    captured = capsys.readouterr()
    head, *lines, of_palette = captured.out.splitlines()[1:12]
    for word in (
        "PSNR dB",
        "ε-accuracy %",
        "SSIM",
        "a*b* error",
        "difference",
        "FD(colour layout)",
    ):
        assert word in head
    assert [line.split("  ")[0].strip() for line in lines[:-1]] == [
        "grey",
        "swift",
        "swift@hints=1",
        "swift@hints=5",
        "swift@saturation=0.5",
        "swift@saturation=0.5,hints=1",
        "swift@saturation=0.5,hints=5",
        "tint",
    ]
    assert all(re.search(r" \d+\.\d\d \[\d+\.\d\d, \d+\.\d\d\]", line) for line in lines[:-1])
    assert re.match(r"iitk-7 \(as printed\) +24\.19 +11\.50 +47\.18 +– ", lines[-1])
    assert re.match(r"palette \(as printed\)( +–){12}$", of_palette)
    assert "iitk-7: as printed in" in captured.out
    assert "The FID printed there is 15.78." in captured.out
    assert "Not measured here" in captured.out
    assert lines[1].count("not measured") == 2  # FD of an encoder, frames a second
    assert "Difference to grey" in captured.out
    assert "Difference to swift" in captured.out
    assert "tint@hints=5: left out" in captured.err
    assert networks == ["swift", "tint"]  # each is loaded once


def test_json_holds_photos_means_intervals_and_speed(command, capsys):
    assert command("swift", "tint", "--speed", "--reference-palette", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["label"] for row in answer["rows"]] == [
        "grey",
        "swift",
        "swift@palette=oracle",
        "tint",
    ]
    grey, swift, told, _tint = answer["rows"]
    assert {photo["name"] for photo in swift["per_photo"]} == set(NAMES)
    psnr = [photo["psnr_db"] for photo in swift["per_photo"]]
    figure = swift["figures"]["psnr_db"]
    assert figure["value"] == pytest.approx(np.mean(psnr))
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert swift["psnr_db"] == figure["value"]
    gain = swift["to_grey"]["psnr_db"]["value"]
    assert gain == pytest.approx(swift["psnr_db"] - grey["psnr_db"])
    assert told["to_first"]["mae"]["low"] <= told["to_first"]["mae"]["value"]
    assert swift["parameters"] == sum(part.numel() for part in Swift().parameters())
    assert swift["frames_per_second"] > 0
    assert told["frames_per_second"] is None
    assert "1 thread" in answer["conditions"]
    assert swift["settings"]["work_size"] == 64
    assert told["settings"]["palette"] == "oracle"
    assert answer["intervals"]["resamples"] == 100
    assert "secret" not in json.dumps(answer)


def check_page(page: Page, text: str) -> None:
    assert len(page.all("article")) == 3
    images = page.all("img")
    assert len(images) == 3 * 4  # grey, two rows and the truth
    assert {(image["width"], image["height"]) for image in images} == {("256", "256")}
    assert all(image["loading"] == "lazy" for image in images)
    alts = [image["alt"] or "" for image in images]
    assert len(set(alts)) == len(alts)
    assert alts[1].startswith("a&b <1>.png: swift, ")
    assert alts[3] == "a&b <1>.png: truth"
    assert page.text["h2"] == list(NAMES)
    assert "23" not in page.text["caption"]
    assert "http" not in text.replace("http-equiv", "")
    assert "//" not in re.sub(r"base64,[^\"]*|^//.*$", "", text, flags=re.MULTILINE)
    assert "secret" not in text
    assert "prefers-color-scheme: dark" in text
    values = json.loads("".join(page.text["script"]).partition('"use strict"')[0])
    assert len(values) == 3
    assert {len(rows) for rows in values} == {3}
    measures = {option["value"] for option in page.all("option")}
    assert set(values[0][0]) <= measures
    psnr = [f"{values[0][at]['psnr_db']:.1f} dB" for at in range(3)]
    assert [one in alt for one, alt in zip(psnr, alts, strict=False)] == [True] * 3


def test_page_of_one_file_is_whole_and_points_nowhere(command, tmp_path, capsys):
    target = tmp_path / "page.html"
    assert command("swift", "swift@saturation=0", "--html", target) == 0
    text = target.read_text(encoding="utf-8")
    page = Page(text)
    check_page(page, text)
    for image in page.all("img"):
        kind, _, encoded = (image["src"] or "").partition(",")
        assert kind == "data:image/webp;base64"
        picture = cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), 1)
        assert picture.shape == (256, 256, 3)
        if "saturation=0" in (image["alt"] or "") or "grey" in (image["alt"] or ""):
            assert np.ptp(picture.astype(int), axis=2).max() <= 4
    assert len(text) < 3_000_000
    assert "100 swift swift@saturation=0 --html page.html --photos=photos</code>" in text
    assert list(tmp_path.glob(".page*")) == []
    assert capsys.readouterr().err.splitlines()[-1] == str(target)


def test_page_in_a_folder_has_its_pictures_beside_it(command, tmp_path):
    target = tmp_path / "pages" / "one"
    assert command("swift", "swift@saturation=0", "--html", target) == 0
    text = (target / "index.html").read_text(encoding="utf-8")
    page = Page(text)
    check_page(page, text)
    sources = {image["src"] for image in page.all("img")}
    assert len(sources) == 12
    for source in sources:
        assert cv2.imread(str(target / str(source))).shape == (256, 256, 3)
    assert len(list((target / "pictures").iterdir())) == 12
    assert len(text) < 60_000


def test_what_cannot_be_done_is_refused_in_words(command, folder, tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("")
    for words, given in {
        "--hints is 'some'": ["swift", "--hints", "some"],
        "No printed figures are known of 'fog'": ["swift", "--printed", "fog"],
        "given twice": ["swift", "swift"],
        "is not understood": ["swift@fog=1"],
        "could not be written": ["swift", "--html", blocked / "page.html"],
        "--resamples is 7": ["swift", "--resamples", "7"],
    }.items():
        assert command(*given) == 1, words
        assert words in capsys.readouterr().err, words
    for name in NAMES[1:]:
        (folder / name).unlink()
    assert command("swift") == 1
    assert "One photo" in capsys.readouterr().err
