"""What a training starts from: a generator, pre-trained weights, classes of colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models.registry import GENERATORS, PAPERS, GeneratorSpec
from vidcolor.color.lab import rgb_to_lab
from vidcolor.color.spaces import SPACES
from vidcolor.encoders import ENCODER_NAMES, encoder_kind
from vidcolor.errors import VidcolorError
from vidcolor.getmodels.checkpoint import read_checkpoint
from vidcolor.training.photos import Photo
from vidcolor.training.recipe import Recipe
from vidcolor.training.validation import centre_square

_COUNTED_PHOTOS = 300
_COUNTED_PX = 64
_UV_STEP = 1 / 16  # of the grid on which frequent colours are counted


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """A generator to train. ``substitutes``: what stands in for parts that the paper names."""

    spec: GeneratorSpec
    generator: nn.Module
    substitutes: tuple[str, ...]


def begin(
    recipe: Recipe,
    encoder_weights: Path | None,
    start_weights: Path | None,
    generator_name: str = "",
) -> Beginning:
    """Build a recipe's generator and fill what is pre-trained.

    Args:
        recipe: what is trained.
        encoder_weights: trained on ImageNet.
        start_weights: of a whole generator.
        generator_name: of a run that is resumed, whose weights are loaded afterwards.

    Raises:
        VidcolorError: weights are missing, damaged or do not fit.
    """
    if generator_name:
        spec = (GENERATORS | PAPERS)[generator_name]
        return Beginning(spec, spec.build(), ())
    name = recipe.generator
    substitutes: tuple[str, ...] = ()
    if encoder_weights is not None:
        name, substitutes = _suited(recipe, encoder_weights)
    elif recipe.encoder and recipe.source and start_weights is None:
        # Our own recipes may begin with nothing; a paper's pre-trained part is part of the system.
        kinds = " or ".join(ENCODER_NAMES[kind] for kind in (recipe.encoder, *recipe.substitutes))
        raise VidcolorError(
            f"{recipe.name} starts from weights that were trained on ImageNet.",
            do=f"Give those of {kinds} with --encoder-weights.",
        )
    spec = (GENERATORS | PAPERS)[name]
    generator = spec.build()
    if encoder_weights is not None:
        load_encoder(generator, encoder_weights, spec.encoder_state)
    if start_weights is not None:
        load_trained(generator, start_weights)
    return Beginning(spec, generator, substitutes)


def _suited(recipe: Recipe, encoder_weights: Path) -> tuple[str, tuple[str, ...]]:
    """The generator for this encoder, and what is told of it where it is not the paper's own."""
    kind = encoder_kind(encoder_weights)
    if kind == recipe.encoder or not recipe.encoder:
        return recipe.generator, ()
    if kind not in recipe.substitutes:
        wanted = " or ".join(ENCODER_NAMES[k] for k in (recipe.encoder, *recipe.substitutes))
        raise VidcolorError(
            f"{encoder_weights.name} does not fit the encoder of {recipe.name}.",
            do=f"Give weights of {wanted}.",
        )
    return recipe.substitutes[kind], (f"{ENCODER_NAMES[kind]} for {ENCODER_NAMES[recipe.encoder]}",)


def load_encoder(
    model: nn.Module,
    path: Path,
    adapt: Callable[[dict[str, Tensor]], dict[str, Tensor]] = dict,
) -> None:
    """Fill the encoder with pre-trained weights; keys it does not have (a classifier) are left.

    ``adapt`` brings them into the encoder's own keys.

    Raises:
        VidcolorError: a key of the encoder is missing or has another shape; there is no encoder.
    """
    try:
        encoder = model.get_submodule("encoder")
    except AttributeError as error:
        raise VidcolorError(
            "This recipe's generator has no pre-trained encoder.",
            do="Leave out --encoder-weights.",
        ) from error
    wanted = encoder.state_dict()
    try:
        given = adapt(read_checkpoint(path)[0])
    except KeyError as error:
        raise _misfit(path, f"{error} is missing") from error
    wrong = [k for k, v in wanted.items() if k not in given or given[k].shape != v.shape]
    if wrong:
        raise _misfit(path, f"{wrong[0]} is missing or has another shape")
    encoder.load_state_dict({k: given[k].to(wanted[k].dtype) for k in wanted})


def _misfit(path: Path, difference: str) -> VidcolorError:
    return VidcolorError(
        f"{path.name} does not fit the encoder: {difference}.",
        do="Give the weights that this recipe's encoder was made for.",
    )


def load_trained(model: nn.Module, path: Path) -> None:
    """Fill a whole model with exported weights, to go on from them.

    Raises:
        VidcolorError: the file cannot be read or is of another architecture.
    """
    given, _ = read_checkpoint(path)
    try:
        model.load_state_dict(
            {k: v.float() if v.is_floating_point() else v for k, v in given.items()}
        )
    except RuntimeError as error:
        raise VidcolorError(
            f"{path} does not hold trained weights of this model.",
            do="Give weights that were exported from a run of the same generator; where that has "
            "the encoder of a substitute, name its --encoder-weights too.",
            detail=str(error),
        ) from error


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Classes of colour, each ``(Q, …)``: where they lie and how frequent they are.

    ``centres``: in the colour space of the network. ``ab``: the CIE a*b* that a class is shown as.
    ``shares``: of the pixels; their sum is 1.
    """

    centres: Tensor
    ab: Tensor
    shares: Tensor


@torch.no_grad()
def count_colors(spec: GeneratorSpec, network: nn.Module, photos: Sequence[Photo]) -> Classes:
    """Count the colours of some photos, evenly chosen, in the classes of a network.

    Classes that a network does not know beforehand are the most frequent cells of a grid
    (Billaut et al. 2018). The same photos give the same classes. A network that was trained before
    keeps those that its weights stand for.

    Args:
        spec: of the network.
        network: its buffers hold the classes that it knows.
        photos: to count in.

    Raises:
        VidcolorError: no photo can be read.
    """
    assert spec.native is not None
    space = SPACES[spec.native.space]
    rgb = _some_pixels(photos)
    colors = space.colors(rgb).permute(0, 2, 3, 1).reshape(-1, space.channels)
    ab = rgb_to_lab(rgb)[:, 1:].permute(0, 2, 3, 1).reshape(-1, 2)
    bins = network.get_buffer("bins").float()
    centres = bins if space.name == "lab" else network.get_buffer("centres").float()
    known = bool(centres.any())
    if not known:
        centres = _most_frequent(colors, len(bins))
    nearest = torch.cat([torch.cdist(c, centres).argmin(1) for c in torch.split(colors, 1 << 16)])
    counts = torch.bincount(nearest, minlength=len(centres)).float()
    if not known:
        sums = torch.zeros(len(centres), 2).index_add_(0, nearest, ab)
        bins = sums / counts.clamp(min=1)[:, None]
    return Classes(centres, bins, counts / counts.sum())


def _some_pixels(photos: Sequence[Photo]) -> Tensor:
    """``(N, 3, 64, 64)`` sRGB, 0 to 1."""
    every = max(len(photos) // _COUNTED_PHOTOS, 1)
    squares = [
        torch.from_numpy(centre_square(picture, _COUNTED_PX)).permute(2, 0, 1).float() / 255
        for photo in photos[::every]
        if (picture := photo.read()) is not None
    ]
    if not squares:
        raise VidcolorError("No photo could be read.", do="Give a folder of intact photos.")
    return torch.stack(squares)


def _most_frequent(colors: Tensor, count: int) -> Tensor:
    """Centres of the ``count`` cells of a grid that hold most of the pixels, ``(count, 2)``."""
    cells, pixels = torch.unique((colors / _UV_STEP).round().long(), dim=0, return_counts=True)
    order = pixels.argsort(descending=True, stable=True)[:count]
    centres = cells[order].float() * _UV_STEP
    # So few colours that classes are left over: they lie where no pixel can be nearest.
    spare = torch.full((count - len(centres), colors.shape[1]), 10.0)
    return torch.cat([centres, spare])
