"""A report's tables: our rows, and beside them what the papers print. Never a ranking of papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vidcolor.evaluation.classified import inception_score, same_class_percent
from vidcolor.evaluation.comparison import GREY, Comparison
from vidcolor.evaluation.printed import JUDGED, PRINTED, Printed
from vidcolor.evaluation.tables import COLUMNS, NONE, NOT_MEASURED, Column, Table, cell
from vidcolor.report.measuring import Choice, Judge, Judged
from vidcolor.report.ranking import Ranking
from vidcolor.report.reading import Story

_BY_KEY = {one.key: one for one in COLUMNS}
_LIKE_THE_SLIDES = ("epsilon_accuracy_percent", "mae", "psnr_db")  # and in their order
_JUDGES = ("same class %", "told rightly: real %", "made %", "fooled people %")
_RECENT_SHARE = 0.1  # of the steps before a checkpoint, for the discriminator's accuracy


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What the chosen checkpoints made of the photos, in the order of the runs."""

    comparison: Comparison
    judge: Judge
    grey: Judged
    chosen: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row before its columns are known."""

    label: str
    cells: dict[str, str]
    otherwise: str  # where it has no figure


def _table(title: str, columns: Sequence[tuple[str, str]], lines: Sequence[_Line]) -> Table:
    rows = [
        (line.label, *(line.cells.get(key, line.otherwise) for key, _ in columns)) for line in lines
    ]
    return Table(title, ("row", *(text for _, text in columns)), rows)


def color_table(stories: Sequence[Story], measured: Measured | None, choice: Choice) -> Table:
    """Colours against the truth, in the slides' columns and then in further ones of ours."""
    further = [one for one in COLUMNS if one.key not in _LIKE_THE_SLIDES]
    slides = [_BY_KEY[key] for key in _LIKE_THE_SLIDES]
    features = measured.comparison.features if measured else ()
    distances = [Column(name, name, 1) for name in features]
    columns = [
        ("step", "step"),
        ("fid", "FID"),
        *((one.key, one.title) for one in slides),
        ("frames_per_second", "frames/s"),
        *((one.key, one.title) for one in (*further, *distances)),
        ("parameters", "parameters, M"),
    ]
    ours = (
        _measured_lines(measured, [*COLUMNS, *distances])
        if measured
        else _validated_lines(stories, choice)
    )
    title = "Colours against the truth, " + (
        f"{len(measured.grey.photos)} photos" if measured else "each run's own held-out photos"
    )
    printed = [
        (one, _printed_line(one)) for one in PRINTED.values() if one.figures or one.fid is not None
    ]
    return _table(title, columns, _beside(stories, ours, printed))


def _measured_lines(measured: Measured, columns: Sequence[Column]) -> list[_Line]:
    """Grey, then each run."""
    comparison, lines = measured.comparison, []
    judged = (measured.grey, *measured.chosen)
    for row, one, figures in zip(comparison.rows, judged, comparison.figures, strict=True):
        cells = {column.key: cell(figures[column.key], column) for column in columns}
        if row.label == GREY:
            cells |= dict.fromkeys(("step", "frames_per_second", "parameters"), NONE)
        else:
            cells["step"] = str(one.step)
            cells["parameters"] = f"{(one.parameters or 0) / 1e6:.2f}"
            if one.frames_per_second is not None:
                cells["frames_per_second"] = f"{one.frames_per_second:.1f}"
        lines.append(_Line(row.label, cells, NOT_MEASURED))
    return lines


def validated_step(story: Story, choice: Choice) -> int:
    """The validation that stands for a run of which no checkpoint is measured; 0: there is none."""
    steps = [line["step"] for line in story.validations]
    best = story.state.best_step if story.state else 0
    if choice is not Choice.NEWEST and best in steps:
        return best
    return steps[-1] if steps else 0


def _validated_lines(stories: Sequence[Story], choice: Choice) -> list[_Line]:
    """Grey on each set of held-out photos, then the runs' own validations."""
    lines, greys = [], dict[tuple[tuple[str, str], ...], list[str]]()
    for story in stories:
        step = validated_step(story, choice)
        measures = story.measures_at(step)
        if measures.get("colorfulness_truth"):
            truth = measures["colorfulness_truth"]
            measures["colorfulness_ratio"] = measures.get("colorfulness", 0.0) / truth
        cells = _plain_cells(measures)
        cells["step"] = str(step) if step else NONE
        generator = story.facts.parameters.get("generator")
        if generator is not None:
            cells["parameters"] = f"{generator / 1e6:.2f}"
        lines.append(_Line(story.label, cells, NOT_MEASURED))
        ends = "_grey"
        grey = {k.removesuffix(ends): v for k, v in measures.items() if k.endswith(ends)}
        if grey:
            greys.setdefault(tuple(_plain_cells(grey).items()), []).append(story.name)
    dashes = dict.fromkeys(("step", "frames_per_second", "parameters"), NONE)
    heads = [
        _Line(f"grey, held-out photos of {', '.join(names)}", dict(cells) | dashes, NOT_MEASURED)
        for cells, names in greys.items()
    ]
    return [*heads, *lines]


def _plain_cells(measures: dict[str, float]) -> dict[str, str]:
    return {
        key: f"{measures[key] * column.times:.{column.digits}f}"
        for key, column in _BY_KEY.items()
        if key in measures
    }


def _printed_line(one: Printed) -> _Line:
    cells = {key: f"{value:.2f}" for key, value in one.figures.items()}
    if one.fid is not None:
        cells["fid"] = f"{one.fid:.2f}"
    if one.frames_per_second is not None:
        cells["frames_per_second"] = f"{one.frames_per_second:g}"
    return _Line(one.label, cells, NONE)


def _beside(
    stories: Sequence[Story], ours: Sequence[_Line], printed: Sequence[tuple[Printed, _Line]]
) -> list[_Line]:
    """Each printed row behind the last run of its recipe; those of other recipes at the end."""
    recipes = {story.label: story.facts.recipe for story in stories}
    last = {recipe: label for label, recipe in recipes.items()}
    lines: list[_Line] = []
    for line in ours:
        lines.append(line)
        recipe = recipes.get(line.label, "")
        if recipe and last[recipe] == line.label:
            lines += [row for one, row in printed if one.name == recipe]
    return lines + [row for one, row in printed if one.name not in last]


def judge_table(stories: Sequence[Story], measured: Measured | None, choice: Choice) -> Table:
    """What a classifier, the run's own discriminator and people say of the colours."""
    classifier = measured.judge.classifier if measured else None
    score = f"Inception score ({classifier.label})" if classifier else "Inception score"
    columns = [("inception", score), *zip(JUDGED, _JUDGES, strict=True)]
    lines = _classified_lines(measured) if measured else []
    for at, story in enumerate(stories):
        judged = measured.chosen[at] if measured else None
        step = judged.step if judged else validated_step(story, choice)
        cells = _classes_cells(judged, measured) | _told_cells(story, step)
        lines.append(_Line(story.label, cells, NOT_MEASURED))
    printed = [(one, _Line(one.label, one.judged, NONE)) for one in PRINTED.values() if one.judged]
    return _table("What others say of the colours", columns, _beside(stories, lines, printed))


def _classified_lines(measured: Measured) -> list[_Line]:
    """The true photos and the grey ones; only a classifier has a say of them."""
    if measured.judge.classifier is None:
        return []
    truth = measured.judge.true_classes()
    of_truth = {"inception": f"{inception_score(truth).mean:.3f}", JUDGED[0]: "100.0"}
    return [
        _Line("truth", of_truth, NONE),
        _Line(GREY, _classes_cells(measured.grey, measured), NONE),
    ]


def _classes_cells(judged: Judged | None, measured: Measured | None) -> dict[str, str]:
    if judged is None or measured is None or judged.probabilities is None:
        return {}
    truth = measured.judge.true_classes()
    return {
        "inception": f"{inception_score(judged.probabilities).mean:.3f}",
        JUDGED[0]: f"{same_class_percent(judged.probabilities, truth):.1f}",
    }


def _told_cells(story: Story, step: int) -> dict[str, str]:
    """The discriminator's accuracy shortly before a checkpoint; dashes where there is none."""
    cells = {}
    for key, way in ((JUDGED[1], "real_told"), (JUDGED[2], "fake_told")):
        points = story.curve("discriminator", way)
        recent = [y for x, y in points if (1 - _RECENT_SHARE) * step <= x <= step]
        if recent:
            cells[key] = f"{100 * sum(recent) / len(recent):.1f}"
        elif "discriminator" not in story.facts.parameters:
            cells[key] = NONE
    return cells


def ranking_table(story: Story, ranking: Ranking) -> Table:
    """All checkpoints of a run in their order, with what else was measured of them."""
    some = [_BY_KEY[key] for key in ("psnr_db", "ab_error", "colorfulness")]
    rows = []
    pairs = zip(ranking.ranked, ranking.scores, strict=True)
    for place, (one, score) in enumerate(pairs, start=1):
        means = [
            sum(photo.measures[column.key] or 0.0 for photo in one.photos) / len(one.photos)
            for column in some
        ]
        figures = [f"{mean:.{column.digits}f}" for mean, column in zip(means, some, strict=True)]
        epoch = f"{story.epoch_of(one.step):.1f}"
        rows.append((f"{place}", str(one.step), epoch, ranking.text(score), *figures))
    head = ("place", "step", "epoch", ranking.by, *(one.title for one in some))
    return Table(f"Checkpoints of {story.label} by {ranking.title}", head, rows)


def run_table(stories: Sequence[Story]) -> Table:
    """What the runs are."""
    head = (
        *("run", "recipe", "generator", "parameters", "photos", "held out", "steps", "epochs"),
        *("ended", "hours", "device", "arithmetic", "went on from", "substitutes"),
    )
    rows: list[tuple[str, ...]] = []
    for story in stories:
        facts, state = story.facts, story.state
        step = state.step if state else max((line["step"] for line in story.steps), default=0)
        parameters = "; ".join(f"{name} {count:,}" for name, count in facts.parameters.items())
        rows.append(
            (
                story.name,
                facts.recipe,
                facts.generator,
                parameters or NONE,
                f"{facts.photos:,}",
                f"{facts.held_out:,}",
                f"{step:,}",
                f"{story.epoch_of(step):.1f}",
                _ended(story),
                f"{state.seconds / 3600:.2f}" if state else NONE,
                f"{facts.device}, {facts.threads} threads",
                facts.precision,
                facts.start_weights or "fresh weights",
                ", ".join(facts.substitutes) or "none",
            )
        )
    return Table("The runs", head, rows)


def _ended(story: Story) -> str:
    if story.state is None:
        return NONE
    message = f": {story.state.message}" if story.state.message else ""
    return f"{story.state.status}{message}"
