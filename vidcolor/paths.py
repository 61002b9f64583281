"""Where vidcolor keeps its own files: one folder for data, one for what can be made again."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "VIDCOLOR_HOME"
"""Environment variable that puts every folder of vidcolor below one path of the user's choice."""


def user_data_dir() -> Path:
    """The folder of things worth keeping: settings, added models, the render queue.

    Returns:
        A path that need not exist yet; whoever writes makes it.
    """
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / "data" if home else platformdirs.user_data_path("vidcolor", appauthor=False)


def user_cache_dir() -> Path:
    """The folder of things that can be made again: packet indexes, colour tracks.

    Returns:
        A path that need not exist yet; whoever writes makes it.
    """
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / "cache"
    return platformdirs.user_cache_path("vidcolor", appauthor=False)
