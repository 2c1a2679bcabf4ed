"""Access logs into the table of heard events, a hundred thousand lines at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place
from helpwright.events import formats, requests
from helpwright.events.files import BATCH, read_lines
from helpwright.events.formats import LogFormat
from helpwright.events.hearing import COLUMNS, Hearing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LOOKED_AT = 50


@dataclass
class Batch:
    """Lines of one format, from one file or several."""

    format: LogFormat
    files: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass
class LogReader:
    """Collects lines until they are worth a query: CloudFront writes thousands of small files."""

    con: DuckDBPyConnection
    hearing: Hearing
    batches: dict[str, Batch] = field(default_factory=dict)

    def read(self, path: Path, file: int) -> None:
        """Take the lines of a file; of one of unknown form nothing but a finding."""
        batch: Batch | None = None
        for lines in read_lines(path, self.hearing.findings):
            if batch is None:
                begin = [text.lstrip("\ufeff") for text in lines.texts[:_LOOKED_AT]]
                found = formats.recognise(begin)
                if found is None:
                    self.hearing.findings.append(_unknown(path))
                    return
                batch = self.batches.setdefault(found.row, Batch(found))
            self.hearing.rows += sum(map(bool, lines.texts))
            batch.files += [file] * len(lines.texts)
            batch.numbers += range(lines.first, lines.first + len(lines.texts))
            batch.texts += lines.texts
            if len(batch.texts) >= BATCH:
                self._flush(batch)

    def finish(self) -> None:
        """Query what is left."""
        for batch in self.batches.values():
            if batch.texts:
                self._flush(batch)

    def _flush(self, batch: Batch) -> None:
        import numpy as np

        con, select = self.con, batch.format.select("lines")
        lines = {
            "file": np.array(batch.files, dtype=np.int32),
            "n": np.array(batch.numbers, dtype=np.int64),
            "line": np.array(batch.texts, dtype=object),
        }
        con.register("lines", lines)
        try:
            con.execute(
                f"INSERT INTO heard SELECT file, n, line, copies, fault, {', '.join(COLUMNS)} "
                f"FROM ({requests.judged(select)}) WHERE fault <> 'other'"
            )
        finally:
            con.unregister("lines")
        batch.files, batch.numbers, batch.texts = [], [], []


def _unknown(path: Path) -> Finding:
    message = "this is no access log that is known here"
    hint = "log as the page about events says, or name the format with --format"
    return Finding(Place(str(path)), "log-unknown", message, hint)
