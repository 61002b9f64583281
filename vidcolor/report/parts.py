"""What a report tells of one run alone: facts, sample sheets, triptychs, ranking."""

from __future__ import annotations

from collections.abc import Sequence

from vidcolor.evaluation.measures import Rgb
from vidcolor.evaluation.page import webp
from vidcolor.report.document import TRIPTYCH, Picture, RunPart, Triptych
from vidcolor.report.measuring import SHOWN
from vidcolor.report.ranking import LOOKED_AT, SIDE_BY_SIDE, Ranking, best_sheet, side_by_side
from vidcolor.report.reading import Story
from vidcolor.report.sheets import jpeg, labelled_grid
from vidcolor.report.tables import Measured, ranking_table
from vidcolor.training.recipes import RECIPES

MOST_SHEETS = 60
_TRIPTYCH_PX = 192


def run_part(
    number: int, story: Story, measured: Measured | None, ranking: Ranking | None
) -> RunPart:
    """The part of one run.

    Args:
        number: of the run in the report, from 0.
        story: the run.
        measured: what the chosen checkpoints made of the photos; None: no photos were given.
        ranking: of the run's checkpoints, where they were ranked.
    """
    file = f"run-{number + 1}"
    part = RunPart(story.label, tuple(_facts(story)), _sheets(story, file))
    if measured is None:
        return part
    truth = [square for _, square in measured.judge.squares[:SHOWN]]
    triptychs = _triptychs(number, measured)
    rows = [
        (str(at), three)
        for at, three in enumerate(
            zip(measured.grey.pictures, measured.chosen[number].pictures, truth, strict=True), 1
        )
    ]
    grid = labelled_grid(rows, side_px=_TRIPTYCH_PX, heads=TRIPTYCH)
    sheets: tuple[Picture, ...] = ()
    if ranking is not None:
        sheets = _ranking_sheets(file, ranking, measured, truth)
    return RunPart(
        part.title,
        part.facts,
        part.sheets,
        triptychs,
        Picture(f"{file}-triptychs.jpg", jpeg(grid), "input, output and original of some photos"),
        f"Input, output, original: step {measured.chosen[number].step}",
        ranking_table(story, ranking) if ranking is not None else None,
        sheets,
    )


def _facts(story: Story) -> list[str]:
    """Sentences and lists that no table holds."""
    facts, recipe = story.facts, RECIPES.get(story.facts.recipe)
    lines = []
    if recipe is not None:
        lines.append(f"{recipe.name}: {recipe.summary}")
        if recipe.source:
            lines.append(f"After {recipe.source}")
        if recipe.photos:
            lines.append(f"The paper's photos: {recipe.photos}")
        if recipe.assumed:
            lines.append(f"Assumed, where the paper is silent: {'; '.join(recipe.assumed)}")
    if facts.substitutes:
        lines.append(f"Substitute: {', '.join(facts.substitutes)}")
    settings = (f"{name} {_short(value)}" for name, value in facts.settings.items())
    lines.append(f"Settings: {', '.join(settings)}")
    lines += [f"Step {event['step']}: {event.get('what', '')}" for event in story.events]
    lines.append(f"Begun {facts.begun} with vidcolor {facts.vidcolor}")
    if facts.photo_list_sha256:
        lines.append(f"List of photos: {facts.photo_list_sha256[:16]} (first digits of its sum)")
    count = len(story.run.sheets())
    if count > MOST_SHEETS:
        lines.append(f"{MOST_SHEETS} of the {count} sample sheets are shown")
    return lines


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sheets(story: Story, file: str) -> tuple[Picture, ...]:
    """The sample sheets as the training wrote them; of very many an even choice."""
    found = list(story.run.sheets().items())
    if len(found) > MOST_SHEETS:
        last = len(found) - 1
        found = [found[round(at * last / (MOST_SHEETS - 1))] for at in range(MOST_SHEETS)]
    return tuple(
        Picture(
            f"{file}-sheet-{step}.jpg",
            path.read_bytes(),
            f"Step {step}, epoch {story.epoch_of(step):.1f}: held-out photos grey, coloured and "
            "as they were",
        )
        for step, path in found
    )


def _triptychs(number: int, measured: Measured) -> tuple[Triptych, ...]:
    chosen = measured.chosen[number]
    found = []
    rows = zip(
        chosen.photos, measured.grey.pictures, chosen.pictures, measured.judge.squares, strict=False
    )
    for result, grey, colored, (_, truth) in rows:
        figures = (
            f"{result.measures['psnr_db']:.1f} dB, SSIM {result.measures['ssim']:.3f}, "
            f"a*b* {result.measures['ab_error']:.1f}"
        )
        found.append(Triptych(result.name, figures, (webp(grey), webp(colored), webp(truth))))
    return tuple(found)


def _ranking_sheets(
    file: str, ranking: Ranking, measured: Measured, truth: Sequence[Rgb]
) -> tuple[Picture, ...]:
    grey = measured.grey.pictures
    best = [f"step {one.step}" for one in ranking.ranked]
    return (
        Picture(
            f"{file}-best-three.jpg",
            jpeg(side_by_side(ranking, grey, truth)),
            f"The best side by side: grey, {', '.join(best[:SIDE_BY_SIDE])}, truth",
        ),
        Picture(
            f"{file}-best-twelve.jpg",
            jpeg(best_sheet(ranking, grey, truth)),
            f"The best on the same photos, row by row: grey, {', '.join(best[:LOOKED_AT])}, truth",
        ),
    )
