"""How many comments a CPU second an import takes in, all threads, and how much memory it needs.

The exports are invented (see `ticket_exports`), and an import is a process of its own, so that
user and system time and the peak of memory are its own, too. Of the generic form, tickets and
comments are imported one after the other, and what the comments take is what counts; all of it
together is told beside it. A Zendesk export is imported as a whole.

    python tests/benchmarks/ticket_import_speed.py --comments 1000000
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import ticket_exports

GOALS = {"csv": 150_000, "jsonl": 150_000, "zendesk": 40_000}
MOST_MEMORY = 1_000_000_000

# Pandas, which no import needs, would be imported by DuckDB if it is installed, and counted here.
IMPORT = """
import sys
sys.modules["pandas"] = None
from pathlib import Path
from helpwright.tickets.store import import_tickets

class Site:
    link_hosts = (sys.argv[1],)

    def is_ours(self, url):
        return url.startswith(f"https://{sys.argv[1]}/")

    def article_id(self, url):
        return url.split("/")[4].partition("-")[0] if "/articles/" in url else None

done = import_tickets(Path(sys.argv[2]), Path(sys.argv[3]), system=sys.argv[4], resolver=Site(),
                      key=b"k" * 32)
assert not done.skipped, done.findings
"""


def take_in(store: Path, source: Path, system: str) -> tuple[float, float]:
    """CPU seconds and the peak of memory in bytes of one import."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", IMPORT, ticket_exports.HOST, str(store), str(source), system]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss * 1024


def measure(kind: str, comments: int, folder: Path) -> bool:
    """Write an export and import it; whether the goals are reached."""
    export, store = folder / kind, folder / f"{kind}.duckdb"
    write: dict[str, Callable[[Path, int], None]] = {
        "csv": ticket_exports.write_csv,
        "jsonl": ticket_exports.write_jsonl,
        "zendesk": ticket_exports.write_zendesk,
    }
    write[kind](export, comments)
    size = sum(path.stat().st_size for path in export.iterdir()) / 1e6
    if kind == "zendesk":
        seconds, memory = take_in(store, export, "zendesk")
        whole = seconds
    else:
        first, _ = take_in(store, export / f"tickets.{kind}", "generic")
        seconds, memory = take_in(store, export / f"comments.{kind}", "generic")
        whole = first + seconds
    speed = comments / seconds
    print(
        f"{kind}: {comments:,} comments, {size:,.0f} MB ({size * 1e6 / comments:,.0f} bytes each): "
        f"{speed:,.0f} comments a CPU second "
        f"(with tickets {comments / whole:,.0f}; goal {GOALS[kind]:,}), "
        f"{memory / 1e6:,.0f} MB of memory, store {store.stat().st_size / 1e6:,.0f} MB",
        flush=True,
    )
    return speed >= GOALS[kind] and memory < MOST_MEMORY


def main() -> None:
    """Measure each form."""
    parser = argparse.ArgumentParser(description="Comments a CPU second that are imported")
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--forms", nargs="+", choices=list(GOALS), default=list(GOALS))
    options = parser.parse_args()
    reached = True
    for kind in options.forms:
        with tempfile.TemporaryDirectory() as folder:
            comments = options.comments // (5 if kind == "zendesk" else 1)
            reached = measure(kind, comments, Path(folder)) and reached
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
