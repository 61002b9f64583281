"""The commands on models: list, info, verify, fetch, add, remove, export."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from pathlib import Path

from vidcolor import addedmodels
from vidcolor.catalogue import CATALOGUE, Offer
from vidcolor.cli import show
from vidcolor.errors import VidcolorError
from vidcolor.getmodels.checkpoint import add_checkpoint
from vidcolor.getmodels.fetch import fetch, find_offer
from vidcolor.getmodels.onnxfile import export_onnx
from vidcolor.networks import card_of, known_models, verify_weights

_EVERY_S = 0.5


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module, which `cli.COMMANDS` lists."""
    models = commands.add_parser("models")
    kinds = models.add_subparsers(dest="what", metavar="WHAT", required=True)
    rows = kinds.add_parser("list", help="shipped and added models, and what can be fetched")
    rows.set_defaults(run=_list)
    info = kinds.add_parser("info", help="a model's card: data, figures, limits, terms")
    info.add_argument("name", nargs="?", default="swift")
    info.set_defaults(run=_info)
    check = kinds.add_parser("verify", help="whether the weights are what they were")
    check.set_defaults(run=_verify)
    get = kinds.add_parser("fetch", help="download a published model; interrupted ones go on")
    get.add_argument("name", choices=tuple(CATALOGUE), metavar="NAME", help=", ".join(CATALOGUE))
    get.add_argument("--yes", action="store_true", help="I accept the model's licence")
    get.set_defaults(run=_fetch)
    add = kinds.add_parser("add", help="take over a checkpoint (.pth, .pt, .bin, .safetensors)")
    add.add_argument("file", type=Path)
    add.add_argument("--name", default="", help="of the new model (default: the file's)")
    add.set_defaults(run=_add)
    remove = kinds.add_parser("remove", help="delete an added model")
    remove.add_argument("name")
    remove.set_defaults(run=_remove)
    export = kinds.add_parser("export", help="write a model as ONNX")
    export.add_argument("name")
    export.add_argument("out", type=Path, nargs="?", help="default: NAME.onnx")
    export.add_argument(
        "--size", default="256x256", help="of the pictures, WIDTHxHEIGHT (default %(default)s)"
    )
    export.set_defaults(run=_export)
    for parser in (rows, info, check, get, add, remove, export):
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _list(options: argparse.Namespace) -> int:
    rows = known_models()
    here = {row["name"] for row in rows}
    offers = [offer for offer in CATALOGUE.values() if offer.name not in here]
    if options.json:
        fetchable = [
            {"name": o.name, "bytes": o.bytes, "license": o.license, "address": o.address}
            for o in offers
        ]
        show.out_json({"models": rows, "fetchable": fetchable})
        return 0
    for row in rows:
        absent = "to be trained" if row["recipe"] else "weights missing"
        there = f"{row['megabytes']} MB" if row["installed"] else absent
        show.out(f"{row['name']:20} {there:16} {row['summary']}")
    for offer in offers:
        size = f"{offer.bytes / 1e6:.1f} MB" if offer.bytes else ""
        show.out(f"{offer.name:20} {size:16} can be fetched ({offer.license})")
    return 0


def _info(options: argparse.Namespace) -> int:
    card = card_of(options.name)
    if options.json:
        show.out_json({"name": options.name, "card": card})
    else:
        show.out(card)
    return 0


def _verify(options: argparse.Namespace) -> int:
    intact = verify_weights()
    added = {model.name for model in addedmodels.added_models()}
    if options.json:
        show.out_json({"intact": intact})
    else:
        for name, good in intact.items():
            again = "remove it and add it again" if name in added else "install vidcolor again"
            show.out(f"{name}: {'intact' if good else f'DAMAGED, {again}'}")
    return 0 if all(intact.values()) else 1


def _fetch(options: argparse.Namespace) -> int:
    offer = find_offer(options.name)
    addedmodels.check_name(offer.name)  # before anything is asked
    if not options.yes:
        _ask(offer)
    live = sys.stderr.isatty()
    shown = 0.0
    model = None
    with closing(fetch(offer)) as steps:
        try:
            for step in steps:
                model = step.model
                state = step.download
                now = time.monotonic()
                if now - shown < _EVERY_S and state.done != state.total:
                    continue
                shown = now
                line = f"{state.done / 1e6:.1f} of {state.total / 1e6:.1f} MB"
                if state.bytes_per_second:
                    line += f", {state.bytes_per_second / 1e6:.1f} MB/s"
                sys.stderr.write(f"\r\x1b[2K{line}" if live else f"{line}\n")
                sys.stderr.flush()
        finally:
            if live:
                sys.stderr.write("\r\x1b[2K")
    assert model is not None
    return _tell(model, as_json=options.json)


def _ask(offer: Offer) -> None:
    """Show the licence and ask; only a yes goes on."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise VidcolorError(
            f"To fetch {offer.name} is to accept its licence, {offer.license}.",
            do=f"Read it ({offer.license_address}), then run the command again with --yes.",
        )
    show.note(f"{offer.card}\n{offer.license_text}\n")
    show.note(f"Fetch {offer.name} under these terms ({offer.license})? [y/N]")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise VidcolorError(
            f"{offer.name} was not fetched: its licence was not accepted.",
            do="Answer y, or choose another model (`vidcolor models list`).",
        )


def _add(options: argparse.Namespace) -> int:
    return _tell(add_checkpoint(options.file, name=options.name), as_json=options.json)


def _tell(model: addedmodels.AddedModel, *, as_json: bool) -> int:
    if as_json:
        show.out_json({"name": model.name, "architecture": model.architecture})
    else:
        show.out(model.name)
        show.note(f"known as {model.architecture}; use it with --model {model.name}")
    return 0


def _remove(options: argparse.Namespace) -> int:
    addedmodels.remove(options.name)
    if options.json:
        show.out_json({"removed": options.name})
    else:
        show.note(f"{options.name} is removed")
    return 0


def _export(options: argparse.Namespace) -> int:
    width, cross, height = options.size.lower().partition("x")
    if not (cross and width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise VidcolorError(
            f"--size is {options.size!r}.", do="Give width and height, for example 512x384."
        )
    out = options.out or Path(f"{options.name}.onnx")
    outputs = export_onnx(options.name, out, height=int(height), width=int(width))
    if options.json:
        show.out_json({"out": str(out), "outputs": outputs})
    else:
        show.out(str(out))
    return 0
