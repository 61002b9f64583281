"""Guides as a file: what was written comes back, and what is wrong is named."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from vidcolor.color.lab import rgb_to_lab
from vidcolor.errors import VidcolorError
from vidcolor.guidefile import read_guides, write_guides
from vidcolor.guidefile.document import as_written
from vidcolor.guidefile.values import ab_of_hex
from vidcolor.guides import Deed, Guides, Hint, Reference, Region, Variant

DOT = {"frame": 200, "places": [[0.38, 0.62]], "ab": [35, 25]}
CORNERS = [[0, 0], [1, 0], [1, 1]]


def every_kind(folder: Path) -> Guides:
    return Guides(
        hints=(
            Hint(200, ((0.38, 0.62),), (45.33, 35.76), 0.02, "Ziegel"),
            Hint(7, ((0.0, 1.0), (0.12345, 0.5)), None),
        ),
        regions=(
            Region(3, ((0.1, 0.1), (0.9, 0.1), (0.5, 0.8))),
            Region(3, ((0.5, 0.5),), Deed.RECOLOR, (-4.0, 12.5), 0.1),
            Region(9, ((0.1, 0.1), (0.9, 0.1), (0.5, 0.8)), Deed.PROTECT),
        ),
        references=(
            Reference(5, str(folder / "pictures" / "tram.png"), strength=0.25),
            Reference(6, str(folder.parent / "elsewhere.png")),
            Reference(300, of_frame=0),
        ),
        variants=(Variant(7, 0), Variant(70, 3)),
        film_reference=str(folder / "sky.png"),
        film_variant=12,
    )


def said(file: Path, document: Any) -> VidcolorError:
    """What is said of a file that holds this."""
    text = document if isinstance(document, str) else json.dumps(document)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VidcolorError) as caught:
        read_guides(file)
    assert caught.value.do
    return caught.value


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    guides = every_kind(tmp_path)
    file = tmp_path / "hints.json"
    write_guides(guides, file)
    assert read_guides(file) == guides
    assert read_guides(file).digest == guides.digest
    assert [one.name for one in tmp_path.iterdir()] == ["hints.json"]


def test_each_entry_stands_on_a_line_and_pictures_are_named_from_the_file(tmp_path: Path) -> None:
    write_guides(every_kind(tmp_path), tmp_path / "hints.json")
    lines = (tmp_path / "hints.json").read_text(encoding="utf-8").splitlines()
    assert (
        '    {"frame": 200, "places": [[0.38, 0.62]], "ab": [45.33, 35.76], "radius": 0.02, '
        '"name": "Ziegel"},'
    ) in lines
    assert '    {"frame": 5, "picture": "pictures/tram.png", "strength": 0.25},' in lines
    assert '    {"frame": 300, "of_frame": 0, "strength": 1.0}' in lines
    assert '  "film_reference": "sky.png",' in lines


def test_a_moved_folder_keeps_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    write_guides(every_kind(tmp_path / "a"), tmp_path / "a" / "hints.json")
    moved = (tmp_path / "a").rename(tmp_path / "b")
    assert read_guides(moved / "hints.json") == every_kind(moved)


def test_a_file_by_hand_needs_little(tmp_path: Path) -> None:
    file = tmp_path / "hints.json"
    document = {
        "hints": [DOT, {"frame": 0, "places": [[0, 1]], "color": None}],
        "regions": [{"frame": 1, "places": CORNERS}],
        "variants": [{"frame": 1, "number": 2}],
    }
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(document).encode())
    assert read_guides(file) == Guides(
        hints=(Hint(200, ((0.38, 0.62),), (35.0, 25.0)), Hint(0, ((0.0, 1.0),), None)),
        regions=(Region(1, ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))),),
        variants=(Variant(1, 2),),
    )
    file.write_text("{}")
    assert not read_guides(file)


def test_a_relative_file_names_pictures_absolutely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hints.json").write_text('{"film_reference": "a.png"}')
    monkeypatch.chdir(tmp_path)
    assert read_guides(Path("hints.json")).film_reference == str(tmp_path / "a.png")


@given(st.binary(min_size=3, max_size=3))
def test_a_colour_in_hexadecimal_is_that_of_the_colour_science(code: bytes) -> None:
    rgb = torch.tensor(list(code), dtype=torch.float64).view(1, 3, 1, 1) / 255
    wanted = rgb_to_lab(rgb)[0, 1:, 0, 0].tolist()
    assert ab_of_hex(f"#{code.hex()}") == pytest.approx(wanted, abs=0.0051)


def test_what_is_rounded_once_stays(tmp_path: Path) -> None:
    guides = Guides(
        hints=(Hint(1, ((1 / 3, 2 / 3),), (100 / 3, -1e-9)),),
        regions=(Region(1, ((1 / 3, 0.5),), Deed.RECOLOR, (1 / 3, 0.0), 0.1),),
    )
    write_guides(guides, tmp_path / "hints.json")
    kept = read_guides(tmp_path / "hints.json")
    assert kept.hints[0] == Hint(1, ((0.33333, 0.66667),), (33.33, 0.0))
    assert kept == as_written(guides) == as_written(kept)
    assert kept.digest == as_written(guides).digest


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"hints": [DOT, DOT | {"frame": -1}]}, 'Entry 2 of "hints" in h.json cannot be used: "fr'),
        ({"hints": [DOT | {"frame": 1.5}]}, '"frame" is 1.5'),
        ({"hints": [DOT | {"frame": True}]}, '"frame" is true'),
        ({"hints": [{"places": [[0, 0]], "ab": None}]}, '"frame" is missing'),
        ({"hints": [{"frame": 1, "ab": None}]}, '"places" is missing'),
        ({"hints": [{"frame": 1, "places": [[0, 0]]}]}, 'neither "ab" nor "color"'),
        ({"hints": [DOT | {"color": "#ffffff"}]}, 'both "ab" and "color"'),
        ({"hints": [DOT | {"places": []}]}, "no list of places"),
        ({"hints": [DOT | {"places": [0.5, 0.5]}]}, 'place 1 of "places"'),
        ({"hints": [DOT | {"places": [[0, 0], [0.5, 1.01]]}]}, 'place 2 of "places"'),
        ({"hints": [DOT | {"places": [[float("nan"), 0]]}]}, 'place 1 of "places"'),
        ({"hints": [DOT | {"ab": [1]}]}, '"ab" is no [a, b]'),
        ({"hints": [DOT | {"ab": [1, "2"]}]}, '"ab" is a list'),
        ({"hints": [DOT | {"ab": [200, 0]}]}, "no colour has a*b*"),
        ({"hints": [DOT | {"radius": 0}]}, "a brush of 0.0"),
        ({"hints": [DOT | {"radius": 10**400}]}, '"radius" is 1000'),
        ({"hints": [DOT | {"name": 5}]}, '"name" is 5'),
        ({"hints": [{"frame": 1, "places": [[0, 0]], "color": "red"}]}, '"color" is "red"'),
        ({"hints": [5]}, "it is 5"),
        ({"hints": DOT}, '"hints" in h.json cannot be used: it is a group, not a list'),
        ({"regions": [{"frame": 1, "places": [[0, 0]]}]}, "at least three corners"),
        ({"regions": [{"frame": 1, "places": CORNERS, "deed": "erase"}]}, '"deed" is "erase"'),
        ({"regions": [{"frame": 1, "places": CORNERS, "deed": "recolor"}]}, "a colour belongs"),
        ({"references": [{"frame": 1}]}, "a reference is a picture or a frame"),
        ({"references": [{"frame": 1, "picture": "a", "of_frame": 1}]}, "a picture or a frame"),
        ({"references": [{"picture": "a.png"}]}, '"frame" is missing'),
        ({"references": [{"frame": 1, "of_frame": 1, "strength": 2}]}, "a strength of 2.0"),
        ({"variants": [{"frame": 1}]}, '"number" is missing'),
        ({"film_variant": -1}, '"film_variant" in h.json cannot be used: it is -1'),
        ({"film_reference": 5}, "it is 5"),
        ([], "is no file of hints: the outermost thing is no group"),
        ('{"hints": [', "is no file of hints: Expecting"),
        ("[" * 100_000, "is no file of hints"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, document: Any, sentence: str) -> None:
    error = said(tmp_path / "h.json", document)
    assert sentence in error.what
    assert "h.json" in error.what


def test_a_slip_of_the_pen_is_refused_and_the_right_word_named(tmp_path: Path) -> None:
    error = said(tmp_path / "h.json", {"hint": []})
    assert 'holds "hint", which is not known' in error.what
    assert error.do == 'Write "hints", if that is what you mean.'
    error = said(tmp_path / "h.json", {"hints": [DOT, DOT | {"raduis": 0.1}]})
    assert error.what.startswith('Entry 2 of "hints" in h.json')
    assert '"raduis" is not known there' in error.what
    assert '"radius"' in error.do
    assert "Known are: frame, number" in said(tmp_path / "h.json", {"variants": [{"x": 1}]}).do


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    places = [tmp_path / "missing.json", tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.json")
        places.append(tmp_path / "pipe.json")
    for place in places:
        with pytest.raises(VidcolorError, match="cannot be read"):
            read_guides(place)
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(VidcolorError, match="larger than 16 MB"):
        read_guides(huge)
    (tmp_path / "bytes.json").write_bytes(b'{"hints": "\xff"}')
    with pytest.raises(VidcolorError, match="no file of hints"):
        read_guides(tmp_path / "bytes.json")


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(VidcolorError, match="could not be written"):
        write_guides(Guides(), tmp_path / "no" / "such" / "hints.json")
    with pytest.raises(VidcolorError, match="could not be written"):
        write_guides(Guides(), tmp_path)
    assert list(tmp_path.iterdir()) == []


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["#a03020", "neutral", "recolor"]),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
words = st.sampled_from(["frame", "places", "ab", "color", "radius", "deed", "number", "of_frame"])
groups = st.sampled_from(["hints", "regions", "references", "variants", "film_variant"])


@given(st.dictionaries(groups, values | st.lists(st.dictionaries(words, values), max_size=2)))
def test_any_values_are_guides_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_text(json.dumps(document))
    try:
        guides = read_guides(file)
    except VidcolorError:
        return
    write_guides(guides, file)
    assert read_guides(file) == guides


def test_the_example_in_the_documentation_holds_one_of_each(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "guidance.md"
    example = page.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    (tmp_path / "hints.json").write_text(example, encoding="utf-8")
    guides = read_guides(tmp_path / "hints.json")
    assert guides.hints
    assert guides.references
    assert guides.variants
    assert guides.film_reference
    assert {one.deed for one in guides.regions} == set(Deed)
    assert {one.ab is None for one in guides.hints} == {True, False}
