"""Which curves a report shows, of one run or of several in one plot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vidcolor.report.charts import NEUTRAL, Border, Chart, Dash, Series
from vidcolor.report.reading import Points, Story

_MEASURES = {
    "ab_error": "a*b* error, lower is nearer",
    "psnr_db": "PSNR, dB",
    "mae": "MAE, 8-bit codes, lower is nearer",
    "epsilon_accuracy_percent": "ε-accuracy, %",
    "ssim": "SSIM of R, G and B",
    "colorfulness": "Colourfulness",
    "chroma_share": "Chroma, as a share of the truth's",
    "generator_loss": "generator's loss",
}
_NOT_DRAWN = ("_grey", "_truth")  # they stand beside the measure they belong to


def curves(stories: Sequence[Story]) -> list[Chart]:
    """All charts that have anything to show."""
    charts = list(_losses(stories))
    charts += [_told(stories), *_validations(stories)]
    return [chart for chart in charts if chart.series]


def _losses(stories: Sequence[Story]) -> Iterator[Chart]:
    """Losses of all runs in one plot, then those of each run by their parts."""
    if len(stories) > 1:
        for key, title, way in (
            ("loss", "Generator's loss", ("loss",)),
            ("discriminator-loss", "Discriminator's loss", ("discriminator", "loss")),
        ):
            lines = _of_each(stories, [story.curve(*way) for story in stories], noisy=True)
            yield Chart(key, title, lines, _borders(stories, lines), may_be_logarithmic=True)
    for number, story in enumerate(stories, start=1):
        names = dict.fromkeys(name for line in story.steps for name in line.get("parts") or {})
        found = {"all": story.curve("loss")}
        found |= {name: story.curve("parts", name) for name in names if len(names) > 1}
        found["discriminator"] = story.curve("discriminator", "loss")
        lines = tuple(
            Series(name, points, at, noisy=True)
            for at, (name, points) in enumerate(found.items())
            if points
        )
        title = f"Losses by part, {story.name}"
        borders = _borders([story], lines)
        yield Chart(f"losses-{number}", title, lines, borders, may_be_logarithmic=True)


def _told(stories: Sequence[Story]) -> Chart:
    lines: list[Series] = []
    for at, story in enumerate(stories):
        of_run = "" if len(stories) == 1 else f"{story.name}: "
        for key, word, dash in (("real", "on real", Dash.SOLID), ("fake", "on fake", Dash.DASHED)):
            points = [(x, 100 * y) for x, y in story.curve("discriminator", f"{key}_told")]
            # Of one run the two are told apart by their colour too.
            color = at if len(stories) > 1 else len(lines)
            if points:
                lines.append(Series(of_run + word, points, color, dash, noisy=True))
    title = "Discriminator's accuracy, % (50 is chance)"
    return Chart("discriminator", title, tuple(lines), _borders(stories, lines), bounds=(0, 100))


def _validations(stories: Sequence[Story]) -> Iterator[Chart]:
    noted = {
        name
        for story in stories
        for line in story.validations
        for name in line["measures"]
        if not name.endswith(_NOT_DRAWN)
    }
    keys = {name: name.replace("_", "-") for name in _MEASURES if name in noted}
    further = sorted(noted - _MEASURES.keys())
    # Names that are not ours may hold anything, and these become names of files.
    keys |= {name: f"further-{number}" for number, name in enumerate(further, start=1)}
    for name, key in keys.items():
        lines = _of_each(stories, [story.validated(name) for story in stories])
        lines += _levels(stories, name, "grey", Dash.DASHED)
        lines += _levels(stories, name, "truth", Dash.DOTTED)
        title = f"Held-out photos: {_MEASURES.get(name, name)}"
        yield Chart(f"held-out-{key}", title, lines, _borders(stories, lines))


def _of_each(
    stories: Sequence[Story], curves_of: Sequence[Points], *, noisy: bool = False
) -> tuple[Series, ...]:
    return tuple(
        Series(story.name, points, at, noisy=noisy)
        for at, (story, points) in enumerate(zip(stories, curves_of, strict=True))
        if points
    )


def _levels(stories: Sequence[Story], name: str, of: str, dash: Dash) -> tuple[Series, ...]:
    """What grey pictures, or the true ones, would get: one line where it is the same for all."""
    found = [(at, story.name, story.validated(f"{name}_{of}")) for at, story in enumerate(stories)]
    found = [one for one in found if one[2]]
    values = {round(value, 6) for _, _, points in found for _, value in points}
    if len(values) == 1:
        steps = sorted(step for _, _, points in found for step, _ in points)
        value = found[0][2][0][1]
        return (Series(of, [(0.0, value), (steps[-1], value)], NEUTRAL, dash),)
    return tuple(Series(f"{run}: {of}", points, at, dash) for at, run, points in found)


def _borders(stories: Sequence[Story], lines: Sequence[Series]) -> tuple[Border, ...]:
    """Where stages of the runs that are drawn begin; in their colours where there are several."""
    drawn = {line.color for line in lines} if len(stories) > 1 else {0}
    found = {
        (step, stage): NEUTRAL if len(stories) == 1 else at
        for at, story in reversed(list(enumerate(stories)))
        if at in drawn
        for step, stage in story.stage_borders()
    }
    return tuple(Border(step, f"stage {stage}", at) for (step, stage), at in sorted(found.items()))
