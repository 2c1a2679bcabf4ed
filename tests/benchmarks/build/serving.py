"""What a server costs between an edit and the changed page, and until it rests again."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import measuring
from measuring import Effort, NotMeasured, Times

PAUSE = 0.1  # seconds between two requests
WINDOW = 1.0  # seconds over which CPU is compared
STEADY = 0.03  # CPU seconds in a second by which windows at rest may differ
BUSY = 0.5  # from here on, a server is not at rest, however steady it works
PATIENCE = 120.0  # seconds for a server to come to rest


@dataclass(frozen=True)
class Server:
    """A running server, and the seconds that it may take for anything."""

    process: int
    port: int
    limit: float

    def get(self, address: str) -> str:
        """The page at an address; empty if there is none (yet)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.limit)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", errors="replace")
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()
        return text if answer.status == 200 else ""


@contextmanager
def serving(
    command: Callable[[int], Sequence[str]],
    *,
    folder: Path,
    environment: Mapping[str, str],
    limit: float,
    log: Path,
) -> Iterator[Server]:
    """Start a server on a free port, and end it afterwards."""
    port = _free_port()
    process = measuring.start(command(port), folder=folder, environment=environment, log=log)
    try:
        yield Server(process.pid, port, limit)
    except NotMeasured as problem:
        raise NotMeasured(problem.reason, problem.detail or measuring.last_lines(log)) from problem
    finally:
        _end(process)


def wait_for(server: Server, address: str, words: str) -> None:
    """Ask for a page until it has these words.

    Raises:
        NotMeasured: If it does not within the limit, or the server ends.
    """
    end = time.perf_counter() + server.limit
    while words not in server.get(address):
        measuring.times(server.process)
        if time.perf_counter() > end:
            raise NotMeasured(f"over {server.limit:,.0f} s")
        time.sleep(PAUSE)


def edit(server: Server, address: str, make: Callable[[], str]) -> tuple[Effort, Effort]:
    """What an edit costs until its page is served, and until the server rests again.

    What the server uses at rest, while it is asked for the page as often, is subtracted.
    """
    rest = _rest(server, address)
    before, begun = measuring.times(server.process), time.perf_counter()
    words = make()
    wait_for(server, address, words)
    served = _effort(server, before, begun, rest)
    _rest(server, address, most=rest + STEADY)
    # The windows in which it was found to rest cost as much as before, and are subtracted too.
    settled = _effort(server, before, begun, rest)
    return served, settled


def _rest(server: Server, address: str, most: float = BUSY) -> float:
    """CPU seconds in a second at rest: two windows one after the other are the same, and low."""
    end = time.perf_counter() + PATIENCE
    last = _window(server, address)
    while time.perf_counter() < end:
        now = _window(server, address)
        if abs(now - last) <= STEADY and max(now, last) <= most:
            return (now + last) / 2
        last = now
    raise NotMeasured("never rests")


def _window(server: Server, address: str) -> float:
    before, begun = measuring.times(server.process), time.perf_counter()
    while time.perf_counter() < begun + WINDOW:
        server.get(address)
        time.sleep(PAUSE)
    used = measuring.times(server.process) - before
    return used.cpu / (time.perf_counter() - begun)


def _effort(server: Server, before: Times, begun: float, rest: float) -> Effort:
    used, wall = measuring.times(server.process) - before, time.perf_counter() - begun
    user, system = used.split(max(0.0, used.cpu - rest * wall))
    return Effort(user, system, wall, measuring.peak(server.process))


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        measuring.stop(process, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        measuring.stop(process)
        process.wait()
