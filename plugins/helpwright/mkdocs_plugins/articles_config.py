"""Options of the plugin `helpwright/articles`."""

from __future__ import annotations

from datetime import date

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from helpwright.articles.kinds import Audience
from helpwright.articles.model import Settings
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import clock
from helpwright.mkdocs_plugins.addresses import Email, FormAddress
from helpwright.mkdocs_plugins.overrides import Overrides


class ChannelConfig(Config):
    """One way to reach somebody who helps."""

    email = Email()
    """Mail address."""

    form_url = FormAddress()
    """Address of a contact form elsewhere."""

    form_fields = c.DictOfItems(c.Type(str), default={})
    """What the form calls a field: `subject: ticket[subject]`; without any, they have our names."""

    event = c.Type(bool, default=False)
    """A script of the site takes messages, by the event `helpwright:contact`."""


class ContactConfig(ChannelConfig):
    """How customers reach the support team."""

    channels = c.DictOfItems(c.SubConfig(ChannelConfig), default={})
    """Channels by name, for troubleshooters that name one: `contact: billing`."""

    hours = c.Optional(c.Type(str))
    """When somebody answers, in words."""

    intro = c.Optional(c.Type(str))
    """A sentence at the top of the contact page."""


class ArticlesConfig(Config):
    """Options of the plugin `helpwright/articles`."""

    audience = c.Choice(("public", "agents"), default="public")
    """For whom the site is built."""

    today = c.Optional(c.Type((str, date)))
    """The day that counts for publication and expiry; default SOURCE_DATE_EPOCH or the clock."""

    drafts = c.Type(bool, default=False)
    """Show drafts, scheduled, expired and archived articles too; for a writer's own preview."""

    variables = c.DictOfItems(c.Type((str, int, float)), default={})
    """Words for `{{ name }}` in articles and snippets."""

    unknown_keys = c.Choice(("error", "warning", "notice", "ignore"), default="warning")
    """How bad a front-matter key is that the schema does not have."""

    max_article_bytes = c.Type(int, default=1_000_000)
    """An article larger than this is an error."""

    internal_marker = c.Type(str, default="helpwright:internal")
    """A word that must never appear in a public site; put it into what is internal."""

    category_page_size = c.Type(int, default=60)
    """Articles on one page of a category."""

    contact = c.SubConfig(ContactConfig)
    """Channels for the contact page; without any there is no contact page."""

    feedback = c.Type(bool, default=True)
    """Ask below articles whether they helped, where events are counted."""

    hosts = c.ListOfItems(c.Type(str), default=[])
    """Hosts, beside that of `site_url`, whose help-center links lead to this site's articles."""

    short_links = c.Optional(c.Type((dict, str)))
    """Short addresses that agents send, such as `go.example.com/pay: /pay/`, or their file."""

    retention_months = c.Optional(c.Type(int))
    """Tickets without a change for so many months are forgotten at each import."""

    ledger = c.Type(str, default=".permalinks.json")
    """The ledger of ids and URLs, relative to the docs folder."""


def settings(config: ArticlesConfig, overrides: Overrides, *, directory_urls: bool) -> Settings:
    """The core's settings from the plugin's options and what a command line set over them.

    Raises:
        InputError: if `today` is not a date, or there is no such audience.
    """
    audience = overrides.audience or config.audience
    if audience not in set(Audience):
        message = f'there is no audience "{audience}"'
        hint = "it is public or agents"
        raise InputError(Finding(Place("audience"), "bad-audience", message, hint, Severity.ERROR))
    if config.category_page_size < 1:
        message = f"a category cannot have {config.category_page_size} articles on a page"
        place = Place("category_page_size")
        hint = "write a whole number from 1 up"
        raise InputError(Finding(place, "bad-page-size", message, hint, Severity.ERROR))
    drafts = config.drafts if overrides.drafts is None else overrides.drafts
    severity = None if config.unknown_keys == "ignore" else Severity(config.unknown_keys)
    return Settings(
        audience=Audience(audience),
        today=clock.today(overrides.today or (str(config.today) if config.today else None)),
        variables={name: str(value) for name, value in config.variables.items()},
        unknown_keys=severity,
        max_bytes=config.max_article_bytes,
        directory_urls=directory_urls,
        internal_marker=config.internal_marker,
        drafts=drafts,
    )
