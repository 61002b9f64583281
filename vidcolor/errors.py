"""Errors that a person can act on."""

from __future__ import annotations


class VidcolorError(Exception):
    """Something a user can act on.

    ``what`` says what happened, ``do`` the next step to try; ``detail`` holds the
    technical text for the log and the window's "Show details".

    Both a terminal and the window show the sentences. Where one names a setting it says what the
    window calls it, and the flag in brackets: "Choose a smaller work size (--work-size)."
    """

    def __init__(self, what: str, *, do: str, detail: str = "") -> None:
        super().__init__(f"{what} {do}")
        self.what = what
        self.do = do
        self.detail = detail
