"""A made-up log of what readers do on the site, as `helpwright events import` reads it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from helpwright.files import write_atomically
from helpwright.tickets.sample import SampleArticle

_FAILING = (
    "refund for my team",
    "certificate not in dashboard",
    "offline videos",
    "sso login loop",
)
_STEPS = ("video", "password")


@dataclass
class _Log:
    """Lines of the log, and what the session being written has done."""

    chance: random.Random
    lines: list[tuple[datetime, str]] = field(default_factory=list)
    now: datetime = datetime.min
    happened: set[str] = field(default_factory=set)
    viewed: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def begin(self, moment: datetime) -> None:
        self.now, self.happened, self.viewed, self.names = moment, set(), [], set()

    def add(self, name: str, mark: str = "", **keys: object) -> None:
        """One event; `mark` is what later events of the session know of it."""
        self.now += timedelta(seconds=self.chance.randrange(2, 90))
        first = {} if name in self.names else {"f": 1}
        self.names.add(name)
        past = {"b": ",".join(sorted(self.happened))} if self.happened else {}
        address = "/events?" + urlencode({"v": 2, "e": name, "l": "en", **keys, **first, **past})
        row = {
            "time": self.now.isoformat(timespec="seconds"),
            "msec": f"{self.now.timestamp():.3f}",
            "id": f"{self.chance.getrandbits(128):032x}",
            "method": "POST",
            "uri": address,
            "status": "204",
            "agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0",
            "purpose": "",
        }
        self.lines.append((self.now, json.dumps(row)))
        if mark:
            self.happened.add(mark)

    def view(self, article: SampleArticle) -> None:
        page = "/" + article.url.lstrip("/")
        self.add("view", "view", p=page, a=article.id)
        self.viewed.append(article.id)


def write_event_log(
    path: Path,
    articles: Sequence[SampleArticle],
    *,
    today: date,
    days: int = 120,
    sessions: int = 6000,
    seed: int = 11,
) -> Path:
    """Write a log of the days before `today`; the same arguments give the same bytes."""
    log = _Log(random.Random(seed))
    popular = list(articles)
    log.chance.shuffle(popular)
    weights = [1 / rank for rank in range(1, len(popular) + 1)]
    start = datetime.combine(today, time(), UTC) - timedelta(days=days)
    for _ in range(sessions if popular else 0):
        log.begin(start + timedelta(seconds=log.chance.randrange((days - 1) * 86_400)))
        article = log.chance.choices(popular, weights)[0]
        _visit(log, article, is_poor=article is popular[1])
    text = "".join(f"{line}\n" for _, line in sorted(log.lines))
    write_atomically(path, text)
    return path


def _visit(log: _Log, article: SampleArticle, *, is_poor: bool) -> None:
    chance = log.chance
    found = True
    if chance.random() < 0.5:
        words = (article.terms[0] if article.terms else article.title).lower()
        fails = chance.random() < 0.12
        query = chance.choice(_FAILING) if fails else words
        results = 0 if fails and chance.random() < 0.6 else chance.randrange(1, 12)
        log.add("search", "search", p="/", q=query, n=results)
        found = not fails and chance.random() < 0.7
        if found:
            log.add("search-click", "click", p="/", q=query, i=1 + int(chance.expovariate(1)))
    if found:
        log.view(article)
        if chance.random() < 0.3:
            helped = chance.random() < (0.35 if is_poor else 0.8)
            answer = {"y": "yes" if helped else "no", "a": article.id}
            reason = {} if helped else {"r": "steps"}
            log.add("feedback", "helped" if helped else "", p="/", **answer, **reason)
    if chance.random() < 0.08:
        _troubleshoot(log, chance.choice(_STEPS))
    writes = 0.3 if is_poor or not found else 0.08
    if chance.random() < (writes / 5 if "helped" in log.happened else writes):
        _write(log, article)


def _troubleshoot(log: _Log, slug: str) -> None:
    log.add("ts-start", t=slug, p=f"/{quote(slug)}/")
    log.viewed.append(slug)
    if log.chance.random() < 0.75:
        log.add("ts-outcome", t=slug, o="done")
        if log.chance.random() < 0.4:
            helped = log.chance.random() < 0.7
            log.add("ts-helped", "helped" if helped else "", t=slug, y="yes" if helped else "no")
    elif log.chance.random() < 0.5:
        log.add("ts-escalate", t=slug)


def _write(log: _Log, article: SampleArticle) -> None:
    chance = log.chance
    past = {"w": ",".join(dict.fromkeys(log.viewed))} if log.viewed else {}
    log.add("contact-view", "contact", p="/contact/", **past)
    if chance.random() < 0.3:
        return
    log.add("form-start", p="/contact/", c="form")
    shown = chance.random() < 0.8
    log.add("suggest-shown", p="/contact/", n=3 if shown else 0)
    if shown and chance.random() < 0.35:
        log.add("suggest-open", "suggest", p="/contact/", a=article.id, i=1)
        if chance.random() < 0.5:
            helped = chance.random() < 0.6
            answer = "yes" if helped else "no"
            log.add("suggest-answered", "helped" if helped else "", p="/contact/", y=answer)
            if helped and chance.random() < 0.9:
                return
    if chance.random() < 0.8:
        log.add("form-submit", "submit", p="/contact/", c="form", **past)
    else:
        log.add("form-leave", p="/contact/", c="form")
