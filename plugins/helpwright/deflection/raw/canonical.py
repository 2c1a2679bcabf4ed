"""Canonical tables from raw ones: the same rules about what counts as the store's.

An address in most comments of one agent is a signature. Links in deleted and spam tickets count
nowhere; those of a merged ticket count for the ticket that survived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpwright.deflection.raw.addresses import sent_addresses
from helpwright.deflection.raw.shape import COMMENT, Raw
from helpwright.deflection.tables import SCHEMAS, Tables, load_ibis, unbound
from helpwright.deflection.warehouses.engine import Engine
from helpwright.tickets.links import ArticleResolver, find_urls

SIGNATURE_COMMENTS = 20  # as in the store: of fewer nothing can be told
_TICKET = ("source", "ticket")
_ADDRESSES = {"address": "string", "url": "string", "article": "string"}


@dataclass(frozen=True)
class Site:
    """The help center: its hosts in small letters, and who knows its addresses."""

    hosts: Sequence[str]
    resolver: ArticleResolver


def canonical_tables(engine: Engine, raw: Raw, site: Site) -> Tables:
    """Keep the canonical tables of raw ones; bodies are read once.

    Args:
        engine: Where the raw tables are.
        raw: One system's tables.
        site: Resolves the distinct addresses that come back.

    Returns:
        The tables, without events, topics and judged links.
    """
    _ = load_ibis()._
    tickets = engine.keep("tickets", raw.tickets)
    sent = engine.keep("sent_addresses", sent_addresses(raw.comments, site.hosts, engine.dialect))
    found = sent.filter(_.address != "").select("address").distinct()
    resolved = resolve(site, [address for (address,) in engine.fetch("addresses", found)])
    addresses = engine.send("addresses", _ADDRESSES, resolved)
    counted = engine.keep("counted", _counted(tickets, sent, addresses))
    links = counted.filter(_.article.notnull()).aggregate(
        by=[*_TICKET, "article", "sent_by"], url=_.url.min(), first_at=_.created_at.min()
    )
    lost = counted.filter(_.article.isnull(), _.sent_by == "agent").aggregate(
        by=[*_TICKET, "url"], first_at=_.created_at.min()
    )
    empty = {name: engine.send(name, SCHEMAS[name], ()) for name in ("topics", "events")}
    return replace(
        unbound(engine.dialect),
        **empty,
        tickets=tickets.select(*SCHEMAS["tickets"]),
        links=engine.keep("links", links.select(*SCHEMAS["links"])),
        unresolved=engine.keep("unresolved", lost.select(*SCHEMAS["unresolved"])),
        ticket_tags=engine.keep("ticket_tags", _tags(raw.tags)),
    )


def resolve(site: Site, addresses: Sequence[str]) -> list[tuple[str, str, str | None]]:
    """Addresses as they stand in messages with what they lead to; those not ours are left out."""
    rows = []
    for address in sorted(set(addresses)):
        urls = find_urls(f"https://{address}")
        if urls and site.resolver.is_ours(urls[0]):
            rows.append((address, urls[0], site.resolver.article_id(urls[0])))
    return rows


def _counted(tickets: Any, sent: Any, addresses: Any) -> Any:
    """Links in tickets that count, without signatures: source, ticket, sent_by, times, where to."""
    _ = load_ibis()._
    found = sent.filter(_.address != "").inner_join(addresses, "address")
    found = found.select(*COMMENT, "url", "article")
    signed = _signatures(sent, found)
    answers = found.anti_join(signed, ("source", "author", "sent_by", "url"))
    merged = tickets.filter(_.survivor != "").select(*_TICKET, "survivor")
    facts = ("sent_by", "created_at", "url", "article")
    joined = answers.left_join(merged, _TICKET).select(*_TICKET, *facts, "survivor")
    moved = joined.mutate(ticket=load_ibis().coalesce(_.survivor, _.ticket))
    active = tickets.filter(_.state == "active").select(*_TICKET)
    return moved.inner_join(active, _TICKET).select(*_TICKET, *facts)


def _signatures(sent: Any, found: Any) -> Any:
    """Addresses in more than half of one agent's comments, of twenty or more."""
    _ = load_ibis()._
    person = ("source", "author", "sent_by")
    written = sent.filter(_.address == "", _.author != "")
    written = written.aggregate(by=list(person), comments=_.count())
    holding = found.filter(_.sent_by == "agent").select(*person, "comment", "url").distinct()
    used = holding.aggregate(by=[*person, "url"], used=_.count())
    often = used.inner_join(written, person)
    return often.filter(_.comments >= SIGNATURE_COMMENTS, _.used * 2 > _.comments).select(
        *person, "url"
    )


def _tags(tags: Any) -> Any:
    """A row for each tag in the form of a category's: small letters, _ for everything else."""
    _ = load_ibis()._
    # The same few texts stand on many tickets, so that each is taken apart once.
    texts = tags.filter(_.tags != "").select("tags").distinct()
    marked = _.tags.lower().replace("|", ",").replace(";", ",").re_replace("[^a-z0-9,]+", "_")
    words = texts.select("tags", tag=marked.split(",").unnest())
    tidy = words.mutate(tag=_.tag.re_replace("^_|_$", "")).filter(_.tag != "").distinct()
    return tags.inner_join(tidy, "tags").select(*_TICKET, "tag").distinct()
