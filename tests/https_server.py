"""A real HTTPS server in the test's own process, badly behaved at will, and a proxy."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Self-signed for localhost and 127.0.0.1, valid until 2126; worth nothing anywhere else.
CERTIFICATE = Path(__file__).parent / "localhost.pem"


@dataclass
class Conduct:
    """What the server offers and how it behaves; a test changes it on the way."""

    content: bytes
    tag: str = '"one"'
    ranges: bool = True
    break_after: int = 0  # closes the line after so many bytes of an answer
    stall_after: int = 0  # falls silent after so many bytes, until the test ends
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)  # the headers of each request
    over: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    address: str
    port: int
    conduct: Conduct


@contextlib.contextmanager
def https_server(content: bytes) -> Iterator[Server]:
    """Serves the content under every path."""
    conduct = Conduct(content)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            conduct.asked.append(dict(self.headers))
            _answer(self, conduct)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]  # lines are broken here
    with _running(server):
        port = server.server_address[1]
        yield Server(f"https://127.0.0.1:{port}/weights.pth", port, conduct)
        conduct.over.set()


def _answer(request: BaseHTTPRequestHandler, conduct: Conduct) -> None:
    if conduct.status != 200:
        request.send_error(conduct.status)
        return
    start = 0
    wish = request.headers.get("Range", "")
    if wish and conduct.ranges and request.headers.get("If-Range") == conduct.tag:
        start = int(wish.removeprefix("bytes=").rstrip("-"))
        if start >= len(conduct.content):
            request.send_error(416)
            return
        request.send_response(206)
        last = len(conduct.content) - 1
        request.send_header("Content-Range", f"bytes {start}-{last}/{len(conduct.content)}")
    else:
        request.send_response(200)
    body = conduct.content[start:]
    request.send_header("Content-Length", str(len(body)))
    request.send_header("ETag", conduct.tag)
    request.end_headers()
    end = min(conduct.break_after or len(body), conduct.stall_after or len(body))
    request.wfile.write(body[:end])
    request.wfile.flush()
    if conduct.stall_after:
        conduct.over.wait(20)
    if end < len(body):
        request.connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy that opens tunnels; its address, and whereto it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            host, _, port = self.path.partition(":")
            with socket.create_connection((host, int(port))) as far:
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=_pass_on, args=(far, self.connection))
                back.start()
                _pass_on(self.connection, far)
                back.join()
            self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with _running(server):
        yield f"http://127.0.0.1:{server.server_address[1]}", asked


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    server.daemon_threads = False  # the closing waits for what it began
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def trusting() -> ssl.SSLContext:
    """What trusts the server, as SSL_CERT_FILE would."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))
