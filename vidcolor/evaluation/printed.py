"""Figures from papers, as printed there: other photos, other machines, never a ranking."""

from __future__ import annotations

from dataclasses import dataclass

from vidcolor.errors import VidcolorError


@dataclass(frozen=True, slots=True)
class Printed:
    """One row of a paper's table."""

    name: str
    source: str
    figures: dict[str, float]  # by the names of our own measures
    fid: float  # on features and photos of theirs
    frames_per_second: float


_SLIDES = (
    "slides of the seven cGAN experiments, 2,000 test photos of their own; that MAE and PSNR are "
    "over 8-bit RGB values and ε is 5/255 is assumed, they do not say"
)
PRINTED = {
    name: Printed(
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
}


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
