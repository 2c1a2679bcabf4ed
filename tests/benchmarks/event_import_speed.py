"""How fast access logs become events: python tests/benchmarks/event_import_speed.py [LINES].

The target is 100,000 lines a CPU second, and memory that does not grow with the log.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from helpwright.events import import_events

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
WORDS = ("refund", "course", "certificate", "invoice", "video", "password", "team", "charge")
START = 1_795_000_000


def events(count: int) -> Iterator[tuple[float, str, str]]:
    """Time, request id and query of events as browsers send them."""
    chance = random.Random(7)
    for number in range(count):
        article = f"art{chance.randrange(600):03}x"
        name = chance.choice(("view", "view", "view", "search", "search-click", "feedback"))
        facts: dict[str, object] = {"v": 2, "e": name, "p": f"billing/page-{article}/", "l": "en"}
        if name.startswith("search"):
            facts |= {"q": " ".join(chance.choices(WORDS, k=3)), "n": chance.randrange(30)}
        else:
            facts["a"] = article
        facts |= {"y": chance.choice(("yes", "no", "box")), "f": chance.randrange(2)}
        facts["b"] = "view,search,click"
        moment = START + number * 0.37
        yield moment, f"{chance.getrandbits(128):032x}", urlencode(facts)


def json_line(moment: float, mark: str, query: str) -> str:
    """A line of the documented log."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(moment))
    row = {"time": stamp, "msec": f"{moment:.3f}", "id": mark, "method": "POST"}
    row |= {"uri": f"/events?{query}", "status": "204", "agent": AGENT, "purpose": ""}
    return json.dumps(row, separators=(",", ":"))


def combined_line(moment: float, _mark: str, query: str) -> str:
    """A line of the usual log."""
    stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(moment))
    request = f"POST /events?{query} HTTP/2.0"
    return f'192.0.2.7 - - [{stamp}] "{request}" 204 0 "https://help.example/" "{AGENT}"'


def main(count: int) -> None:
    """Print lines a CPU second for both logs, and for the same log again."""
    with tempfile.TemporaryDirectory() as folder:
        for name, line in (("json", json_line), ("combined", combined_line)):
            log, store = Path(folder, f"{name}.log"), Path(folder, f"{name}.duckdb")
            with log.open("w", encoding="utf-8") as stream:
                stream.writelines(f"{line(*event)}\n" for event in events(count))
            for run in ("new", "again"):
                start = time.process_time()
                result = import_events(store, [log], find_article=lambda _path: None)
                seconds = time.process_time() - start
                speed = f"{count / seconds:,.0f} lines a CPU second"
                print(f"{name}, {run}: {speed}, {result.added:,} events added")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
