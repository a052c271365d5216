"""The port that the pages are served on: taken before anything starts, asked when all stands."""

from __future__ import annotations

import http.client
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"


class NotStartedError(Exception):
    """The portal can't start; the message is a sentence for the person at the terminal."""


@contextmanager
def listen(port: int) -> Iterator[socket.socket]:
    """Hold 127.0.0.1:`port`, from where the web takes visitors. Raises NotStartedError."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as refused:
            raise NotStartedError(
                f"Port {port} of this machine can't be used ({os.strerror(refused.errno or 0)}): "
                f"end the program that holds it, or choose another: make run PORT={port + 1}"
            ) from refused
        listener.listen(128)
        yield listener


def page_answers(port: int) -> bool:
    """Whether the first page answers within 2 s, and not with an error of its own."""
    asking = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        asking.request("GET", "/")
        return asking.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
