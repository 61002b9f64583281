"""Downloads from a real HTTPS server that breaks, stalls, changes and lies."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from https_server import CERTIFICATE, Server, https_server, proxy, trusting

from vidcolor.errors import VidcolorError
from vidcolor.getmodels.download import DownloadProgress, download

CONTENT = random.Random(4).randbytes(3_000_000)
SUM = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with https_server(CONTENT) as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "weights.pth"


def get(server: Server, target: Path, **wishes: object) -> list[DownloadProgress]:
    asked = {"sha256": SUM, "context": trusting(), "timeout_s": 5.0} | wishes
    with closing(download(server.address, target, **asked)) as steps:  # type: ignore[arg-type]
        return list(steps)


def refused(server: Server, target: Path, **wishes: object) -> VidcolorError:
    with pytest.raises(VidcolorError) as caught:
        get(server, target, **wishes)
    assert not target.exists()
    assert caught.value.do.endswith(".")
    return caught.value


def left_over(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()}


def test_a_file_arrives_whole_and_tells_how_far_it_is(server: Server, target: Path) -> None:
    steps = get(server, target, size=len(CONTENT))
    assert target.read_bytes() == CONTENT
    assert steps[0].total == steps[-1].done == len(CONTENT)
    assert [s.done for s in steps] == sorted(s.done for s in steps)
    assert left_over(target) == {"weights.pth"}


@pytest.mark.parametrize("known", [SUM[:8], SUM.upper(), ""])
def test_a_sum_may_be_told_in_part_or_not_at_all(server: Server, target: Path, known: str) -> None:
    get(server, target, sha256=known)
    assert target.read_bytes() == CONTENT


def test_a_broken_download_goes_on_where_it_was(server: Server, target: Path) -> None:
    server.conduct.break_after = 1_000_000
    error = refused(server, target)
    assert "1.0 MB, which are kept" in error.what
    server.conduct.break_after = 0
    steps = get(server, target)
    assert steps[0].done == steps[0].began_at == 1_000_000
    assert server.conduct.asked[-1]["Range"] == "bytes=1000000-"
    assert server.conduct.asked[-1]["If-Range"] == '"one"'
    assert target.read_bytes() == CONTENT


def test_a_server_that_falls_silent_is_left_with_what_came(server: Server, target: Path) -> None:
    server.conduct.stall_after = 700_000
    error = refused(server, target, timeout_s=0.5)
    assert error.what == "The server has fallen silent after 0.7 MB, which are kept."
    server.conduct.over.set()
    server.conduct.stall_after = 0
    assert get(server, target)[0].began_at == 700_000
    assert target.read_bytes() == CONTENT


def test_who_cancels_keeps_what_came(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcolor.getmodels.download._TELL_EVERY_S", 0.0)
    server.conduct.stall_after = 2_000_000
    steps = download(server.address, target, sha256=SUM, context=trusting())
    next(steps)
    while next(steps).done < 1_000_000:
        pass
    steps.close()
    server.conduct.over.set()
    server.conduct.stall_after = 0
    assert not target.exists()
    assert get(server, target)[0].began_at >= 1_000_000
    assert target.read_bytes() == CONTENT


def test_a_file_that_has_changed_begins_anew(server: Server, target: Path) -> None:
    server.conduct.break_after = 1_000_000
    refused(server, target)
    server.conduct.break_after = 0
    server.conduct.content = CONTENT[::-1]
    server.conduct.tag = '"two"'
    steps = get(server, target, sha256=hashlib.sha256(CONTENT[::-1]).hexdigest())
    assert steps[0].began_at == 0
    assert target.read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize("conduct", ["no ranges", "weak tag"])
def test_a_server_that_cannot_continue_sends_all(
    server: Server, target: Path, conduct: str
) -> None:
    if conduct == "no ranges":
        server.conduct.ranges = False
    else:
        server.conduct.tag = 'W/"one"'
    server.conduct.break_after = 1_000_000
    refused(server, target)
    server.conduct.break_after = 0
    assert get(server, target)[0].began_at == 0
    assert target.read_bytes() == CONTENT


def test_what_is_complete_but_was_never_checked_is_asked_for_again(
    server: Server, target: Path
) -> None:
    server.conduct.break_after = 1_000_000
    refused(server, target)
    server.conduct.break_after = 0
    partial = target.with_name("weights.pth.partial")
    partial.write_bytes(CONTENT)
    get(server, target)
    assert target.read_bytes() == CONTENT


def test_a_wrong_sum_is_told_and_touches_nothing(server: Server, target: Path) -> None:
    target.write_bytes(b"an older one")
    with pytest.raises(VidcolorError, match="not what was published") as caught:
        get(server, target, sha256="0" * 64)
    assert target.read_bytes() == b"an older one"
    assert SUM in caught.value.detail
    assert left_over(target) == {"weights.pth", "weights.pth.rejected"}
    get(server, target)
    assert target.read_bytes() == CONTENT


def test_another_size_is_refused_before_it_is_fetched(server: Server, target: Path) -> None:
    error = refused(server, target, size=len(CONTENT) - 1)
    assert "another file" in error.what
    assert sum(path.stat().st_size for path in target.parent.glob("*.partial")) == 0


def test_what_a_server_refuses_is_told(server: Server, target: Path) -> None:
    server.conduct.status = 404
    assert "404" in refused(server, target).what


def test_a_certificate_that_nobody_vouches_for_is_refused(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not trusted" in refused(server, target, context=None).what
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    get(server, target, context=None)
    assert target.read_bytes() == CONTENT


def test_nobody_at_the_other_end(server: Server, target: Path) -> None:
    with https_server(b"") as gone:
        address = gone
    assert "connection failed" in refused(address, target).what


def test_a_disk_without_room_is_told_before(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("vidcolor.getmodels.download.shutil.disk_usage", lambda _: usage)
    assert refused(server, target).what == "The disk has 0 MB left, the file needs 3 MB."


def test_plain_http_is_refused(target: Path) -> None:
    with pytest.raises(VidcolorError, match="no secure address"):
        list(download("http://127.0.0.1/weights.pth", target))


@pytest.mark.parametrize("passed_by", [False, True])
def test_the_proxy_of_the_environment_is_asked(
    server: Server, target: Path, monkeypatch: pytest.MonkeyPatch, passed_by: bool
) -> None:
    with proxy() as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        if passed_by:
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        get(server, target)
    assert asked == ([] if passed_by else [f"127.0.0.1:{server.port}"])
    assert target.read_bytes() == CONTENT
