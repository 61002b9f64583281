"""Which weights a training starts from: none, an encoder's, or a whole model's."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QWidget

from gui.training.file_field import FileField
from vidcolor.addedmodels import added_models
from vidcolor.errors import VidcolorError
from vidcolor.training.recipe import Recipe

FRESH, ENCODER, FILE = "fresh", "encoder", "file"
"""What a row stands for; every other row stands for a model's weights, by their path."""


class StartBox(QGroupBox):
    """To fine-tune is to start from a model's weights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("3. Start from"), parent)
        kinds = self.tr("Weights (*.safetensors *.pth *.pt)")
        self.start = QComboBox()
        self.start.setAccessibleName(self.tr("Start from"))
        self.file = FileField(self.tr("File with weights"), kinds=kinds)
        self.features = FileField(
            self.tr("Network that compares pictures"),
            self.tr("Its ImageNet weights"),
            kinds=kinds,
        )
        self._form = QFormLayout(self)
        self._form.addRow(self.tr("Start from"), self.start)
        self._form.addRow(self.tr("File"), self.file)
        self._form.addRow(self.tr("Features"), self.features)
        self.start.currentIndexChanged.connect(self._show_fields)

    def show_recipe(self, recipe: Recipe) -> None:
        """Offer what fits a recipe."""
        self.start.clear()
        self.start.addItem(self.tr("Fresh weights"), FRESH)
        if recipe.encoder:
            kinds = ", ".join((recipe.encoder, *recipe.substitutes))
            self.start.addItem(self.tr("A pre-trained encoder ({0})").format(kinds), ENCODER)
        for name, weights in weights_for(recipe.generator):
            self.start.addItem(self.tr("Fine-tune the model {0}").format(name), str(weights))
        self.start.addItem(self.tr("Weights from a file"), FILE)
        self._form.setRowVisible(self.features, bool(recipe.feature_network))
        network = recipe.feature_network
        name = "MobileNetV2 / ResNet50" if network == "imagenet" else network
        self.features.line.setPlaceholderText(self.tr("ImageNet weights of {0}").format(name))
        self._show_fields()

    @property
    def start_weights(self) -> str:
        """Of a whole model; "" where it does not start from one."""
        kind = self.start.currentData()
        if kind in (FRESH, ENCODER):
            return ""
        return self.file.path if kind == FILE else str(kind)

    @property
    def encoder_weights(self) -> str:
        """Of an encoder; likewise."""
        return self.file.path if self.start.currentData() == ENCODER else ""

    @property
    def feature_weights(self) -> str:
        """Of the network that compares pictures."""
        return self.features.path if self._form.isRowVisible(self.features) else ""

    def check(self) -> None:
        """Check that a file is named where one is asked for.

        Raises:
            VidcolorError: it is not.
        """
        if self.start.currentData() in (ENCODER, FILE) and not self.file.path:
            raise VidcolorError(
                self.tr("The weights that the training starts from are not chosen."),
                do=self.tr("Choose their file, or start from fresh weights."),
            )

    def _show_fields(self) -> None:
        asks = self.start.currentData() in (ENCODER, FILE)
        self._form.setRowVisible(self.file, asks)


def weights_for(generator: str) -> list[tuple[str, Path]]:
    """The shipped and added models of an architecture: names and weight files."""
    found = []
    # Only looked up: to import the networks would load torch into the window.
    spec = find_spec("models")
    if spec is not None and spec.origin is not None:
        shipped = Path(spec.origin).with_name("weights") / f"{generator}.safetensors"
        if shipped.exists():
            found.append((generator, shipped))
    added = (model for model in added_models() if model.architecture == generator)
    return found + [(model.name, model.weights) for model in added]
