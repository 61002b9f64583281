"""From the folders of runs to a report: read, measured, drawn, written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from vidcolor.devices import Compute
from vidcolor.evaluation.classified import Classifier
from vidcolor.evaluation.comparison import GREY, Row, check_resamples, compare
from vidcolor.evaluation.frechet import COLOR_LAYOUT, encoder_features
from vidcolor.evaluation.intervals import RESAMPLES
from vidcolor.evaluation.photos import photo_squares, speed_conditions
from vidcolor.evaluation.tables import tables as evaluation_tables
from vidcolor.report.curves import curves
from vidcolor.report.document import Document
from vidcolor.report.files import write_report
from vidcolor.report.measuring import (
    Checkpoint,
    Choice,
    Judge,
    Judged,
    chosen_checkpoint,
    evenly,
)
from vidcolor.report.notes import report_notes
from vidcolor.report.parts import run_part
from vidcolor.report.ranking import Ranking, rank
from vidcolor.report.reading import Story, read_stories
from vidcolor.report.tables import Measured, color_table, judge_table, run_table
from vidcolor.training.photos import find_photos

_FEWEST_TO_RANK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlan:
    """What a report is to hold beside what the runs have noted."""

    photos: tuple[Path, ...] = ()  # folders; without them nothing is measured
    features: Path | None = None  # weights of an encoder for a second Fréchet distance
    classifier: Classifier | None = None
    choice: Choice = Choice.BEST
    ranking: bool = True  # of the checkpoints that were kept
    speed: bool = False
    resamples: int = RESAMPLES
    command: str = ""  # what was typed, without folders
    versions: str = ""  # of the program and its parts


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report."""

    markdown: Path
    page: Path
    facts: dict[str, Any]  # all figures, for ``--json``


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """How far a report is. The last one carries it."""

    what: str
    done: int  # photos that were coloured
    total: int
    result: Report | None = None


@dataclass(slots=True)
class _Counter:
    total: int
    done: int = 0

    def step(self, what: str) -> ReportProgress:
        self.done += 1
        return ReportProgress(what, self.done, self.total)


def make_report(
    folders: Sequence[Path], out: Path, compute: Compute, plan: ReportPlan
) -> Generator[ReportProgress]:
    """Write ``report.md`` with its pictures and ``report.html``; yields while photos are coloured.

    To cancel, close the generator: nothing is written before everything is there.

    Args:
        folders: of the runs.
        out: a folder for the report.
        compute: where checkpoints are measured.
        plan: what is wanted.

    Raises:
        VidcolorError: a folder holds no run; photos, checkpoints or weights cannot be read; the
            report cannot be written.
    """
    check_resamples(plan.resamples)
    stories = read_stories(folders)
    measured: Measured | None = None
    rankings: list[Ranking | None] = [None] * len(stories)
    if plan.photos:
        measured, rankings = yield from _measure(stories, compute, plan)
    document = Document(
        (
            color_table(stories, measured, plan.choice),
            judge_table(stories, measured, plan.choice),
            run_table(stories),
        ),
        tuple(evaluation_tables(measured.comparison)[1:]) if measured else (),
        tuple(curves(stories)),
        tuple(
            run_part(number, story, measured, ranking)
            for number, (story, ranking) in enumerate(zip(stories, rankings, strict=True))
        ),
        tuple(
            report_notes(
                measured,
                plan.choice,
                conditions=speed_conditions(compute) if plan.speed else "",
                ranked=any(rankings),
            )
        ),
        plan.command,
        plan.versions,
    )
    markdown, page = write_report(document, out)
    facts = _facts(stories, measured, rankings, document)
    yield ReportProgress("written", 0, 0, Report(markdown, page, facts))


def _measure(
    stories: Sequence[Story], compute: Compute, plan: ReportPlan
) -> Generator[ReportProgress, None, tuple[Measured, list[Ranking | None]]]:
    features = [COLOR_LAYOUT]
    if plan.features:
        features.append(encoder_features(plan.features, compute))
    squares = evenly(photo_squares(find_photos(plan.photos)))
    judge = Judge(compute, squares, features, plan.classifier)
    kept = [_to_rank(story, plan) for story in stories]
    chosen = [chosen_checkpoint(story, plan.choice) for story in stories]
    counter = _Counter(len(squares) * _count(kept, chosen, plan.choice))
    rankings: list[Ranking | None] = []
    judged: list[Judged] = []
    for story, some, one in zip(stories, kept, chosen, strict=True):
        by_step: dict[int, Judged] = {}
        for checkpoint in some:
            by_step[checkpoint.step] = yield from _judged(judge, story, checkpoint, counter)
        ranking = rank(judge, list(by_step.values())) if by_step else None
        rankings.append(ranking)
        if ranking is not None and plan.choice is Choice.RANKED:
            best = ranking.ranked[0]
            one = Checkpoint(story.run.kept(best.step), best.step)
        # best.pt holds the same weights as the checkpoint that was kept of its step.
        own = by_step.get(one.step) or (yield from _judged(judge, story, one, counter))
        rate = judge.speed(story, one) if plan.speed else None
        judged.append(replace(own, frames_per_second=rate))
    grey = judge.grey()
    rows = [Row(GREY, grey.photos, GREY)]
    rows += [_row(story, one) for story, one in zip(stories, judged, strict=True)]
    comparison = compare(rows, features, resamples=plan.resamples)
    return Measured(comparison, judge, grey, tuple(judged)), rankings


def _to_rank(story: Story, plan: ReportPlan) -> list[Checkpoint]:
    steps = story.run.kept_steps()
    if len(steps) < _FEWEST_TO_RANK or (not plan.ranking and plan.choice is not Choice.RANKED):
        return []
    return [Checkpoint(story.run.kept(step), step) for step in steps]


def _count(
    kept: Sequence[Sequence[Checkpoint]], chosen: Sequence[Checkpoint], choice: Choice
) -> int:
    """How many checkpoints will be measured."""
    count = 0
    for some, one in zip(kept, chosen, strict=True):
        ranked = bool(some) and choice is Choice.RANKED
        known = ranked or one.step in {other.step for other in some}
        count += len(some) + (0 if known else 1)
    return count


def _judged(
    judge: Judge, story: Story, checkpoint: Checkpoint, counter: _Counter
) -> Generator[ReportProgress, None, Judged]:
    steps = judge.checkpoint(story, checkpoint)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            done: Judged = end.value
            return done
        yield counter.step(f"{story.name}, step {checkpoint.step}")


def _row(story: Story, one: Judged) -> Row:
    told = {"step": one.step, "work_size": one.work_size, "substitutes": story.facts.substitutes}
    return Row(
        story.label,
        one.photos,
        story.facts.generator,
        told,
        one.sha256,
        one.parameters,
        one.frames_per_second,
    )


def _facts(
    stories: Sequence[Story],
    measured: Measured | None,
    rankings: Sequence[Ranking | None],
    document: Document,
) -> dict[str, Any]:
    return {
        "runs": [
            {
                "name": story.name,
                **asdict(story.facts),
                "state": asdict(story.state) if story.state else None,
                "validations": [
                    {"step": line["step"], **line["measures"]} for line in story.validations
                ],
            }
            for story in stories
        ],
        "measured": measured.comparison.as_json() if measured else None,
        "rankings": [
            {
                "run": story.name,
                "by": ranking.by,
                "higher_is_better": ranking.higher_is_better,
                "checkpoints": [
                    {"step": one.step, "score": score}
                    for one, score in zip(ranking.ranked, ranking.scores, strict=True)
                ],
            }
            for story, ranking in zip(stories, rankings, strict=True)
            if ranking is not None
        ],
        "tables": [asdict(table) for table in document.tables],
        "notes": list(document.notes),
        "command": document.command,
        "versions": document.versions,
    }
