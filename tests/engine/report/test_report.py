"""Whole reports of small real runs: what stands in them is what was measured."""

import base64
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from runs_made import make_run

from vidcolor.errors import VidcolorError
from vidcolor.report.making import ReportPlan, make_report
from vidcolor.report.markdown import plain
from vidcolor.report.measuring import Choice
from vidcolor.training.checkpoint import load_checkpoint, save_checkpoint

VOID = {"meta", "img", "input", "link", "br"}
EVIL = "<b>&\"'|`*"


class Page(HTMLParser):
    """What is on a page; fails where tags do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.rows, self.words = [], [], [], {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("th", "td"):
            self.rows[-1][-1] += data
        if self.open and data.strip():
            self.words.setdefault(self.open[-1], []).append(data.strip())

    def all(self, tag, kind=None):
        return [
            told for name, told in self.tags if name == tag and kind in (None, told.get("class"))
        ]

    def row(self, start):
        """The cells of the first row that begins so, by the heads above it."""
        at, cells = next((n, row) for n, row in enumerate(self.rows) if row[0].startswith(start))
        head = next(row for row in self.rows[at::-1] if row[0] in ("row", "run", "place"))
        return dict(zip(head, cells, strict=True))


def report(folders, out, compute, **plan):
    steps = list(make_report(folders, out, compute, ReportPlan(resamples=100, **plan)))
    assert steps[-1].result is not None
    return steps[-1].result, steps[:-1]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    place = tmp_path_factory.mktemp("private") / "runs"
    discriminator = {"generator": 3_000_000, "discriminator": 1}
    ranked = make_run(
        place / "iitk-2-trial",
        checkpoints=3,
        recipe="iitk-2",
        substitutes=("ResNet50 for vgg16",),
        parameters=discriminator,
    )
    plain = make_run(place / "plain", validations=1, checkpoints=1)
    return [ranked.folder, plain.folder]


@pytest.fixture(scope="module")
def measured(runs, tmp_path_factory, photos, compute, classifier):
    out = tmp_path_factory.mktemp("report") / "new"
    result, steps = report(
        runs, out, compute, photos=(photos,), classifier=classifier, command="vidcolor train report"
    )
    return result, steps, Page(result.page.read_text(encoding="utf-8"))


def test_without_photos_the_runs_own_validations_stand_beside_what_is_printed(
    runs, tmp_path, compute
):
    result, steps = report(runs, tmp_path, compute)
    assert steps == []
    page = Page(result.page.read_text(encoding="utf-8"))
    own = page.row("iitk-2-trial – substitute: ResNet50 for vgg16")
    assert own["step"] == "30"
    assert own["PSNR dB"] == "22.30"
    assert own["SSIM"] == "0.9300"
    assert own["of the truth's %"] == "50.0"
    assert own["FID"] == own["difference"] == own["frames/s"] == "not measured"
    grey = page.row("grey, held-out photos of iitk-2-trial, plain")
    assert (grey["PSNR dB"], grey["ε-accuracy %"], grey["MAE"]) == ("21.25", "36.5", "16.50")
    names = [row[0] for row in page.rows]
    assert names[names.index(own["row"]) + 1] == "iitk-2 (as printed)"
    printed = page.row("iitk-2 (as printed)")
    assert list(printed.values())[2:7] == ["35.66", "31.13", "15.74", "21.36", "28"]
    assert page.row("cgan-cifar")["ε-accuracy %"] == "65.50"
    assert page.row("palette")["FID"] == "15.78"
    assert page.row("zhang-2016")["fooled people %"] == "32"
    assert page.row("olsson-cgan")["made %"] == "60 to 70"
    text = " ".join(page.words["li"])
    assert "never a ranking" in text
    assert "Substitute: ResNet50 for vgg16" in text
    assert "Inception score and same class are not measured" in text


def test_the_discriminators_accuracy_is_that_of_the_last_tenth_of_the_steps(
    runs, tmp_path, compute
):
    result, _ = report(runs, tmp_path, compute)
    page = Page(result.page.read_text(encoding="utf-8"))
    judges = [row for row in page.rows if row[0].startswith("iitk-2-trial")][1]
    # Steps 27 to 30 of 30.
    assert judges[3:5] == ["60.0", f"{100 * (27 + 28 + 29 + 30) / 4 / 30:.1f}"]
    plain = [row for row in page.rows if row[0] == "plain (swift)"][1]
    assert plain[3:5] == ["–", "–"]


def test_tables_hold_the_measures_of_the_chosen_checkpoints(measured):
    result, _, page = measured
    rows = {row["label"]: row for row in result.facts["measured"]["rows"]}
    assert len(rows) == 3
    for label in ("grey", "iitk-2-trial – substitute: ResNet50 for vgg16", "plain (swift)"):
        cells, row = page.row(label), rows[label]
        for title, key, digits in (
            ("PSNR dB", "psnr_db", 2),
            ("SSIM", "ssim", 4),
            ("MAE", "mae", 2),
            ("FD(colour layout)", "FD(colour layout)", 1),
        ):
            figure = row["figures"][key]
            low, high = (f"{figure[end]:.{digits}f}" for end in ("low", "high"))
            assert cells[title] == f"{row[key]:.{digits}f} [{low}, {high}]"
    assert rows["plain (swift)"]["settings"]["step"] == 10
    assert page.row("plain (swift)")["frames/s"] == "not measured"
    # In the two tables of figures, in those of the differences to grey and to the first run, and in
    # that of the doubts.
    assert [row[0] for row in page.rows].count("plain (swift)") == 5


def test_all_checkpoints_are_ranked_by_the_classifier_and_named_so(measured):
    result, steps, page = measured
    (ranking,) = result.facts["rankings"]
    assert ranking["run"] == "iitk-2-trial"
    assert ranking["by"] == "Inception score (red or blue, 01234567)"
    scores = [one["score"] for one in ranking["checkpoints"]]
    assert scores == sorted(scores, reverse=True)
    assert {one["step"] for one in ranking["checkpoints"]} == {10, 20, 30}
    first = page.row("1")
    assert first["step"] == str(ranking["checkpoints"][0]["step"])
    assert first[ranking["by"]] == f"{scores[0]:.3f}"
    # Two photos each: of three checkpoints, and of the other run's best one. The first run's
    # best is that of step 30, which is not coloured twice.
    assert [(step.done, step.total) for step in steps] == [(at, 8) for at in range(1, 9)]
    assert steps[0].what == "iitk-2-trial, step 10"
    truth = page.row("truth")
    assert truth["same class %"] == "100.0"
    own = [row for row in page.rows if row[0].startswith("iitk-2-trial")][1]
    of_30 = next(one["score"] for one in ranking["checkpoints"] if one["step"] == 30)
    assert own[1] == f"{of_30:.3f}"
    assert own[2] in ("0.0", "50.0", "100.0")


def test_the_page_holds_its_pictures_and_points_nowhere(measured):
    result, _, page = measured
    text = result.page.read_text(encoding="utf-8")
    assert "http" not in text
    assert "//" not in re.sub(r"base64,[^\"]*", "", text)
    assert "private" not in text
    assert "secret" not in text
    images = page.all("img")
    assert all(image["alt"] for image in images)
    # Two photos of three pictures for each run; two sheets of the ranking; four of the training.
    assert len(images) == 2 * 6 + 2 + 4
    for image in images:
        _, _, encoded = image["src"].partition("base64,")
        assert cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), 1) is not None
    sliders = page.all("input")
    assert [(slider["type"], slider["max"]) for slider in sliders] == [
        ("range", "2"),
        ("range", "0"),
    ]
    charts = page.all("svg", "chart")
    assert len(charts) == len({chart["aria-label"] for chart in charts}) > 8
    assert "prefers-color-scheme: dark" in text


def test_triptychs_show_input_output_and_original(measured, photos):
    _, _, page = measured
    images = [image for image in page.all("img") if (image["alt"] or "").startswith("a&b _1_.png")]
    assert [image["alt"].rpartition(": ")[2] for image in images[:3]] == [
        "input",
        "output",
        "original",
    ]
    grey, colored, truth = (
        cv2.imdecode(np.frombuffer(base64.b64decode(image["src"].partition(",")[2]), np.uint8), 1)
        for image in images[:3]
    )
    assert np.ptp(grey.astype(int), axis=2).max() <= 4
    assert np.abs(colored.astype(int) - grey).max() > 20
    original = cv2.imread(str(photos / "a&b _1_.png"))[:, 10:290]
    wanted = cv2.resize(original, (256, 256), interpolation=cv2.INTER_AREA)
    assert np.abs(truth.astype(int) - wanted).mean() < 4


def test_markdown_has_its_curves_and_pictures_beside_it(measured):
    result, _, _ = measured
    text = result.markdown.read_text(encoding="utf-8")
    files = re.findall(r"!\[[^\]]*\]\((pictures/[^)]+)\)", text)
    there = {f"pictures/{path.name}" for path in (result.markdown.parent / "pictures").iterdir()}
    assert set(files) == there
    assert len(files) == len(there)
    for name in files:
        path = result.markdown.parent / name
        if path.suffix == ".svg":
            assert ElementTree.parse(path).getroot().get("class") == "chart"
        else:
            assert cv2.imread(str(path)) is not None
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert any(re.match(r"\| iitk-2 \(as printed\) \| – \| 35.66 \| 31.13 ", row) for row in rows)
    for above, row in pairwise(rows):  # a | in a name makes no column
        if row.startswith("| iitk-2-trial") and above.startswith("| grey"):
            assert len(re.findall(r"(?<!\\)\|", row)) == len(re.findall(r"(?<!\\)\|", above))
    assert r"c\`d" in text
    assert sorted(path.name for path in result.markdown.parent.iterdir()) == [
        "pictures",
        "report.html",
        "report.md",
    ]


def test_what_stands_in_the_notes_of_a_run_cannot_become_a_part_of_the_page(tmp_path, compute):
    run = make_run(
        tmp_path / "one",
        substitutes=(EVIL,),
        device=EVIL,
        settings={"x": EVIL},
        recipe=f"{EVIL} recipe",
        begun=EVIL,
    )
    with run.metrics.open("a") as metrics:
        parts = {EVIL: 1.0, "l2": 2.0}
        for line in (
            {"kind": "step", "step": 31, "loss": 1.0, "parts": parts},
            {"kind": "event", "step": 31, "what": EVIL},
            {"kind": "validation", "step": 31, "measures": {EVIL: 1.0, "psnr_db": 20.0}},
        ):
            metrics.write(json.dumps(line) + "\n")
    result, _ = report([run.folder], tmp_path / "out", compute)
    text = result.page.read_text(encoding="utf-8")
    page = Page(text)
    assert page.all("b") == []
    assert any(EVIL in word for word in page.words["li"])
    svgs = list((tmp_path / "out" / "pictures").glob("*.svg"))
    assert all(re.fullmatch(r"[a-z0-9-]+\.svg", path.name) for path in svgs)
    assert any(EVIL in "".join(ElementTree.parse(path).getroot().itertext()) for path in svgs)
    assert not re.search(r"(?<!\\)<b>", result.markdown.read_text(encoding="utf-8"))


def test_the_first_of_the_ranking_can_stand_for_the_run(tmp_path, photos, compute):
    run = make_run(tmp_path / "one", validations=2, checkpoints=2)
    run.write_state(replace(run.state(), best_step=15))  # the best one is not among those kept
    plan = {"photos": (photos,), "choice": Choice.RANKED}
    result, steps = report([run.folder], tmp_path / "out", compute, **plan)
    assert [step.total for step in steps] == [4] * 4
    (ranking,) = result.facts["rankings"]
    assert ranking["by"] == "FD(colour layout)"
    first, second = ranking["checkpoints"]
    assert {first["step"], second["step"]} == {10, 20}
    assert first["score"] < second["score"]
    _, own = result.facts["measured"]["rows"]
    assert own["settings"]["step"] == first["step"]
    assert own["FD(colour layout)"] == pytest.approx(first["score"])
    page = Page(result.page.read_text(encoding="utf-8"))
    assert page.row("one (swift)")["step"] == str(first["step"])
    assert "flatters it" in " ".join(page.words["li"])


def test_closing_a_report_leaves_no_file(runs, tmp_path, photos, compute):
    out = tmp_path / "out"
    steps = make_report(runs, out, compute, ReportPlan(photos=(photos,)))
    assert next(steps).done == 1
    steps.close()
    assert not out.exists()


def test_what_cannot_be_measured_is_refused_in_words(tmp_path, photos, compute):
    bare = make_run(tmp_path / "bare")
    foreign = make_run(tmp_path / "foreign", checkpoints=1, recipe="mine")
    hollow = make_run(tmp_path / "hollow", checkpoints=1)
    state = load_checkpoint(hollow.best)
    save_checkpoint({"model": state["averaged"], "step": 30}, hollow.best)
    blocked = tmp_path / "file"
    blocked.write_text("")
    plan = ReportPlan(photos=(photos,), ranking=False)
    for words, run in {
        "bare has no checkpoint yet": bare,
        "by the recipe 'mine'": foreign,
        "holds no weights": hollow,
    }.items():
        with pytest.raises(VidcolorError, match=words):
            list(make_report([run.folder], tmp_path / "out", compute, plan))
    with pytest.raises(VidcolorError, match="could not be written"):
        list(make_report([bare.folder], blocked, compute, ReportPlan()))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "+0.19 [-0.19, +0.55] dB (90 photos): R'G'B'",
            r"+0.19 \[-0.19, +0.55\] dB (90 photos): R'G'B'",
        ),
        ("a*b*, batch_size, _so_", r"a\*b\*, batch_size, \_so\_"),
        ("![x](http://y) <b> | & ~ $ @ `", r"!\[x\](http\://y) \<b> \| \& \~ \$ \@ \`"),
        ("# x", r"\# x"),
        ("- x", r"\- x"),
        ("> x", r"\> x"),
    ],
)
def test_text_stays_text_in_markdown_and_can_be_read_as_it_is(text, written):
    assert plain(text) == written
