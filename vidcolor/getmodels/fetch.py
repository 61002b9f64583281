"""A published model, from its publisher's server to the user's folder of models."""

from __future__ import annotations

import ssl
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from vidcolor import addedmodels
from vidcolor.addedmodels import AddedModel
from vidcolor.catalogue import CATALOGUE, Offer
from vidcolor.errors import VidcolorError
from vidcolor.getmodels.checkpoint import add_checkpoint
from vidcolor.getmodels.download import DownloadProgress, download


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """Where a fetch stands; the last one carries the model."""

    download: DownloadProgress
    model: AddedModel | None = None


def find_offer(name: str) -> Offer:
    """What the catalogue says of a model that can be fetched.

    Raises:
        VidcolorError: it offers none of that name.
    """
    if name not in CATALOGUE:
        raise VidcolorError(
            f"There is no model called {name!r} to fetch.",
            do=f"Choose one of: {', '.join(CATALOGUE)}; add others by `vidcolor models add`.",
        )
    return CATALOGUE[name]


def fetch(
    offer: Offer, *, timeout_s: float = 30.0, context: ssl.SSLContext | None = None
) -> Generator[FetchProgress, None, None]:
    """Download a model and add it; whoever calls has asked about the licence.

    Closing the generator cancels; what has arrived is kept and continued by the next call.

    Raises:
        VidcolorError: it is here already; the download fails; what arrives is another network.
    """
    addedmodels.check_name(offer.name)
    file = addedmodels.models_dir() / f"{offer.name}.download.{offer.address.rpartition('.')[2]}"
    last = DownloadProgress(0, offer.bytes, 0, 0.0)
    steps = download(
        offer.address,
        file,
        sha256=offer.sha256,
        size=offer.bytes,
        timeout_s=timeout_s,
        context=context,
    )
    with closing(steps):
        for last in steps:
            yield FetchProgress(last)
    try:
        model = add_checkpoint(
            file, name=offer.name, source=offer.address, license_name=offer.license
        )
        if model.architecture != offer.architecture:
            addedmodels.remove(model.name)
            raise VidcolorError(
                f"What has arrived is a {model.architecture}, not a {offer.architecture}.",
                do="Its publisher has changed the file; see whether there is a newer vidcolor.",
            )
    finally:
        file.unlink(missing_ok=True)
    yield FetchProgress(last, model)
