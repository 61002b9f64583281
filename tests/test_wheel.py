"""What is installed is what is in the tree: three packages, weights, cards, the clip."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"vidcolor", "gui", "models"}

_BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from a copy of the tree, without the network and without an isolated build."""
    # A copy, because setuptools leaves a build folder where it works.
    tree = tmp_path_factory.mktemp("tree")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tree)
    # Folders that must stay out, whatever is found by searching.
    shutil.copytree(ROOT / "benchmarks", tree / "benchmarks")
    (tree / "tests").mkdir()
    (tree / "tests" / "__init__.py").touch()
    target = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(target)],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = target.glob("*.whl")
    return zipfile.ZipFile(path)


def members(wheel: zipfile.ZipFile) -> set[str]:
    return set(wheel.namelist())


def text_of(wheel: zipfile.ZipFile, name: str) -> str:
    [path] = [n for n in wheel.namelist() if n.endswith(f".dist-info/{name}")]
    return wheel.read(path).decode()


def test_the_top_level_names_are_the_three_packages(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in members(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES
    assert set(text_of(wheel, "top_level.txt").split()) == PACKAGES


def test_every_module_is_inside(wheel: zipfile.ZipFile) -> None:
    files = {str(p.relative_to(ROOT)) for top in PACKAGES for p in (ROOT / top).rglob("*.py")}
    assert len(files) > 50
    assert files <= members(wheel)


def test_weights_cards_and_the_clip_are_inside(wheel: zipfile.ZipFile) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder, pattern in (
            ("models/weights", "*.safetensors"),
            ("models/weights", "*.sha256"),
            ("models/cards", "*"),
            ("vidcolor/assets", "*"),
        )
        for path in (ROOT / folder).glob(pattern)
    }
    assert "vidcolor/assets/demo.mp4" in wanted
    assert wanted <= members(wheel)
    assert "vidcolor/py.typed" in members(wheel)


def test_the_weights_stay_small(wheel: zipfile.ZipFile) -> None:
    sizes = {i.filename: i.file_size for i in wheel.infolist() if "models/weights/" in i.filename}
    assert sizes.get("models/weights/swift.safetensors", 0) <= 14e6
    assert sum(sizes.values()) <= 60e6


def test_the_commands_lead_to_something(wheel: zipfile.ZipFile) -> None:
    import configparser
    import importlib.util

    parser = configparser.ConfigParser()
    parser.read_string(text_of(wheel, "entry_points.txt"))
    assert parser["console_scripts"]["vidcolor"] == "vidcolor.__main__:entry"
    for section in parser.sections():
        for entry in parser[section].values():
            module, _, function = entry.partition(":")
            spec = importlib.util.find_spec(module)
            assert spec is not None
            assert spec.origin is not None
            assert f"def {function}(" in Path(spec.origin).read_text(encoding="utf-8")


def test_it_can_never_be_uploaded_by_mistake(wheel: zipfile.ZipFile) -> None:
    facts = Parser().parsestr(text_of(wheel, "METADATA"))
    assert "Private :: Do Not Upload" in facts.get_all("Classifier", [])
