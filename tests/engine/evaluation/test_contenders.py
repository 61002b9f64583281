"""The notation of rows."""

from pathlib import Path

import pytest

from vidcolor.errors import VidcolorError
from vidcolor.evaluation.contenders import parse_contender, with_guidance
from vidcolor.settings import ColorSettings

BASE = ColorSettings(device="cpu", temperature=0.7)


def test_what_is_not_said_is_as_the_flags_have_it():
    plain = parse_contender("swift", BASE, Path("flag.safetensors"))
    assert (plain.label, plain.model, plain.settings) == ("swift", "swift", BASE)
    assert plain.weights == Path("flag.safetensors")
    assert not plain.guided


def test_every_key_is_read():
    one = parse_contender(
        "vivid@temperature=0.4, saturation=1.2,work-size=192,hints=5,palette=oracle", BASE, None
    )
    assert one.model == "vivid"
    assert (one.settings.temperature, one.settings.saturation) == (0.4, 1.2)
    assert (one.settings.work_size, one.points, one.palette) == (192, 5, True)
    assert one.settings.device == "cpu"
    assert one.guided


def test_folders_of_a_file_do_not_reach_the_table():
    one = parse_contender("swift@weights=/home/me/new.safetensors", BASE, None)
    assert one.weights == Path("/home/me/new.safetensors")
    assert one.label == "swift@weights=new.safetensors"
    assert "home" not in str(one.told())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("swift@boldness=2", "not understood"),
        ("swift@temperature=warm", "not understood"),
        ("swift@temperature", "not understood"),
        ("swift@palette=mine", "not understood"),
        ("swift@weights=", "not understood"),
        ("swift@temperature=9", "--temperature is 9"),
        ("swift@hints=-1", "-1 hints"),
        ("swift@hints=1001", "1001 hints"),
    ],
)
def test_what_is_none_is_refused_in_words(text, words):
    with pytest.raises(VidcolorError, match=words):
        parse_contender(text, BASE, None)


def test_guided_rows_follow_their_model_and_no_label_comes_twice():
    two = [parse_contender(text, BASE, None) for text in ("swift", "swift@saturation=1.2")]
    rows = with_guidance(two, [1, 5], palette=True)
    assert [row.label for row in rows] == [
        "swift",
        "swift@hints=1",
        "swift@hints=5",
        "swift@palette=oracle",
        "swift@saturation=1.2",
        "swift@saturation=1.2,hints=1",
        "swift@saturation=1.2,hints=5",
        "swift@saturation=1.2,palette=oracle",
    ]
    assert [row.points for row in rows] == [0, 1, 5, 0] * 2
    assert rows[-1].palette
    assert rows[-1].settings.saturation == 1.2
    with pytest.raises(VidcolorError, match="given twice"):
        with_guidance([two[0], two[0]], [], palette=False)
