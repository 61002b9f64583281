"""Flags of the command line, made from the settings dataclasses."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any, TypeVar

S = TypeVar("S")

_ALSO = {"variant": "--seed"}  # how other programs call it


def add_settings(
    parser: argparse.ArgumentParser, settings: type[Any], title: str, *, base: Any = None
) -> None:
    """One flag for each field of a settings dataclass, with its help, bounds and default.

    The defaults are those of ``base``, where one is given.
    """
    group = parser.add_argument_group(title)
    for f in fields(settings):
        flags = ["--" + f.name.replace("_", "-"), *filter(None, [_ALSO.get(f.name)])]
        help_text = f.metadata.get("help", "")
        default = f.default if base is None else getattr(base, f.name)
        if isinstance(f.default, bool):
            group.add_argument(*flags, action="store_true", default=default, help=help_text)
            continue
        if "choices" in f.metadata:
            words = [word for word in f.metadata["choices"] if word]
            group.add_argument(*flags, choices=words, default=default, help=help_text)
            continue
        if default not in ("", -1, 0):
            help_text += f" (default {default})"
        group.add_argument(
            *flags,
            type=type(f.default),
            default=default,
            metavar=f.name.upper(),
            help=help_text.replace("%", "%%"),
        )


def add_restart(parser: argparse.ArgumentParser) -> None:
    """The flag that gives up what an earlier render of the same target finished."""
    parser.add_argument(
        "--restart", action="store_true", help="begin anew, and not where a render broke off"
    )


def settings_from(options: argparse.Namespace, settings: type[S]) -> S:
    """The settings that the flags made by :func:`add_settings` name.

    Raises:
        VidcolorError: a value is out of bounds.
    """
    names = [f.name for f in fields(settings)]  # type: ignore[arg-type]  # S is a dataclass
    return settings(**{name: getattr(options, name) for name in names})
