"""What a reader must know to believe a report's tables, or not to."""

from __future__ import annotations

from vidcolor.evaluation.printed import PRINTED
from vidcolor.evaluation.tables import footnotes
from vidcolor.report.measuring import Choice
from vidcolor.report.tables import Measured


def report_notes(
    measured: Measured | None, choice: Choice, *, conditions: str, ranked: bool
) -> list[str]:
    """The notes below the tables.

    Args:
        measured: None where the runs' own validations stand in the tables.
        choice: of the checkpoints.
        conditions: under which frames a second were measured; "": they were not.
        ranked: whether the report ranks checkpoints.
    """
    notes = [
        "Rows as printed were not measured here: other photos, other machines, other counting. "
        "They stand side by side with ours and are never a ranking.",
        _choice_note(choice, measured=measured is not None),
    ]
    if measured:
        notes += footnotes(measured.comparison, (), conditions=conditions)
    else:
        notes.append(
            "Measured by the training itself on its held-out photos (--photos measures all runs on "
            "the same ones). Runs on other data have other held-out photos, so their rows are not "
            "to be compared. There are no intervals."
        )
    notes += [
        "FID stands on Inception v3 as the papers had it. What was measured here on other features "
        "is called FD and names them.",
        _classifier_note(measured),
        "Told rightly: the share of the true and of the made pictures (or patches) that the run's "
        "own discriminator told from the others, the mean over the tenth of the steps before the "
        "checkpoint, on training photos. 50 is chance.",
        "Fooled people: the share of pairs in which a person took the coloured picture for the "
        "real one; 50 is chance. No people were asked for this report.",
        "Substitutes: pre-trained parts of the paper that were not at hand, and what stands in for "
        "them. Such a row is not the paper's system.",
    ]
    if ranked:
        notes.append(
            "Checkpoints are ranked on the photos of this report. A score that was looked for "
            "among many is a little too good."
        )
    return [*notes, *(one.note() for one in PRINTED.values())]


def _choice_note(choice: Choice, *, measured: bool) -> str:
    words = {
        Choice.BEST: "the one with the lowest error on the run's own held-out photos",
        Choice.NEWEST: "the newest that was kept",
        Choice.RANKED: "the first of its ranking, made on the same photos, which flatters it",
    }
    what = "checkpoint" if measured else "validation"
    return f"The {what} that stands for a run: {words[choice]}."


def _classifier_note(measured: Measured | None) -> str:
    classifier = measured.judge.classifier if measured else None
    if measured is None or classifier is None:
        return (
            "Inception score and same class are not measured without a classifier (--classifier) "
            "and photos."
        )
    return (
        f"Inception score after Salimans et al. (2016), one split of {len(measured.grey.photos)} "
        f"photos, by {classifier.label}: comparable within this table only. Same class: the share "
        "of coloured photos that the classifier takes for what it takes the true one for."
    )
