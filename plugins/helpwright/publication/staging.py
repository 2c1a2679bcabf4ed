"""Staging: a site is built beside the published one and takes its place in one step.

A stage is a folder `.<site>.building-<pid>-<random>` beside the site, locked by the process that
builds in it; the lock goes with the process, however it ends, so what nobody holds is rubbish.
Readers see the old tree or the new one. Where a system cannot exchange two folders in one step,
the old one is `.<site>.previous` for a moment, and `recover` puts it back if a kill fell into
that moment.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from helpwright.errors import Finding, InputError, Place, Severity

if sys.platform != "win32":
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
_ERROR_ACCESS_DENIED = 5


@dataclass
class Stage:
    """A folder to build in. Leaving the `with` block without `publish` discards it."""

    folder: Path
    site: Path
    lock: int

    def publish(self) -> None:
        """Put the stage in the place of the site and delete the old tree.

        Raises:
            InputError: the system refuses; the site is as it was.
        """
        try:
            with swapping(self.site):
                if self.site.is_dir():
                    shutil.copymode(self.site, self.folder)
                if not exchange(self.folder, self.site):
                    replace_in_two_steps(self.folder, self.site)
        except OSError as error:
            raise refused(self.site, error) from None
        finally:
            self.discard()

    def discard(self) -> None:
        """Delete what is in the stage's place: the stage, or the old tree after `publish`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1

    def __enter__(self) -> Self:
        """Build inside the `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing behind."""
        self.discard()


def stage_for(site_dir: Path) -> Stage:
    """Make a stage for a site, after clearing away what dead builds left.

    Raises:
        InputError: nothing can be written beside the site.
    """
    site = site_dir.resolve()
    try:
        # One question, not two: another build may move the folder away in between.
        if site.is_file():
            raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder")
        site.parent.mkdir(parents=True, exist_ok=True)
        recover(site)
        while True:
            # A name of its own, for another build may still be deleting the last one's old tree.
            name = f".{site.name}.building-{os.getpid()}-{secrets.token_hex(4)}"
            folder = site.parent / name
            folder.mkdir()
            if (lock := _lock(folder)) is not None:
                return Stage(folder, site, lock)
    except OSError as error:
        raise refused(site, error) from None


def recover(site_dir: Path) -> None:
    """Remove the stages of dead processes, and put back a site that a kill left moved away.

    Raises:
        InputError: the folder that the site is in cannot be read or locked.
    """
    site = site_dir.resolve()
    try:
        _recover(site)
    except FileNotFoundError:
        return
    except OSError as error:
        raise refused(site, error) from None


def _recover(site: Path) -> None:
    with swapping(site):
        previous = _previous(site)
        if previous.is_dir() and not site.exists():
            previous.rename(site)
        elif previous.is_dir():
            shutil.rmtree(previous, ignore_errors=True)
    pattern = re.compile(rf"\.{re.escape(site.name)}\.building-([0-9]+)(?:-[0-9a-f]+)?")
    for folder in sorted(site.parent.iterdir()):
        match = pattern.fullmatch(folder.name)
        if match and folder.is_dir() and not folder.is_symlink():
            _remove_dead(folder, int(match[1]))


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False if the system cannot or one does not exist."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOENT, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def replace_in_two_steps(folder: Path, site: Path) -> None:
    """Move the site away and the folder into its place; the old tree ends up as the folder."""
    previous = _previous(site)
    if not site.exists():
        folder.rename(site)
        return
    shutil.rmtree(previous, ignore_errors=True)
    site.rename(previous)
    try:
        folder.rename(site)
    except OSError:
        previous.rename(site)
        raise
    previous.rename(folder)


def _previous(site: Path) -> Path:
    return site.parent / f".{site.name}.previous"


@contextlib.contextmanager
def swapping(site: Path) -> Iterator[None]:
    """Hold other builds of sites in the same folder off while folders change names."""
    if sys.platform == "win32":
        yield
        return
    parent = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(parent, fcntl.LOCK_EX)
        yield
    finally:
        os.close(parent)


def _lock(folder: Path) -> int | None:
    """Lock a folder for as long as this process lives; None if somebody was faster."""
    if sys.platform == "win32":
        return -1  # `recover` asks whether the process runs instead
    handle = -1
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between making and locking it, another build may have taken it for rubbish.
        if os.path.samestat(os.fstat(handle), folder.stat()):
            held, handle = handle, -1
            return held
    except (BlockingIOError, FileNotFoundError):
        pass
    finally:
        if handle >= 0:
            os.close(handle)
    return None


def _remove_dead(folder: Path, pid: int) -> None:
    if sys.platform == "win32":
        if not _is_running(pid):
            shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        lock = _lock(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":
        # There `os.kill` with 0 would send Ctrl+C.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(_PROCESS_QUERY_LIMITED_INFORMATION, False, pid)
        if not handle:
            return ctypes.get_last_error() == _ERROR_ACCESS_DENIED
        kernel.CloseHandle(ctypes.c_void_p(handle))
        return True
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def refused(site: Path, error: OSError) -> InputError:
    """What is said where the system does not let a site be put into its place."""
    message = f"the site cannot be put there: {error.strerror or error}"
    hint = "site_dir must be a folder that can be renamed, in a folder that can be written to"
    if error.errno in (errno.EBUSY, errno.EXDEV):
        hint = "site_dir is a mount point; publish into a folder inside it"
    finding = Finding(Place(str(site)), "publish-failed", message, hint, Severity.ERROR)
    return InputError(finding)
