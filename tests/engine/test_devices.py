"""Choosing a device, and saying so when there is none or its memory ends."""

from __future__ import annotations

import os

import pytest
import torch

from vidcolor.devices import (
    Compute,
    choose_compute,
    core_count,
    is_out_of_memory,
    is_out_of_threads,
    memory_advice,
    prepare_thread,
)
from vidcolor.errors import VidcolorError


def test_the_processor_is_always_there() -> None:
    compute = choose_compute("cpu")
    assert compute.device.type == "cpu"
    assert compute.batch == 1
    assert compute.threads == 1  # more would change the colours with the number of cores
    assert 1 <= compute.workers <= core_count()
    assert compute.name


def test_auto_takes_something_that_works() -> None:
    compute = choose_compute("auto")
    assert torch.ones(2, device=compute.device).sum().item() == 2


def test_precision_can_be_asked_for() -> None:
    assert choose_compute("cpu", precision="fp32").dtype is torch.float32
    assert choose_compute("cpu", precision="bf16").dtype is torch.bfloat16


@pytest.mark.parametrize("name", ["gpu", "", "cuda:x", "cuda:", "cpu 1", "cuda:-1"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(VidcolorError, match="no device called") as caught:
        choose_compute(name)
    assert "cpu" in caught.value.do


@pytest.mark.parametrize("name", ["cpu:1", "cpu:99", "mps:3"])
def test_devices_that_come_alone_have_no_number(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    with pytest.raises(VidcolorError, match="There is no"):
        choose_compute(name)


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps", "xpu"])
def test_a_device_that_is_not_here_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (torch.cuda, torch.backends.mps, torch.xpu):
        monkeypatch.setattr(module, "is_available", lambda: False)
    with pytest.raises(VidcolorError, match="no device") as caught:
        choose_compute(name)
    assert "--device cpu" in caught.value.do


def test_a_card_beyond_the_last_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(VidcolorError, match="sees 2 cuda devices"):
        choose_compute("cuda:2")


def test_a_thread_is_prepared_with_the_threads_of_the_render() -> None:
    before = torch.get_num_threads()
    try:
        compute = choose_compute("cpu")
        prepare_thread(compute)
        assert torch.get_num_threads() == compute.threads
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
    ],
)
def test_the_end_of_memory_becomes_a_sentence(error: Exception) -> None:
    assert is_out_of_memory(error)
    with (
        pytest.raises(VidcolorError, match="not enough memory on cpu") as caught,
        memory_advice(choose_compute("cpu")),
    ):
        raise error
    assert "--work-size" in caught.value.do
    assert "--device cpu" not in caught.value.do  # it is the processor whose memory ended


def test_where_a_card_is_full_the_processor_is_a_way_out() -> None:
    card = Compute(torch.device("cuda"), torch.float32, 1, 8)
    with pytest.raises(VidcolorError, match="on cuda") as caught, memory_advice(card):
        raise torch.OutOfMemoryError("CUDA out of memory")
    assert "--device cpu" in caught.value.do


def test_the_end_of_threads_becomes_a_sentence_of_its_own() -> None:
    error = RuntimeError("can't start new thread")
    assert is_out_of_threads(error)
    assert not is_out_of_memory(error)  # smaller batches would not help
    with (
        pytest.raises(VidcolorError, match="no more threads") as caught,
        memory_advice(choose_compute("cpu")),
    ):
        raise error
    assert "Close other programs" in caught.value.do


@pytest.mark.parametrize("error", [RuntimeError("shapes differ"), ValueError("memory"), OSError()])
def test_other_errors_pass_as_they_are(error: Exception) -> None:
    assert not is_out_of_memory(error)
    with pytest.raises(type(error)) as caught, memory_advice(choose_compute("cpu")):
        raise error
    assert caught.value is error


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system has no affinity")
def test_only_cores_that_this_process_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5})
    assert core_count() == 3
    assert choose_compute("cpu").workers == 3
