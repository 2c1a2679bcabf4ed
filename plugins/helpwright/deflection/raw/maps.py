"""Column maps: where each loader puts tickets and comments, as `Raw`.

Names are those of the loaders' own tables, as their public packages and schemas show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpwright.deflection.measures.frame import flag
from helpwright.deflection.raw.shape import Raw
from helpwright.deflection.tables import load_ibis, named, type_of
from helpwright.errors import Finding, InputError, Place, did_you_mean

_ENDED = ("solved", "closed")
_MERGED = "merged into request #"


@dataclass(frozen=True)
class Source:
    """Where raw tables are."""

    dialect: str
    schema: str

    def table(self, name: str, /, **columns: str) -> Any:
        """A table with small names and times in UTC without a zone.

        Snowflake keeps names in capitals that nobody quoted.
        """
        shout = self.dialect == "snowflake"
        kinds = {c.upper() if shout else c: type_of(k, self.dialect) for c, k in columns.items()}
        table = named(name.upper() if shout else name, kinds, self.schema)
        return table.rename(str.lower) if shout else table


def raw_tables(name: str, dialect: str, schema: str) -> Raw:
    """The tables that a map names.

    Raises:
        InputError: there is no such map.
    """
    make = MAPS.get(name)
    if make is None:
        message = f'there is no column map "{name}"'
        hint = did_you_mean(name, MAPS, otherwise=f"known: {', '.join(MAPS)}")
        raise InputError(Finding(Place("map"), "unknown-map", message, hint))
    if dialect == "redshift":
        message = "Redshift cannot take addresses out of messages: it has no unnest()"
        hint = "let another engine fill the canonical tables, and give map=helpwright"
        raise InputError(Finding(Place("map"), "map-not-for-engine", message, hint))
    return make(Source(dialect, schema))


def _fivetran_zendesk(source: Source) -> Raw:
    _ = load_ibis()._
    tickets = source.table(
        "ticket",
        id="int64",
        created_at="timestamp",
        updated_at="timestamp",
        status="string",
        via_channel="string",
        group_id="int64",
        requester_id="int64",
    )
    changes = source.table(
        "ticket_field_history",
        field_name="string",
        ticket_id="int64",
        updated="timestamp",
        value="string",
    )
    tags = source.table("ticket_tag", tag="string", ticket_id="int64")
    comments = source.table(
        "ticket_comment",
        id="int64",
        body="string",
        created="timestamp",
        public="boolean",
        ticket_id="int64",
        user_id="int64",
    )
    return _zendesk(
        tickets.rename(channel="via_channel"),
        _outcomes_of(changes.filter(_.field_name == "status")),
        groups=source.table("group", id="int64", name="string"),
        users=source.table("user", id="int64", role="string"),
        tags=tags.select("ticket_id", tags=_.tag).distinct(),
        comments=comments.rename(created_at="created", author_id="user_id"),
    )


def _airbyte_zendesk(source: Source) -> Raw:
    ibis = load_ibis()
    _ = ibis._
    tickets = source.table(
        "tickets",
        id="int64",
        created_at="timestamp",
        updated_at="timestamp",
        status="string",
        group_id="int64",
        requester_id="int64",
        tags="json",
    )
    metrics = source.table(
        "ticket_metrics", ticket_id="int64", solved_at="timestamp", reopens="int64"
    )
    comments = source.table(
        "ticket_comments",
        id="int64",
        ticket_id="int64",
        author_id="int64",
        body="string",
        html_body="string",
        public="boolean",
        created_at="timestamp",
    )
    outcomes = metrics.aggregate(
        by=["ticket_id"], solved_at=_.solved_at.max(), reopens=_.reopens.max()
    )
    body = ibis.coalesce(_.html_body, _.body)
    return _zendesk(
        tickets.mutate(channel=ibis.literal("")),
        # When a ticket was reopened is not told.
        outcomes.mutate(reopened_at=ibis.null(tickets.created_at.type())),
        groups=source.table("groups", id="int64", name="string"),
        users=source.table("users", id="int64", role="string"),
        tags=tickets.select(ticket_id=_.id, tags=_.tags.cast("string")),
        comments=comments.mutate(body=body),
    )


def _outcomes_of(changes: Any) -> Any:
    """When a ticket was last solved and last reopened, and how often, from its statuses."""
    ibis = load_ibis()
    _ = ibis._
    was = _.value.lag().over(group_by="ticket_id", order_by=["updated", "value"])
    steps = changes.mutate(was=was)
    ended, ended_before = _.value.isin(_ENDED), _.was.isin(_ENDED).fill_null(False)
    solved = ibis.cases((ended & ~ended_before, _.updated))
    reopened = ibis.cases((~ended & ended_before, _.updated))
    return steps.select("ticket_id", solved=solved, reopened=reopened).aggregate(
        by=["ticket_id"],
        solved_at=_.solved.max(),
        reopened_at=_.reopened.max(),
        reopens=_.reopened.count(),
    )


def _zendesk(
    tickets: Any, outcomes: Any, *, groups: Any, users: Any, tags: Any, comments: Any
) -> Raw:
    """What both loaders have in common, in names of Zendesk's own."""
    ibis = load_ibis()
    _ = ibis._
    source = ibis.literal("zendesk")
    marked = tags.mutate(
        merged=flag(_.tags.contains("closed_by_merge")), spam=flag(_has_tag(_.tags, "spam"))
    ).aggregate(by=["ticket_id"], merged=_.merged.max(), spam=_.spam.max())
    # A merge leaves a note in the ticket that it closes: "merged into request #12".
    notes = comments.filter(_.body.contains(_MERGED)).select(
        "ticket_id", survivor=_.body.re_extract(f"{_MERGED}([0-9]+)", 1)
    )
    merges = notes.aggregate(by=["ticket_id"], survivor=_.survivor.min())
    teams = groups.select(group_id=_.id, team=_.name)
    joined = (
        tickets.left_join(outcomes, [("id", "ticket_id")])
        .left_join(marked, [("id", "ticket_id")])
        .left_join(merges, [("id", "ticket_id")])
        .left_join(teams, "group_id")
        .select(
            *("id", "created_at", "updated_at", "status", "channel", "requester_id", "group_id"),
            *("solved_at", "reopened_at", "reopens", "merged", "spam", "survivor", "team"),
        )
    )
    ended = _.status.isin((*_ENDED, "deleted"))
    state = ibis.cases(
        (_.status == "deleted", "deleted"),
        (_.spam == 1, "spam"),
        ((_.merged == 1) | _.survivor.notnull(), "merged"),
        else_="active",
    )
    named_team = ibis.cases(
        (_.team.notnull(), _.team),
        (_.group_id.notnull(), "team " + _.group_id.cast("string")),
        else_="",
    )
    canonical = joined.select(
        source=source,
        ticket=_.id.cast("string"),
        created_at=_.created_at,
        updated_at=_.updated_at,
        solved_at=ibis.cases((ended, ibis.coalesce(_.solved_at, _.updated_at))),
        reopened_at=_.reopened_at,
        reopens=_.reopens.fill_null(0).cast("int32"),
        status=ibis.cases(
            (_.status.isin(("hold", "on-hold")), "pending"),
            (_.status == "deleted", "closed"),
            else_=_.status,
        ),
        channel=_.channel.fill_null(""),
        team=named_team,
        requester=_.requester_id.cast("string"),
        state=state,
        survivor=_.survivor,
    )
    return Raw(
        tickets=canonical,
        tags=tags.select(source=source, ticket=_.ticket_id.cast("string"), tags=_.tags),
        comments=_comments(comments, users),
    )


def _comments(comments: Any, users: Any) -> Any:
    """Public comments of people whose role is known; the system writes as number -1."""
    ibis = load_ibis()
    _ = ibis._
    people = users.select(author_id=_.id, role=_.role)
    sent_by = ibis.cases(
        (_.author_id == -1, "bot"),
        (_.role.isin(("agent", "admin")), "agent"),
        (_.role == "end-user", "customer"),
        else_="",
    )
    # What a merge copies into the surviving ticket repeats others.
    own = comments.filter(_.public, ~_.body.contains("merged into this request"))
    return (
        own.left_join(people, "author_id")
        .select("id", "ticket_id", "author_id", "created_at", "body", "role")
        .select(
            source=ibis.literal("zendesk"),
            ticket=_.ticket_id.cast("string"),
            comment=_.id.cast("string"),
            author=_.author_id.cast("string"),
            sent_by=sent_by,
            created_at=_.created_at,
            body=_.body,
        )
        .filter(_.sent_by != "")
    )


def _has_tag(tags: Any, tag: str) -> Any:
    """Whether a text of tags holds one, as a word: `spam` is not in `spam_report`."""
    marked = "," + tags.replace('"', "").replace("[", ",").replace("]", ",").replace(" ", "") + ","
    return marked.contains(f",{tag},")


MAPS: Mapping[str, Callable[[Source], Raw]] = {
    "fivetran": _fivetran_zendesk,
    "airbyte": _airbyte_zendesk,
}
