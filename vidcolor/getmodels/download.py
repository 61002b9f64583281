"""One file over HTTPS: goes on where it was broken off, is believed only for its sum."""

from __future__ import annotations

import errno
import http.client
import json
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from vidcolor import __version__
from vidcolor.errors import VidcolorError
from vidcolor.networks import file_sha256

_CHUNK = 1 << 18
_TELL_EVERY_S = 0.1
_RANGE_NOT_SATISFIABLE = 416
_PARTIAL_CONTENT = 206
_AGAIN = "Run it again: it goes on from there."


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """Where a download stands."""

    done: int  # bytes on the disk
    total: int  # bytes; 0 where the server does not tell
    began_at: int  # bytes that were there before
    seconds: float

    @property
    def bytes_per_second(self) -> float:
        """Of this connection; 0 at first."""
        return (self.done - self.began_at) / self.seconds if self.seconds > 0 else 0.0


def download(
    address: str,
    target: Path,
    *,
    sha256: str = "",
    size: int = 0,
    timeout_s: float = 30.0,
    context: ssl.SSLContext | None = None,
) -> Generator[DownloadProgress, None, None]:
    """Bring a file here, yielding on the way.

    What has arrived lies in ``target.partial``. Closing the generator cancels and keeps it, as does
    every failure of the line: the next call asks for the rest, if the server still has the
    same file (If-Range); a server that cannot continue sends all of it again.

    Proxies are those of the environment (``HTTPS_PROXY``, ``NO_PROXY``, as `urllib` reads them),
    certificates those that OpenSSL trusts (``SSL_CERT_FILE`` names others).

    Args:
        address: begins with ``https://``.
        target: written only when everything is here and the sum is right.
        sha256: that the file must have, or how it must begin; empty: any.
        size: bytes that it must have; 0: any.
        timeout_s: how long the server may be silent.
        context: in place of the usual certificates.

    Raises:
        VidcolorError: the line or the server fails, the disk is full, the file is another one.
    """
    partial = target.with_name(target.name + ".partial")
    if not address.startswith("https://"):
        raise VidcolorError(f"{address} is no secure address.", do="Give one that begins https://.")
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=context or ssl.create_default_context())
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(_answer(opener, address, partial, timeout_s)) as response:
            began_at = _begin(response.headers, response.status, partial, address)
            total = _total(response.headers, began_at)
            _check_offer(response, total, size, target)
            yield from _receive(response, partial, began_at, total)
    except urllib.error.HTTPError as error:
        error.close()
        raise VidcolorError(
            f"The server answered {error.code} ({error.reason}) for {address}.",
            do="Try again later; or get the file in a browser and use `vidcolor models add FILE`.",
        ) from error
    except TimeoutError as error:
        raise _broken("The server has fallen silent", partial, error) from error
    except (
        urllib.error.URLError,
        http.client.HTTPException,
        ConnectionError,
        ssl.SSLError,
    ) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _broken("The server does not answer", partial, error) from error
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise VidcolorError(
                f"The certificate of {address} is not trusted: {reason.verify_message}.",
                do="Behind a proxy that reads along, name its certificate in SSL_CERT_FILE.",
                detail=str(reason),
            ) from error
        raise _broken("The connection failed", partial, error) from error
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise VidcolorError(
            f"{partial.name} could not be written: {error.strerror or error}.",
            do=f"Make room on the disk of {partial.parent}."
            if full
            else f"See whether the folder {partial.parent} may be written to.",
            detail=str(error),
        ) from error
    _accept(partial, target, sha256)


def _answer(
    opener: urllib.request.OpenerDirector, address: str, partial: Path, timeout_s: float
) -> http.client.HTTPResponse:
    """The server's answer to a wish for the file, or for what is missing of it."""
    headers = {"User-Agent": f"vidcolor/{__version__}", "Accept-Encoding": "identity"}
    known = _known_tag(partial, address)
    have = partial.stat().st_size if known and partial.exists() else 0
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": known}
    try:
        response = opener.open(urllib.request.Request(address, headers=headers), timeout=timeout_s)
    except urllib.error.HTTPError as error:
        if error.code != _RANGE_NOT_SATISFIABLE or not have:
            raise
        error.close()  # there is nothing behind what is here: it is asked for from the start
        _forget(partial)
        return _answer(opener, address, partial, timeout_s)
    assert isinstance(response, http.client.HTTPResponse)
    return response


def _begin(headers: Message, status: int, partial: Path, address: str) -> int:
    """How many bytes the answer continues; what cannot be continued is thrown away."""
    have = partial.stat().st_size if partial.exists() else 0
    if status == _PARTIAL_CONTENT:
        if headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            return have
        _forget(partial)
        raise VidcolorError(
            "The server continued the file at another place than asked for.",
            do="Run it again: it begins anew.",
            detail=headers.get("Content-Range", ""),
        )
    _forget(partial)
    tag = headers.get("ETag", "")
    if not tag.startswith('"'):  # a weak one does not promise the same bytes
        tag = headers.get("Last-Modified", "")
    _tag_file(partial).write_text(json.dumps({"address": address, "tag": tag}), encoding="utf-8")
    return 0


def _total(headers: Message, began_at: int) -> int:
    length = headers.get("Content-Length", "")
    return began_at + int(length) if length.isdigit() else 0


def _check_offer(response: http.client.HTTPResponse, total: int, size: int, target: Path) -> None:
    if not response.url.startswith("https://"):
        raise VidcolorError(
            "The server leads to an address that is not secure.",
            do="Fetch the file from somewhere you trust and use `vidcolor models add FILE`.",
            detail=response.url,
        )
    if size and total and total != size:
        raise VidcolorError(
            f"The server offers another file: {total:,} bytes, published were {size:,}.",
            do="Its publisher may have changed it: see whether there is a newer vidcolor, or use "
            "`vidcolor models add FILE` with a file you trust.",
        )
    free = shutil.disk_usage(target.parent).free
    if total > free:
        raise VidcolorError(
            f"The disk has {free / 1e6:.0f} MB left, the file needs {total / 1e6:.0f} MB.",
            do=f"Make room on the disk of {target.parent}.",
        )


def _receive(
    response: http.client.HTTPResponse, partial: Path, began_at: int, total: int
) -> Iterator[DownloadProgress]:
    start = told = time.monotonic()
    done = began_at
    yield DownloadProgress(done, total, began_at, 0.0)
    # Unbuffered: whatever ends this process, what has arrived is on the disk.
    with partial.open("ab", buffering=0) as file:
        while chunk := response.read1(_CHUNK):
            _write(file, chunk)
            done += len(chunk)
            now = time.monotonic()
            if now - told >= _TELL_EVERY_S:
                told = now
                yield DownloadProgress(done, total, began_at, now - start)
    if total and done < total:
        raise http.client.IncompleteRead(b"", total - done)
    yield DownloadProgress(done, total, began_at, time.monotonic() - start)


def _write(file: BinaryIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[file.write(view) :]


def _accept(partial: Path, target: Path, sha256: str) -> None:
    got = file_sha256(partial)
    if not got.startswith(sha256.lower()):
        rejected = target.with_name(target.name + ".rejected")
        partial.replace(rejected)
        _forget(partial)
        raise VidcolorError(
            "What has arrived is not what was published: its sum is another.",
            do="Try again; where it happens twice, its publisher or a proxy has changed it. It "
            f"lies in {rejected}; nothing else was touched.",
            detail=f"SHA-256 is {got}, should be {sha256}",
        )
    partial.replace(target)
    _forget(partial)


def _broken(what: str, partial: Path, error: Exception) -> VidcolorError:
    have = partial.stat().st_size if partial.exists() else 0
    if have and _tag_file(partial).exists():
        return VidcolorError(
            f"{what} after {have / 1e6:.1f} MB, which are kept.", do=_AGAIN, detail=str(error)
        )
    return VidcolorError(
        f"{what}.",
        do="See whether the network works; a proxy is told by HTTPS_PROXY. Then run it again.",
        detail=str(error),
    )


def _tag_file(partial: Path) -> Path:
    return partial.with_name(partial.name + ".json")


def _known_tag(partial: Path, address: str) -> str:
    """By what the server knows the file again; empty where it cannot be continued."""
    try:
        known = json.loads(_tag_file(partial).read_text(encoding="utf-8"))
        return str(known["tag"]) if known["address"] == address else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _forget(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    _tag_file(partial).unlink(missing_ok=True)
