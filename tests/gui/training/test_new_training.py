"""A new training is put together: data, recipe, start, settings, place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hands import Answers, pixels
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot
from trainer_program import PROGRAM

from gui.training.new_page import TrainingNewPage
from gui.training.start_box import ENCODER, FILE, FRESH
from vidcolor.addedmodels import AddedModel, keep, models_dir
from vidcolor.training.recipes import RECIPES

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, trainer_path: None) -> Iterator[TrainingNewPage]:
    page = TrainingNewPage(tmp_path / "trainings", PROGRAM)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    yield page
    page.end()


def refused(qtbot: QtBot, page: TrainingNewPage) -> str:
    """What is told when Start is pressed."""
    with qtbot.waitSignal(page.failed) as told:
        page.begin.click()
    return str(told.args[0])


def choose_start(page: TrainingNewPage, data: str) -> None:
    page.start.start.setCurrentIndex(page.start.start.findData(data))


def test_dropped_folders_and_films_are_listed_once_and_can_be_removed(
    page: TrainingNewPage, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("photos", "film.mp4")])
    for _ in range(2):
        drop = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        page.data.dropEvent(drop)
    assert page.plan.data == (str(tmp_path / "photos"), str(tmp_path / "film.mp4"))
    page.data.list.setCurrentRow(0)
    page.activateWindow()
    page.data.list.setFocus()
    QTest.keyClick(page.data.list, Qt.Key.Key_Delete)
    assert page.plan.data == (str(tmp_path / "film.mp4"),)


def test_a_folder_is_chosen_in_a_dialog(
    page: TrainingNewPage, answers: Answers, tmp_path: Path
) -> None:
    answers.give(tmp_path)
    page.data.add_folder.click()
    assert page.plan.data == (str(tmp_path),)


def test_statistics_of_the_data_come_as_a_picture(
    qtbot: QtBot, wait: Wait, page: TrainingNewPage, tmp_path: Path
) -> None:
    assert not page.data.statistics.isEnabled()
    page.data.add([tmp_path])
    page.data.statistics.click()
    wait(page.data.picture.isVisible)
    assert (pixels(page.data.picture.image()) == [200, 90, 60]).all()
    page.end()
    assert page.data.picture.image().isNull()  # the file is gone


def test_each_recipe_is_told_and_painted_with_its_parts(page: TrainingNewPage) -> None:
    words, diagram = page.recipes.words, page.recipes.diagram
    for name, recipe in RECIPES.items():
        page.recipes.choose(name)
        assert page.recipes.recipe is recipe
        text = words.toPlainText()
        assert all(part in text for part in (recipe.summary, recipe.source, *recipe.assumed))
        told = diagram.accessibleDescription()
        assert recipe.generator in told
        assert all(term.measure.replace("_", " ") in told for term in recipe.losses)
        assert ("Discriminator" in told) == (recipe.adversary is not None)
        assert len(diagram.stage_words()) == len(recipe.stages)
        assert page.plan.changed == {}


def test_what_the_paper_printed_is_told(page: TrainingNewPage) -> None:
    page.recipes.choose("iitk-7")
    words = page.recipes.words.toPlainText()
    assert "FID 31.69" in words
    assert "ε-accuracy in % 47.18" in words
    page.recipes.choose("petre-unet-patchgan")
    assert "people deceived in % 23" in page.recipes.words.toPlainText()


def test_the_diagram_has_room_for_all_its_words(page: TrainingNewPage) -> None:
    for recipe in RECIPES.values():
        page.recipes.diagram.show_recipe(recipe)
        assert page.recipes.diagram.minimumSizeHint().width() <= 660


def test_only_changed_settings_become_flags_and_small_rates_are_kept(
    page: TrainingNewPage,
) -> None:
    page.recipes.choose("olsson-cgan")
    rate, steps = page.settings.field("learning_rate"), page.settings.field("steps")
    assert isinstance(rate, QDoubleSpinBox)
    assert isinstance(steps, QSpinBox)
    assert rate.text() == "0.00005"
    rate.setValue(0.00002)
    steps.setValue(77)
    beta = page.settings.field("beta2")
    assert isinstance(beta, QDoubleSpinBox)
    assert beta.text() == "0.999"
    assert page.plan.changed == {"learning_rate": 0.00002, "steps": 77}
    page.recipes.choose("swift")
    assert page.plan.changed == {}


def test_every_setting_has_a_field(page: TrainingNewPage) -> None:
    fields = {name for form in page.settings.forms for name in form._kinds}
    assert fields == set(RECIPES["swift"].settings.__dataclass_fields__)
    hidden = page.settings.field("seed")
    assert not hidden.isVisible()
    page.settings.all.click()
    assert hidden.isVisible()


def test_a_shipped_and_an_added_model_can_be_fine_tuned(page: TrainingNewPage) -> None:
    weights = models_dir() / "mine.safetensors"
    models_dir().mkdir(parents=True)
    weights.write_bytes(b"")
    for name, architecture in (("mine", "swift"), ("other", "vivid")):
        keep(AddedModel(name, architecture, "run", "0", "0", "", "2026"))
    page.recipes.choose("vivid")
    page.recipes.choose("swift-large")
    start = page.start.start
    texts = [start.itemText(row) for row in range(start.count())]
    models = [text for text in texts if text.startswith("Fine-tune")]
    assert models == ["Fine-tune the model swift", "Fine-tune the model mine"]
    start.setCurrentIndex(1)
    assert Path(page.plan.start_weights).name == "swift.safetensors"
    assert Path(page.plan.start_weights).exists()
    choose_start(page, str(weights))
    assert page.plan.start_weights == str(weights)
    choose_start(page, FRESH)
    assert page.plan.start_weights == ""


def test_an_encoder_or_a_file_is_asked_for_where_it_is_needed(page: TrainingNewPage) -> None:
    page.recipes.choose("swift")
    assert not page.start.file.isVisible()
    choose_start(page, ENCODER)
    page.start.file.set_path(" encoder.safetensors ")
    assert page.start.file.isVisible()
    assert page.plan.encoder_weights == "encoder.safetensors"
    choose_start(page, FILE)
    assert (page.plan.encoder_weights, page.plan.start_weights) == ("", "encoder.safetensors")
    page.recipes.choose("olsson-cgan")  # it knows no encoder
    assert page.start.start.findData(ENCODER) < 0


def test_start_says_what_is_missing(qtbot: QtBot, page: TrainingNewPage, tmp_path: Path) -> None:
    page.recipes.choose("iitk-2")
    assert "needs pictures" in refused(qtbot, page)
    page.data.add([tmp_path])
    assert "features of a network" in refused(qtbot, page)
    page.start.features.set_path("vgg16.safetensors")
    page.name.setText("a/b")
    assert "cannot be a folder's name" in refused(qtbot, page)
    page.folder.set_path(str(tmp_path))
    (tmp_path / "taken").mkdir()
    page.name.setText("taken")
    assert "already" in refused(qtbot, page)
    page.name.setText("free")
    choose_start(page, FILE)
    assert "are not chosen" in refused(qtbot, page)
    choose_start(page, FRESH)
    with qtbot.waitSignal(page.start_wanted) as told:
        page.begin.click()
    plan, folder = told.args
    assert folder == tmp_path / "free"
    assert plan.feature_weights == "vgg16.safetensors"


def test_a_run_is_named_after_its_recipe_with_a_free_number(
    page: TrainingNewPage, tmp_path: Path
) -> None:
    (tmp_path / "trainings" / "iitk-1-1").mkdir(parents=True)
    page.recipes.choose("iitk-1")
    assert page.name.text() == "iitk-1-2"


def test_a_dry_run_tells_and_makes_nothing(
    wait: Wait, page: TrainingNewPage, tmp_path: Path
) -> None:
    page.data.add([tmp_path])
    page.recipes.choose("petre-unet-patchgan")
    page.dry_run.click()
    wait(lambda: "would train petre-unet-patchgan" in page.told.toPlainText())
    assert not (tmp_path / "trainings").exists()
    assert page.dry_run.isEnabled()
