"""A stage that runs ahead: in order, bounded, its errors and its end carried over."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager

import pytest

from vidcolor.prefetch import in_parallel, prefetched

PATIENCE_S = 5.0


class Source:
    """Counts, and remembers what happened to it and in which thread."""

    def __init__(self, count: int, fail_at: int | None = None) -> None:
        self.count = count
        self.fail_at = fail_at
        self.made = 0
        self.grew = threading.Condition()
        self.closed_in: threading.Thread | None = None

    def items(self) -> Generator[int]:
        try:
            for number in range(self.count):
                if number == self.fail_at:
                    raise OSError("the disk has gone")
                with self.grew:
                    self.made += 1
                    self.grew.notify_all()
                yield number
        finally:
            self.closed_in = threading.current_thread()

    def wait_for(self, made: int) -> bool:
        with self.grew:
            return self.grew.wait_for(lambda: self.made >= made, PATIENCE_S)


def test_all_items_come_in_order() -> None:
    with prefetched(Source(100).items(), ahead=3, name="test") as items:
        assert list(items) == list(range(100))


def test_nothing_comes_of_nothing() -> None:
    with prefetched(Source(0).items(), ahead=3, name="test") as items:
        assert list(items) == []


def test_it_runs_ahead_but_only_so_far() -> None:
    source = Source(100)
    with prefetched(source.items(), ahead=3, name="test") as items:
        assert next(items) == 0
        assert source.wait_for(5)  # one taken, three waiting, one in the maker's hand
        assert not threading.Event().wait(0.3)
        assert source.made == 5


def test_items_are_made_in_a_thread_with_a_name() -> None:
    names = []

    def named() -> Generator[None]:
        names.append(threading.current_thread().name)
        yield

    with prefetched(named(), ahead=1, name="colour") as items:
        list(items)
    assert names == ["vidcolor-colour"]


def test_an_error_rises_where_the_items_are_taken_after_those_before_it() -> None:
    with prefetched(Source(100, fail_at=7).items(), ahead=3, name="test") as items:
        assert [next(items) for _ in range(7)] == list(range(7))
        with pytest.raises(OSError, match="disk has gone"):
            next(items)


def test_leaving_early_stops_the_thread_and_closes_the_source_there() -> None:
    source = Source(10**9)
    with prefetched(source.items(), ahead=2, name="test") as items:
        assert next(items) == 0
    assert source.closed_in is not None
    assert source.closed_in is not threading.current_thread()
    assert not source.closed_in.is_alive()


def test_an_error_of_the_taker_stops_the_thread_too() -> None:
    source = Source(10**9)

    def interrupted() -> None:
        with prefetched(source.items(), ahead=2, name="test") as items:
            next(items)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert source.closed_in is not None
    assert not source.closed_in.is_alive()


def test_stages_in_a_row_unwind_together() -> None:
    source = Source(10**9)

    def doubled(items: Generator[int]) -> Generator[int]:
        for item in items:
            yield 2 * item

    with (
        prefetched(source.items(), ahead=2, name="one") as first,
        prefetched(doubled(first), ahead=2, name="two") as second,
    ):
        assert [next(second) for _ in range(5)] == [0, 2, 4, 6, 8]
    assert source.closed_in is not None
    assert not source.closed_in.is_alive()


def parallel(  # type: ignore[no-untyped-def]
    source: Source, make=lambda item: item, prepare=lambda: None
) -> AbstractContextManager[Iterator[int]]:
    return in_parallel(source.items(), make, workers=3, prepare=prepare, name="test")


def test_parallel_results_keep_the_order_of_their_items() -> None:
    together = threading.Barrier(3)

    def slow_first(item: int) -> int:
        if item < 3:
            together.wait(PATIENCE_S)  # all three are in the making at the same time
        return 10 * item

    with parallel(Source(20), slow_first) as items:
        assert list(items) == [10 * i for i in range(20)]


def test_few_items_are_in_the_making_at_once() -> None:
    source = Source(100)
    with parallel(source) as items:
        assert next(items) == 0
        assert source.made == 4  # one given, three in the making


def test_each_worker_is_prepared() -> None:
    prepared: list[str] = []
    with parallel(
        Source(9), prepare=lambda: prepared.append(threading.current_thread().name)
    ) as items:
        list(items)
    assert 1 <= len(prepared) <= 3
    assert all(name.startswith("vidcolor-test") for name in prepared)


def test_an_error_in_a_worker_rises_at_its_items_turn() -> None:
    def fragile(item: int) -> int:
        if item == 5:
            raise OSError("the disk has gone")
        return item

    with parallel(Source(20), fragile) as items:
        assert [next(items) for _ in range(5)] == list(range(5))
        with pytest.raises(OSError, match="disk has gone"):
            next(items)


def test_leaving_early_ends_the_workers() -> None:
    with parallel(Source(10**9)) as items:
        assert next(items) == 0
    assert not [t for t in threading.enumerate() if t.name.startswith("vidcolor-test")]
