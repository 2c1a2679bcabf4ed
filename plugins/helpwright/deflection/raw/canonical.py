"""Canonical tables from raw ones: the same rules about what counts as the store's.

An address in most comments of one agent is a signature. Links in deleted and spam tickets count
nowhere; those of a merged ticket count for the ticket that survived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpwright.deflection.raw.addresses import sent_addresses
from helpwright.deflection.raw.shape import Raw
from helpwright.deflection.tables import SCHEMAS, TICKET, Tables, load_ibis, unbound
from helpwright.deflection.warehouses.engine import Engine
from helpwright.tickets.links import ArticleResolver, find_urls

SIGNATURE_COMMENTS = 20  # as in the store: of fewer nothing can be told
_PERSON = ("source", "author")
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
    tickets = raw.tickets if raw.kept else engine.keep("tickets", raw.tickets)
    sent = engine.keep("sent_addresses", sent_addresses(raw.comments, site.hosts, engine.dialect))
    found = engine.fetch("addresses", sent.select("address").distinct())
    addresses = engine.send("addresses", _ADDRESSES, resolve(site, [str(row[0]) for row in found]))
    # Where a time cannot be read, it is NULL.
    dated = sent.filter(_.created_at.notnull()).inner_join(addresses, "address")
    answers = _without_signatures(engine, raw.comments, dated)
    merged = engine.keep("merged", tickets.filter(_.survivor.notnull()).select(*TICKET, "survivor"))
    counted = _of_survivors(merged, answers)
    links = counted.filter(_.article.notnull()).aggregate(
        by=[*TICKET, "article", "sent_by"], first_at=_.created_at.min()
    )
    lost = counted.filter(_.article.isnull(), _.sent_by == "agent").aggregate(
        by=[*TICKET, "url"], first_at=_.created_at.min()
    )
    # Loaders know neither what readers did nor what was learned from messages. Topics have their
    # columns from tickets, so that what stands for a ticket stays as short as it is there.
    text, number = load_ibis().literal(""), load_ibis().literal(0).cast("float64")
    words = _words(raw.tags)
    own = ("tags",) if raw.kept else ()
    topics = tickets.filter(load_ibis().literal(False)).select(*TICKET, article=text, score=number)
    return replace(
        unbound(engine.dialect),
        topics=topics,
        events=engine.send("no_events", SCHEMAS["events"], ()),
        tickets=tickets.select(*SCHEMAS["tickets"], *own),
        # No figure reads by which address an article was linked.
        links=engine.keep("links", links).mutate(url=load_ibis().literal("")),
        unresolved=engine.keep("unresolved", lost.select(*SCHEMAS["unresolved"])),
        ticket_tags=engine.keep("ticket_tags", words if own else _of_tickets(raw.tags, words)),
        tagged_by=own or TICKET,
    )


def resolve(site: Site, addresses: Sequence[str]) -> list[tuple[str, str, str | None]]:
    """Addresses as they stand in messages with what they lead to; those not ours are left out."""
    rows = []
    for address in sorted(set(addresses)):
        urls = find_urls(f"https://{address}")
        if urls and site.resolver.is_ours(urls[0]):
            rows.append((address, urls[0], site.resolver.article_id(urls[0])))
    return rows


def _without_signatures(engine: Engine, comments: Any, found: Any) -> Any:
    """Addresses less those in more than half of one agent's comments, of twenty or more.

    Who has one in most of his comments has it in most of those with any address of ours, which
    the addresses themselves tell. Only if there are such people all their comments are counted.
    """
    _ = load_ibis()._
    agents = found.filter(_.sent_by == "agent", _.author.notnull())
    # A comment may have an address twice, so that this is a little too much, never too little.
    often = agents.aggregate(by=[*_PERSON, "url"], times=_.count())
    linking = agents.aggregate(by=list(_PERSON), linking=_.comment.nunique())
    likely = often.inner_join(linking, _PERSON).filter(
        _.times * 2 > _.linking, _.times * 2 > SIGNATURE_COMMENTS
    )
    suspects = engine.keep("suspects", likely.select(*_PERSON, "url"))
    people = engine.fetch("signatures", suspects.aggregate(n=_.count()))
    if people == [(0,)]:
        return found
    authors = suspects.select(*_PERSON).distinct()
    written = (
        comments.filter(_.sent_by == "agent")
        .select(*_PERSON)
        .inner_join(authors, _PERSON)
        .select(*_PERSON)
        .aggregate(by=list(_PERSON), written=_.count())
    )
    used = (
        agents.inner_join(suspects, (*_PERSON, "url"))
        .select(*_PERSON, "url", "comment")
        .aggregate(by=[*_PERSON, "url"], used=_.comment.nunique())
    )
    often = used.inner_join(written, _PERSON).filter(
        _.written >= SIGNATURE_COMMENTS, _.used * 2 > _.written
    )
    kept = often.select(*_PERSON, "url").mutate(sent_by=load_ibis().literal("agent"))
    return found.anti_join(engine.keep("signatures", kept), (*_PERSON, "url", "sent_by"))


def _of_survivors(merged: Any, answers: Any) -> Any:
    """Links of merged tickets as links of those that survived.

    Args:
        merged: The merged tickets with their survivors, kept so that an engine knows how few.
        answers: Addresses that were sent, and what they lead to.
    """
    _ = load_ibis()._
    facts = ("sent_by", "created_at", "url", "article")
    joined = answers.left_join(merged, TICKET).select(*TICKET, *facts, "survivor")
    return joined.mutate(ticket=load_ibis().coalesce(_.survivor, _.ticket))


def _words(tags: Any) -> Any:
    """The tags of each text, in the form of a category's: small letters, _ for everything else."""
    _ = load_ibis()._
    # The same few texts stand on many tickets, so that each is taken apart once.
    texts = tags.filter(_.tags != "").select("tags").distinct()
    marked = _.tags.lower().replace("|", ",").replace(";", ",").re_replace("[^a-z0-9,]+", "_")
    words = texts.select("tags", tag=marked.split(",").unnest())
    return words.mutate(tag=_.tag.re_replace("^_|_$", "")).filter(_.tag != "").distinct()


def _of_tickets(tags: Any, words: Any) -> Any:
    return tags.inner_join(words, "tags").select(*TICKET, "tag")
