"""The site that stands, when a build writes only what it changes.

Files that come out as they are in the site stay where they are; the others lie on a stage. Few of
them are put into the site one by one; for many, the stage becomes a whole site, which takes the
place of the old one in one step.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpwright.files import contents
from helpwright.publication.staging import Stage, refused, swapping

MOST = 1000
"""So many files at most are put into the site one by one."""


@dataclass
class Standing:
    """A site as it stands.

    Attributes:
        site: Its folder.
        is_same: Whether nobody has put another site into its place.
        doubt: Called before the first file of the site is replaced.
        last: The end of the name of the file that goes in last.
        stays: The files that stay as they are, relative to the site.
    """

    site: Path
    is_same: Callable[[], bool]
    doubt: Callable[[], None]
    last: str = ""
    stays: set[str] = field(default_factory=set)

    def keeps(self, name: str, data: bytes) -> bool:
        """Whether a file of the site holds just that. Then it stays, and need not be written."""
        if not _holds(f"{self.site}{os.sep}{name}", data):
            return False
        self.stays.add(name)
        return True

    def fresh(self, stage: Path, there: Mapping[str, os.DirEntry[str]] | None = None) -> list[str]:
        """The files on a stage that the site does not have as they are; the others stay.

        `there` are the files of the site, if somebody knows them.
        """
        there = list_files(self.site) if there is None else there
        found = []
        for name, entry in list_files(stage).items():
            if name in there and _is_equal(entry, there[name]):
                self.stays.add(name)
            else:
                found.append(name)
        return sorted(found)

    def complete(self, stage: Path) -> None:
        """Make a stage the whole site: what stays is there, too."""
        made = {""}
        for name in sorted(self.stays):
            parent = name.rpartition("/")[0]
            if parent not in made:
                (stage / parent).mkdir(parents=True, exist_ok=True)
                made.add(parent)
            if not (stage / name).exists():
                _copy(self.site / name, stage / name)
        self.stays.clear()

    def publish(self, stage: Stage) -> bool:
        """Put what is on a stage into the site, and take away what the build did not make.

        Returns:
            Whether it is done. If not, somebody else replaced the site meanwhile, which stands.

        Raises:
            InputError: the system refuses.
        """
        try:
            return self._publish(stage)
        except OSError as error:
            raise refused(self.site, error) from None
        finally:
            stage.discard()

    def _publish(self, stage: Stage) -> bool:
        there = list_files(self.site)
        fresh = self.fresh(stage.folder, there)
        stale = sorted(there.keys() - self.stays - set(fresh))
        fresh.sort(key=lambda name: (_ends(name, self.last), name in there, name))
        if len(fresh) + len(stale) > MOST or not _fits(fresh, there.keys(), self.site):
            with swapping(self.site):
                if not self.is_same():
                    return False
                self.complete(stage.folder)
            stage.publish()
            return True
        with swapping(self.site):
            if not self.is_same():
                return False
            if fresh or stale:
                self.doubt()
            for name in fresh:
                target = self.site / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (stage.folder / name).replace(target)
            for name in stale:
                _remove(self.site, name)
        return True


def list_files(folder: Path) -> dict[str, os.DirEntry[str]]:
    """The files below a folder, by their names relative to it, with slashes."""
    found: dict[str, os.DirEntry[str]] = {}
    waiting = [(str(folder), "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    found[prefix + entry.name] = entry
    return found


def _ends(name: str, end: str) -> bool:
    return bool(end) and name.endswith(end)


def _holds(path: str, data: bytes) -> bool:
    """Whether a file holds just that."""
    try:
        return contents(path) == data
    except OSError:
        return False


def _is_equal(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    marks = one.stat(), other.stat(follow_symlinks=False)
    if os.path.samestat(*marks):
        return True
    return marks[0].st_size == marks[1].st_size and (
        _holds(other.path, Path(one.path).read_bytes())
    )


def _fits(fresh: Collection[str], there: Collection[str], site: Path) -> bool:
    """Whether no folder comes into the place of a file, nor a file into that of a folder."""
    for name in fresh:
        if name in there:
            continue
        parent = name.rpartition("/")[0]
        while parent:
            if parent in there:
                return False
            parent = parent.rpartition("/")[0]
        if (site / name).is_dir():
            return False
    return True


def _copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # A file system without links.
        shutil.copy2(source, target)


def _remove(site: Path, name: str) -> None:
    """Take a file away, and the folders that are empty then."""
    path = site / name
    path.unlink(missing_ok=True)
    folder = path.parent
    with contextlib.suppress(OSError):
        while folder != site:
            folder.rmdir()
            folder = folder.parent
