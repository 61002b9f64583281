"""A generator's operations recorded once, so that threads run them without Python between.

Between two operations Python's lock has to be taken again, for which the stages of a render queue:
on two cores that costs an eighth of the time. A recording gives the same bits as the module.
"""

from __future__ import annotations

import threading
import warnings
from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.unet import Prediction

# torch never gives a recording's memory back, some 20 MB each. A process that colours films of many
# sizes records the first few; the module itself gives the same bits, only slower.
_MOST_RECORDINGS = 3


class Recordings:
    """A module's recordings, one for each size of its input; shared by threads.

    They know lightness alone: hints and palettes go to the module itself.
    """

    def __init__(self, module: nn.Module) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._made: dict[_Case, torch.jit.ScriptModule] = {}

    def predict(self, lightness: Tensor, *, distribution: bool, regression: bool) -> Prediction:
        """What the module says; call it as the module, under the same autocast.

        Args:
            lightness: as for the module's ``forward``, on the CPU.
            distribution: likewise.
            regression: likewise.
        """
        case = _Case(tuple(lightness.shape), distribution, regression)
        # The optimiser would fuse operations after some calls and so change the bits on the way.
        with torch.jit.optimized_execution(False):  # type: ignore[attr-defined]  # not in the stubs
            with self._lock:
                if case not in self._made and len(self._made) < _MOST_RECORDINGS:
                    self._made[case] = self._record(lightness, case)
                recorded = self._made.get(case)
            if recorded is None:
                said: Prediction = self._module(
                    lightness, distribution=distribution, regression=regression
                )
                return said
            return Prediction(*recorded(lightness))

    def _record(self, lightness: Tensor, case: _Case) -> torch.jit.ScriptModule:
        module = _Positional(self._module, case)
        # A kept cast of the weights would be recorded as a constant that no other call may use.
        kept = torch.is_autocast_cache_enabled()
        torch.set_autocast_cache_enabled(False)
        try:
            with warnings.catch_warnings():
                # Python's own decisions hang on the size alone, and there is a recording for each.
                # That torch.jit is on its way out is why torch is capped in pyproject.toml; without
                # it a render is only slower.
                warnings.simplefilter("ignore")
                recorded = torch.jit.trace(  # type: ignore[no-untyped-call]  # of torch
                    module, lightness, check_trace=False
                )
        finally:
            torch.set_autocast_cache_enabled(kept)
        assert isinstance(recorded, torch.jit.ScriptModule)
        return recorded


class _Case(NamedTuple):
    shape: tuple[int, ...]
    distribution: bool
    regression: bool


class _Positional(nn.Module):
    """What a recording can hold: tensors in, a tuple of tensors out."""

    def __init__(self, module: nn.Module, case: _Case) -> None:
        super().__init__()
        self.module = module.eval()
        self.case = case

    def forward(self, lightness: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        said: Prediction = self.module(
            lightness, distribution=self.case.distribution, regression=self.case.regression
        )
        return said.logits, said.ab, said.coarse_ab
