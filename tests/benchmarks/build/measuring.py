"""What a process costs: its own figures from the kernel, with those of its children."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")
_LAST_LINES = 12


@dataclass(frozen=True)
class Effort:
    """User and system CPU seconds, seconds on the wall, peak memory and output in bytes."""

    user: float
    system: float
    wall: float
    peak: int
    output: int = 0

    @property
    def cpu(self) -> float:
        """CPU seconds in all."""
        return self.user + self.system


@dataclass(frozen=True)
class Times:
    """CPU seconds of a process and its children until now.

    `cpu` is exact; `user` and `system` count ticks of the kernel, mostly hundredths of a second.
    """

    cpu: float
    user: float
    system: float

    def __sub__(self, earlier: Times) -> Times:
        return Times(self.cpu - earlier.cpu, self.user - earlier.user, self.system - earlier.system)

    def split(self, cpu: float) -> tuple[float, float]:
        """So many CPU seconds in the proportion of user to system."""
        ticks = self.user + self.system
        user = cpu * self.user / ticks if ticks else cpu
        return user, max(0.0, cpu - user)


class NotMeasured(Exception):
    """Why there is no figure, in a few words for a table; `detail` is for the terminal."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def start(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own; what it says goes to `log`."""
    with log.open("wb") as said:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    limit: float,
    log: Path,
) -> Effort:
    """Run a command to its end; peak memory is that of its largest process.

    Raises:
        NotMeasured: If it takes longer than `limit` seconds, or fails.
    """
    begun = time.perf_counter()
    process = start(command, folder=folder, environment=environment, log=log)
    stopper = threading.Timer(limit, stop, [process])
    stopper.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:  # the terminal does not interrupt a process group of its own
        stop(process)
        raise
    finally:
        stopper.cancel()
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if wall >= limit:
        raise NotMeasured(f"over {limit:,.0f} s")
    if process.returncode:
        raise NotMeasured("failed", last_lines(log))
    return Effort(usage.ru_utime, usage.ru_stime, wall, usage.ru_maxrss * 1024)


def stop(process: subprocess.Popen[bytes], sign: int = signal.SIGKILL) -> None:
    """End the process group that `start` made."""
    os.killpg(process.pid, sign)


def last_lines(log: Path) -> str:
    """The end of what a command said."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_LAST_LINES:])


def times(process: int) -> Times:
    """CPU of a running process, its children, and those of them that have ended."""
    cpu = user = system = 0.0
    for number, fields in _tree(process):
        # proc(5): utime, stime, cutime and cstime are fields 14 to 17, here counted from the state.
        own_user, own_system, ended_user, ended_system = (int(one) * TICK for one in fields[11:15])
        user += own_user + ended_user
        system += own_system + ended_system
        cpu += _clock(number, own_user + own_system) + ended_user + ended_system
    return Times(cpu, user, system)


def peak(process: int) -> int:
    """Most bytes of memory that the process itself has had."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(
        (Path(place) / name).lstat().st_size
        for place, _, names in os.walk(folder)
        for name in names
    )


def _clock(process: int, ticks: float) -> float:
    """The CPU clock of a process in nanoseconds' resolution; its ticks if that cannot be read."""
    try:
        return time.clock_gettime(~process << 3 | 2)  # clock_getcpuclockid(3)
    except OSError:
        return ticks


def _tree(process: int) -> Iterator[tuple[int, list[str]]]:
    """A process and all below it, with fields of /proc/<pid>/stat from the state on."""
    found: dict[int, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            # A command's name may hold spaces and brackets.
            found[int(entry.name)] = stat.rpartition(")")[2].split()
    if process not in found:
        raise NotMeasured("ended early")
    below = [process]
    while below:
        parent = below.pop()
        yield parent, found[parent]
        below += [other for other, fields in found.items() if int(fields[1]) == parent]
