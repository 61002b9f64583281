"""A recipe in words: its parts, what its paper printed, what is assumed."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from gui.training.curves import number_words
from gui.training.run_words import part_word
from vidcolor.evaluation.printed import PRINTED
from vidcolor.training.recipe import AdversarySpec, LossTerm, Recipe

_SPACES = {"zheng-fc": "R′G′B′", "olsson-cgan": "YUV", "billaut-colorunet": "YUV"}


def color_space(recipe: Recipe) -> str:
    """In which colours the generator answers."""
    return _SPACES.get(recipe.generator, "L*a*b*")


def loss_words(term: LossTerm) -> str:
    """A summand of the generator's loss: how heavy, its measure, of which answer."""
    words = f"{number_words(term.weight)} × {term.measure.replace('_', ' ')}"
    if term.head == "coarse_ab":
        words = _tr("{0} (coarse)").format(words)
    if term.head == "judged":
        words = _tr("{0} (as judged)").format(words)
    if term.before_adversary:
        words = _tr("{0}, before the adversary").format(words)
    return words


def adversary_words(adversary: AdversarySpec) -> str:
    """A discriminator and what it asks for."""
    asked = adversary.objective.replace("_", " ")
    return f"{adversary.discriminator}\n{number_words(adversary.weight)} × {asked}"


def recipe_html(recipe: Recipe) -> str:
    """What a person wants to know before choosing a recipe."""
    parts = [f"<h3>{escape(recipe.name)}</h3><p>{escape(recipe.summary)}</p>"]
    facts = [
        (_tr("Source"), recipe.source),
        (_tr("Trained there on"), recipe.photos),
        (_tr("Epochs there"), number_words(recipe.epochs) if recipe.epochs else ""),
        (_tr("Starts from"), recipe.encoder),
        (_tr("Feature loss by"), recipe.feature_network),
        (_tr("Stand-ins"), ", ".join(recipe.substitutes)),
    ]
    rows = "".join(
        f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"
        for name, value in facts
        if value
    )
    parts.append(f"<table>{rows}</table>")
    parts.append(_printed_html(recipe.name))
    if recipe.assumed:
        items = "".join(f"<li>{escape(one)}</li>" for one in recipe.assumed)
        head = escape(_tr("The paper leaves open; assumed here:"))
        parts.append(f"<p>{head}</p><ul>{items}</ul>")
    return "".join(parts)


def _printed_html(name: str) -> str:
    row = PRINTED.get(name)
    if row is None:
        return ""
    figures = {"FID": row.fid}
    figures |= {part_word(measure): value for measure, value in row.figures.items()}
    figures[_tr("pictures/s")] = row.frames_per_second
    told = [
        f"{escape(measure)} <b>{number_words(value)}</b>"
        for measure, value in figures.items()
        if value is not None
    ]
    told += [f"{escape(part_word(name))} <b>{escape(v)}</b>" for name, v in row.judged.items()]
    head = escape(_tr("Printed figures, of other photos and another machine:"))
    lines = [f"{head} {', '.join(told)}"] if told else []
    lines += [escape(row.told)] if row.told else []
    return f"<p>{'<br>'.join(lines)}<br><small>{escape(row.source)}</small></p>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainingWords", text)
