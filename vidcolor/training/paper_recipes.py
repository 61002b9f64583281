"""The systems of five documents as recipes.

What a document leaves open is chosen here and listed in the recipe's ``assumed``.
"""

from __future__ import annotations

from dataclasses import replace

from vidcolor.training.crops import CropSettings
from vidcolor.training.recipe import AdversarySpec, Learns, LossTerm, Recipe, Stage, TrainSettings


def _whole(size_px: int, *, rotate_degrees: float = 0.0) -> CropSettings:
    """As large a square as the photo has, mirrored by chance."""
    return CropSettings(size_px, 1.0, 1.0, aspect_jitter=0.0, rotate_degrees=rotate_degrees)


# The papers tell of none of what modern training adds; Adam is what all of them use.
_PLAIN = TrainSettings(
    steps=0,
    optimizer="adam",
    beta2=0.999,
    discriminator_beta1=0.9,
    weight_decay=0.0,
    schedule="constant",
    warmup_steps=0,
    ema_decay=0.0,
    max_grad_norm=0.0,
    old_film_chance=0.0,
    validate_every=0,
    validation_photos=240,
)

ZHENG = Recipe(
    name="zheng-fc",
    summary="RGB generator with a fully connected bottleneck, in three stages",
    source="Zheng et al., Generative Adversarial Network based Image Colorization",
    generator="zheng-fc",
    stages=(
        Stage(20 / 65, _whole(256, rotate_degrees=10.0), Learns.GENERATOR),
        Stage(40 / 65, _whole(256, rotate_degrees=10.0), Learns.DISCRIMINATOR),
        Stage(5 / 65, _whole(256, rotate_degrees=10.0), Learns.BOTH, rate=0.1),
    ),
    losses=(LossTerm("l2", "colors", 1.0, before_adversary=True),),
    adversary=AdversarySpec(discriminator="zheng", objective="minimax"),
    settings=replace(
        _PLAIN,
        batch_size=64,
        learning_rate=1e-3,
        discriminator_learning_rate=1e-3,
        weight_decay=1e-5,
        schedule="halving",
        fakes="random-recolor",
        early_stop="validation",
        patience=1,
    ),
    epochs=65,
    photos="10,000 of fruit and vegetables (apple, cucumber, kiwi, orange), 1,000 to validate",
    assumed=(
        "no activation between the fully connected layers, nearest pixels in the enlargement",
        "rotation by at most 10 degrees",
        "the learning rates of the adversarial stage: a tenth of the others",
        "the schedule: rates are halved after each third of a stage",
        "random recolouring: each channel of R'G'B' is mixed, scaled and shifted at random",
    ),
)

OLSSON_CGAN = Recipe(
    name="olsson-cgan",
    summary="noise and luma in, YUV colours out, by an adversary alone",
    source="Olsson et al., Colorization of grey-scale images, section 2.1",
    generator="olsson-cgan",
    stages=(Stage(1.0, _whole(64)),),
    losses=(),
    adversary=AdversarySpec(discriminator="olsson", objective="minimax"),
    settings=replace(
        _PLAIN,
        steps=1000,
        batch_size=64,
        learning_rate=5e-5,
        discriminator_learning_rate=5e-5,
        early_stop="generator-loss",
    ),
    photos="LSUN dining rooms, 5 % of 657,571, at 64×64",
    assumed=(
        "kernels of 5×5, and the widths of the generator's blocks after the first: 64, 64, 64, 32",
        "widths of the discriminator's blocks before the last: 64, 128, 256",
        "Adam's betas: 0.9 and 0.999",
        "stopped when the generator's mean loss has not fallen for 3 validations",
    ),
)

OLSSON_REGRESSION = Recipe(
    name="olsson-vgg-regression",
    summary="frozen VGG16 to conv4, a*b* by squared error",
    source="Olsson et al., Colorization of grey-scale images, section 2.2",
    generator="olsson-vgg-regression",
    encoder="vgg16",
    substitutes={"resnet50": "olsson-vgg-regression-resnet50"},
    stages=(Stage(1.0, _whole(224)),),
    losses=(LossTerm("l2", "colors", 1.0, unit=128.0),),
    frozen=("encoder.",),
    settings=replace(_PLAIN, batch_size=64, learning_rate=1e-4, early_stop="validation"),
    epochs=35,
    photos="1,600 photos of berries of Linnaeus 5",
    assumed=(
        "the layers after conv4, as Zhang et al. 2016 have them",
        "the output's size: a quarter of the picture's",
        "stopped after 3 validations without a gain",
    ),
)

OLSSON_CLASSIFICATION = replace(
    OLSSON_REGRESSION,
    name="olsson-vgg-classification",
    summary="frozen VGG16 to conv4, a distribution over 313 colours",
    generator="olsson-vgg-classification",
    substitutes={"resnet50": "olsson-vgg-classification-resnet50"},
    losses=(LossTerm("nearest_cross_entropy", "logits", 1.0),),
    settings=replace(_PLAIN, batch_size=64, learning_rate=3e-5),
    temperature=0.01,  # as good as the likeliest class
    epochs=250,
    assumed=("the layers after conv4, as Zhang et al. 2016 have them",),
)

PETRE = Recipe(
    name="petre-unet-patchgan",
    summary="U-Net against a PatchGAN that sees 34×34 pixels",
    source="Petre and Trăușan-Matu 2020, Automatic black and white image colorization using GANs",
    generator="petre-unet",
    stages=(Stage(1.0, _whole(256)),),
    losses=(LossTerm("l1", "colors", 1.0, unit=110.0),),
    adversary=AdversarySpec(discriminator="patchgan-34", objective="distance"),
    settings=replace(
        _PLAIN,
        batch_size=16,
        learning_rate=2e-4,
        discriminator_learning_rate=1e-4,
        beta1=0.5,
        discriminator_beta1=0.5,
        real_label=0.9,
    ),
    epochs=20,
    photos="15,000 nature scenes of Places, 3,000 to validate",
    assumed=(
        "the distance of the patches from ones: the mean absolute one, of probabilities",
        "the two terms weigh the same, colours counted in units of 110 a*b*",
        "learning rates 2e-4 and 1e-4, beta1 0.5, batches of 16",
        "the U-Net's depth of five and its widths, 32 to 512",
    ),
)

BILLAUT = Recipe(
    name="billaut-colorunet",
    summary="U-Net over luma, the 32 most frequent UV colours, rare ones count more",
    source="Billaut et al. 2018, ColorUNet, as told by Petre and Trăușan-Matu 2020, section 2.2",
    generator="billaut-colorunet",
    stages=(Stage(1.0, _whole(256)),),
    losses=(LossTerm("nearest_cross_entropy", "logits", 1.0),),
    settings=replace(_PLAIN, batch_size=16, learning_rate=1e-3, rebalance=1.0),
    temperature=0.38,
    epochs=20,
    photos="ImageNet and SUN",
    assumed=(
        "colours are counted on a UV grid of 1/16",
        "a class is shown as the mean a*b* of its pixels, so that the film keeps its luma",
        "batches of 16, learning rate 1e-3, 20 epochs, temperature 0.38 (Zhang et al. 2016)",
    ),
)

MOULI = Recipe(
    name="mouli-eccv16-gan",
    summary="the network of Zhang et al. 2016, by VGG19 features and a critic",
    source="Mouli et al., Grayscale Picture Colorizer using Generative Adversarial Networks",
    generator="mouli-eccv16",
    feature_network="vgg19",
    stages=(Stage(1.0, _whole(256)),),
    losses=(LossTerm("features", "colors", 1.0),),
    adversary=AdversarySpec(
        discriminator="pooling-critic", objective="non_saturating", weight=1e-3
    ),
    settings=replace(
        _PLAIN,
        batch_size=16,
        learning_rate=1e-4,
        discriminator_learning_rate=1e-4,
        feature_distance="l1",
    ),
    epochs=20,
    photos="the Image Colorization Dataset of Kaggle",
    assumed=(
        "the 18th layer of VGG19: its first 18 modules, to relu3_4",
        "weight 1e-3 of the adversary (Ledig et al. 2017)",
        "learning rates 1e-4, batches of 16, 20 epochs",
        "layers and widths of the critic",
    ),
)

_IITK = Recipe(
    name="iitk-1",
    summary="the U-Net of pix2pix with L1",
    source="Singh et al. 2022, Colorization Using Conditional-GANs (slides)",
    generator="pix2pix-unet",
    stages=(Stage(1.0, _whole(256)),),
    losses=(LossTerm("l1", "colors", 100.0, unit=110.0),),
    adversary=AdversarySpec(discriminator="patchgan-70", objective="non_saturating"),
    settings=replace(
        _PLAIN,
        batch_size=16,
        learning_rate=2e-4,
        discriminator_learning_rate=2e-4,
        beta1=0.5,
        discriminator_beta1=0.5,
        feature_distance="mse",
    ),
    epochs=50,
    photos="8,000 photos of COCO, 2,000 to test",
    assumed=(
        "a receptive field of 70",
        "weight 100 of L1, learning rates 2e-4 and beta1 0.5 (Isola et al. 2017)",
        "batches of 16",
    ),
)
_FEATURES = LossTerm("features", "colors", 10.0)
_FEATURES_ASSUMED = "VGG16 after relu3_3, weight 10 in units of the true features' mean square"

IITK = (
    _IITK,
    replace(
        _IITK,
        name="iitk-2",
        summary="the U-Net of pix2pix with VGG16 features",
        losses=(_FEATURES,),
        feature_network="vgg16",
        assumed=(*_IITK.assumed, _FEATURES_ASSUMED),
    ),
    replace(
        _IITK,
        name="iitk-3",
        summary="the U-Net of pix2pix with L1 and VGG16 features",
        losses=(*_IITK.losses, _FEATURES),
        feature_network="vgg16",
        assumed=(*_IITK.assumed, _FEATURES_ASSUMED),
    ),
    replace(
        _IITK,
        name="iitk-4",
        summary="residual blocks at full size with L1",
        generator="resnet-flat",
        assumed=(*_IITK.assumed, "blocks and widths of the generator"),
    ),
    replace(
        _IITK,
        name="iitk-5",
        summary="a U-Net of residual blocks with L1",
        generator="residual-unet",
        assumed=(*_IITK.assumed, "widths of the generator"),
    ),
    replace(
        _IITK,
        name="iitk-6",
        summary="a U-Net of residual blocks and upsampling layers with L1",
        generator="residual-unet-upsampling",
        assumed=(
            *_IITK.assumed,
            "widths of the generator; it enlarges twice at its end and takes means of 2×2",
        ),
    ),
    replace(
        _IITK,
        name="iitk-7",
        summary="a U-Net on a pre-trained ResNet18, first with L1 alone",
        generator="resnet18-unet",
        encoder="resnet18",
        substitutes={"resnet50": "resnet50-unet"},
        stages=(
            Stage(0.4, _whole(256), Learns.GENERATOR),
            Stage(0.6, _whole(256)),
        ),
        assumed=(*_IITK.assumed, "20 of the 50 epochs without the adversary"),
    ),
)

PAPER_RECIPES = (
    ZHENG,
    OLSSON_CGAN,
    OLSSON_REGRESSION,
    OLSSON_CLASSIFICATION,
    PETRE,
    BILLAUT,
    MOULI,
    *IITK,
)
