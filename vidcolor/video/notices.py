"""Warnings that grow while a film is read, each said once and kept up to date."""

from __future__ import annotations

from collections.abc import Iterable


class Notices:
    """A list of sentences where a later word on the same matter replaces the earlier one.

    Attributes:
        sentences: what the person should know, in the order in which it came up.
    """

    def __init__(self, sentences: Iterable[str] = ()) -> None:
        self.sentences: list[str] = list(sentences)
        self._places: dict[str, int] = {}

    def put(self, matter: str, sentence: str) -> None:
        """Say ``sentence`` about ``matter``, in place of what was said about it before."""
        if matter in self._places:
            self.sentences[self._places[matter]] = sentence
        else:
            self._places[matter] = len(self.sentences)
            self.sentences.append(sentence)
