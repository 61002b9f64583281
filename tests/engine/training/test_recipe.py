"""Every recipe can be trained as it is written, to its last step."""

import pytest

from models.registry import GENERATORS
from vidcolor.training.recipe import RECIPES


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_the_stages_cover_the_run_with_sizes_that_the_networks_take(recipe):
    assert sum(stage.share for stage in recipe.stages) == pytest.approx(1.0)
    # The feature network of an adversary sees pictures of half the size.
    multiple = GENERATORS[recipe.generator].size_multiple * (2 if recipe.adversary else 1)
    assert [stage.crop.size_px % multiple for stage in recipe.stages] == [0] * len(recipe.stages)
    met = [recipe.stage_at(step, recipe.settings.steps) for step in range(recipe.settings.steps)]
    assert {id(stage) for stage in met} == {id(stage) for stage in recipe.stages}


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_what_it_freezes_and_what_it_lowers_is_there(recipe):
    names = [name for name, _ in GENERATORS[recipe.generator].build().named_parameters()]
    for prefix in recipe.frozen:
        assert any(name.startswith(prefix) for name in names), prefix
    if recipe.adversary is not None:
        assert recipe.adversary.alone_steps < recipe.settings.steps
