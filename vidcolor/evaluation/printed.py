"""Figures from papers, as printed there: other photos, other machines, never a ranking."""

from __future__ import annotations

from dataclasses import dataclass, field

from vidcolor.errors import VidcolorError


@dataclass(frozen=True, slots=True)
class Printed:
    """One row of a paper's table, or what its text says of a system."""

    name: str
    source: str
    figures: dict[str, float] = field(default_factory=dict)  # by the names of our own measures
    fid: float | None = None  # on features and photos of theirs
    frames_per_second: float | None = None
    # What is no mean over photos, as it is told there: `JUDGED` names the keys.
    judged: dict[str, str] = field(default_factory=dict)
    told: str = ""  # what else the paper says of its result, shortened

    @property
    def label(self) -> str:
        """As it stands in a table of ours."""
        return f"{self.name} (as printed)"

    def note(self) -> str:
        """What a reader of the row must know."""
        fid = "" if self.fid is None else f" The FID printed there is {self.fid:g}."
        told = f" {self.told[:1].upper()}{self.told[1:]}." if self.told else ""
        return (
            f"{self.name}: as printed in {self.source}. Not measured here, on other photos and "
            f"another machine.{fid}{told}"
        )


JUDGED = ("same_class_percent", "real_told_percent", "fake_told_percent", "fooled_percent")
"""What others say of coloured pictures: a classifier, a discriminator (of true and of made ones),
people in a Turing test (how many took the made one for real; 50 % is chance)."""

_SLIDES = (
    "the slides of the seven cGAN experiments, 2,000 test photos of their own; that MAE and PSNR "
    "are over 8-bit RGB values and ε is 5/255 is assumed, they do not say"
)
_SLIDES_OTHERS = "the same slides, as the figure of another paper on {}"
_ZHENG = "Zheng et al., Generative Adversarial Network based Image Colorization, section 3.4"
_OLSSON = "Olsson et al., Colorization of grey-scale images, section {}"
_PETRE = "Petre and Trăușan-Matu 2020, section {}"

_EXPERIMENTS = tuple(
    Printed(
        name,
        _SLIDES,
        {"epsilon_accuracy_percent": accuracy, "mae": mae, "psnr_db": psnr},
        fid,
        rate,
    )
    for name, fid, accuracy, mae, psnr, rate in (
        ("iitk-1", 32.29, 31.97, 15.14, 21.72, 28.0),
        ("iitk-2", 35.66, 31.13, 15.74, 21.36, 28.0),
        ("iitk-3", 29.50, 35.39, 14.43, 22.15, 28.0),
        ("iitk-4", 42.26, 32.58, 16.42, 21.01, 17.0),
        ("iitk-5", 29.43, 32.92, 15.56, 21.55, 23.0),
        ("iitk-6", 70.73, 5.57, 24.21, 18.33, 21.0),
        ("iitk-7", 31.69, 47.18, 11.50, 24.19, 28.0),
    )
)
_REFERENCES = (
    Printed(
        "cgan-cifar",
        _SLIDES_OTHERS.format("CIFAR (Image Colorization with Generative Adversarial Networks)"),
        {"epsilon_accuracy_percent": 65.5, "mae": 5.1},
    ),
    Printed(
        "pix2pix",
        _SLIDES_OTHERS.format(
            "photos that they do not name (Image-to-Image Translation with Conditional Adversarial "
            "Networks)"
        ),
        fid=24.41,
    ),
    Printed(
        "palette",
        _SLIDES_OTHERS.format("ImageNet (Palette: Image-to-Image Diffusion Models)"),
        fid=15.78,
    ),
)
_TEXTS = (
    Printed(
        "zheng-fc",
        _ZHENG,
        told="adversarial training made the generator worse and was stopped in its fifth epoch",
    ),
    Printed(
        "olsson-cgan",
        _OLSSON.format("3.1"),
        judged={"real_told_percent": "60 to 70", "fake_told_percent": "60 to 70"},
        told="stopped after 1,000 iterations of 64 pictures: from there on the generator's loss "
        "rose. The discriminator's accuracy oscillated so before that",
    ),
    Printed(
        "olsson-vgg-regression",
        _OLSSON.format("3.2.2"),
        told="stopped after about 35 epochs, when the test error rose",
    ),
    Printed(
        "olsson-vgg-classification",
        _OLSSON.format("3.2.4"),
        told="250 epochs; the loss was still falling",
    ),
    Printed(
        "petre-unet-patchgan",
        _PETRE.format("4"),
        judged={"fooled_percent": "23"},
        told="40 people, 20 pairs; of some pairs more than 60 % took the made picture for real. "
        "The best were epochs of four experiments of 20, by Inception score and by eye",
    ),
    Printed(
        "zhang-2016",
        _PETRE.format("2.1") + ", of Zhang and Isola 2016",
        judged={"same_class_percent": "56 (true pictures: 68.3)", "fooled_percent": "32"},
        told="40 pairs. A VGG network's accuracy against the class that people gave, which is not "
        "our share of equal classes",
    ),
)
PRINTED = {one.name: one for one in (*_EXPERIMENTS, *_REFERENCES, *_TEXTS)}


def find_printed(names: str) -> list[Printed]:
    """Rows by their names, with commas between.

    Raises:
        VidcolorError: there is no such row.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if wrong := [name for name in wanted if name not in PRINTED]:
        raise VidcolorError(
            f"No printed figures are known of {wrong[0]!r}.",
            do=f"Choose some of: {', '.join(PRINTED)}.",
        )
    return [PRINTED[name] for name in wanted]
