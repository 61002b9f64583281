"""Two processes train one model as one process does with twice the pictures in a step."""

import subprocess
import sys
from pathlib import Path

import torch

from vidcolor.training.checkpoint import load_checkpoint

ROOT = Path(__file__).parents[3]


def test_two_processes_do_what_one_does_with_two_parts(photos, tmp_path):
    place = photos[0].path.parent
    flags = [
        *("-m", "vidcolor", "train", "swift", "--data", str(place), "--device", "cpu"),
        *("--steps", "2", "--batch-size", "2", "--validate-every", "2", "--warmup-steps", "1"),
        *("--validation-photos", "1", "--threads", "1", "--precision", "fp32"),
    ]
    together = [*(sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2")]
    # Standalone: a port of their own, whatever else runs here.
    spawned = [*together, "--standalone", *flags, "--out", str(tmp_path / "two")]
    alone = [sys.executable, *flags, "--accumulate", "2", "--out", str(tmp_path / "one")]
    for command in (spawned, alone):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    two, one = (load_checkpoint(tmp_path / name / "last.pt")["model"] for name in ("two", "one"))
    for name, value in one.items():
        assert torch.allclose(value, two[name], rtol=1e-3, atol=2e-5), name
