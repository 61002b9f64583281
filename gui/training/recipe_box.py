"""The recipes: a list, the chosen one in words and as a picture."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.training.diagram import RecipeDiagram
from gui.training.recipe_words import recipe_html
from vidcolor.training.recipe import Recipe
from vidcolor.training.recipes import RECIPES


class RecipeBox(QGroupBox):
    """Asks for a recipe.

    Signals:
        chosen: Recipe.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("2. Recipe"), parent)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Recipes"))
        self.list.setFixedWidth(190)
        self.words = QTextBrowser()
        self.words.setAccessibleName(self.tr("What the recipe is"))
        self.words.setMinimumHeight(200)
        self.diagram = RecipeDiagram()
        for recipe in RECIPES.values():
            item = QListWidgetItem(recipe.name)
            item.setToolTip(recipe.summary)
            self.list.addItem(item)
        right = QVBoxLayout()
        right.addWidget(self.words, 1)
        right.addWidget(self.diagram)
        row = QHBoxLayout(self)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.list.currentTextChanged.connect(self._on_chosen)

    @property
    def recipe(self) -> Recipe:
        """The chosen one."""
        return RECIPES[self.list.currentItem().text()]

    def choose(self, name: str) -> None:
        """Choose a recipe by its name."""
        (item,) = self.list.findItems(name, Qt.MatchFlag.MatchExactly)
        self.list.setCurrentItem(item)

    def _on_chosen(self, name: str) -> None:
        recipe = RECIPES[name]
        self.words.setHtml(recipe_html(recipe))
        self.diagram.show_recipe(recipe)
        self.chosen.emit(recipe)
