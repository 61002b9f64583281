"""The command on projects: render."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from vidcolor.cli import show
from vidcolor.cli.following import follow_film
from vidcolor.cli.options import add_restart
from vidcolor.errors import VidcolorError
from vidcolor.pipeline import colorize_film, default_target
from vidcolor.project import Project
from vidcolor.projectfile import load_project, relinked


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command of this module."""
    render = commands.add_parser("render")
    render.add_argument("project", type=Path, metavar="FILE.vidcolor")
    render.add_argument("target", type=Path, nargs="?", help="default: what the project says")
    render.add_argument("--source", type=Path, metavar="PATH", help="where the film is now")
    render.add_argument("--overwrite", action="store_true", help="replace the target")
    add_restart(render)
    render.add_argument("--json", action="store_true", help="one JSON object on stdout")
    render.set_defaults(run=_render)


def _render(options: argparse.Namespace) -> int:
    project, notices = _opened(options.project, options.source)
    for notice in notices:  # before the long work
        show.note(f"warning: {notice}")
    target = options.target or _target(project)
    steps = colorize_film(
        project.source,
        target,
        color=project.color,
        output=project.output,
        span=project.span,
        overwrite=options.overwrite,
        restart=options.restart,
        steering=project.steering,
    )
    result = follow_film(steps, target)
    if options.json:
        result = replace(result, warnings=(*notices, *result.warnings))
    show.render_result(result, as_json=options.json)
    return 0


def _opened(file: Path, source: Path | None) -> tuple[Project, tuple[str, ...]]:
    """A project whose film is there, and what the person should know of it."""
    loaded = load_project(file)
    project = loaded.project
    if source is None and loaded.source_missing:
        raise VidcolorError(
            f"The film {project.source} is not there.", do="Name its new place with --source PATH."
        )
    if source is None and not project.fingerprint:
        return project, loaded.notices
    project, differs = relinked(project, source or project.source)
    return project, (*loaded.notices, *differs)


def _target(project: Project) -> Path:
    """Where the project says, else beside the source."""
    if project.target:
        return Path(project.target)
    return default_target(project.source, project.output, stills=project.color.stills)
