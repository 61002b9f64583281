"""The words of `train report`."""

import argparse
import json
import sys

import pytest
from runs_made import make_run

from vidcolor.cli.report import add_report_arguments, run_report
from vidcolor.errors import VidcolorError


@pytest.fixture
def command(tmp_path, classifier, monkeypatch):
    run = make_run(tmp_path / "whose" / "one", validations=2, checkpoints=2)

    def call(*words):
        given = [str(run.folder), "--out", str(tmp_path / "out"), "--device", "cpu"]
        given += map(str, words)
        monkeypatch.setattr(sys, "argv", ["vidcolor", "train", "report", *given])
        parser = argparse.ArgumentParser()
        add_report_arguments(parser)
        loaded = []
        code = run_report(
            parser.parse_args(given), lambda path, compute: loaded.append(path) or classifier
        )
        return code, loaded

    return call


def test_it_says_where_the_report_is(command, tmp_path, capsys):
    assert command() == (0, [])
    out = tmp_path / "out"
    assert capsys.readouterr().out.splitlines() == [
        str(out / "report.md"),
        str(out / "report.html"),
    ]
    text = (out / "report.html").read_text(encoding="utf-8")
    assert "vidcolor train report one --out out --device cpu</code>" in text
    assert "whose" not in text


def test_json_holds_the_figures_and_the_files(command, tmp_path, photos, capsys):
    words = ("--photos", photos, "--classifier", tmp_path / "net", "--resamples", "100", "--speed")
    code, loaded = command(*words, "--no-ranking", "--json")
    assert code == 0
    assert loaded == [tmp_path / "net"]
    answer = json.loads(capsys.readouterr().out)
    assert answer["files"]["html"] == str(tmp_path / "out" / "report.html")
    assert answer["rankings"] == []
    grey, own = answer["measured"]["rows"]
    assert grey["frames_per_second"] is None
    assert own["frames_per_second"] > 0
    assert own["settings"]["step"] == 20
    assert answer["runs"][0]["recipe"] == "swift"
    assert "1 thread" in " ".join(answer["notes"])


def test_what_wants_photos_is_refused_without_them(command, tmp_path):
    for words in (["--speed"], ["--features", "x"], ["--classifier", "x"]):
        with pytest.raises(VidcolorError, match="no photos to measure on"):
            command(*words)
    with pytest.raises(VidcolorError, match="--resamples is 5"):
        command("--photos", tmp_path / "nowhere", "--resamples", "5")
