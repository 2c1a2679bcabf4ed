"""The closed schema of front matter and of `category.yml`, for readers and for editors."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from helpwright.articles.kinds import Audience, Status, Type

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
_PERIOD = re.compile(r"(\d{1,4})\s*(day|week|month|year)s?\Z")


def _text(value: Any) -> Any:
    """Numbers are fine where text is meant: `id: 360012`, `title: 404`."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _list(value: Any) -> Any:
    """One word stands for a list of one; an empty value for an empty list."""
    if value is None:
        return []
    return [_text(item) for item in value] if isinstance(value, list) else [_text(value)]


def _period(value: str) -> str:
    if not _PERIOD.match(value):
        raise ValueError('write a time span such as "6 months" or "90 days"')
    return value


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[list[str], BeforeValidator(_list)]
Period = Annotated[str, AfterValidator(_period)]


class FrontMatter(BaseModel):
    """The keys that may stand between the `---` lines at the top of an article."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, BeforeValidator(_text)] | None = Field(
        None,
        pattern=ID_PATTERN,
        description="Permanent id; /a/<id>/ leads to the article for ever. "
        "`helpwright check --fix` writes it.",
    )
    title: Text | None = Field(None, min_length=1, description="Heading and link text.")
    description: Text | None = Field(
        None, description="One or two sentences, shown in lists and in search."
    )
    type: Type | None = Field(None, description="What kind of article it is.")
    labels: Texts = Field(default=[], description="Words to group articles by.")
    aliases: Texts = Field(
        default=[], description="Words that customers use for this; search finds them."
    )
    language: str | None = Field(
        None,
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description='Language it is written in, such as "de" or "pt-BR", if not the site\'s own.',
    )
    applies_to: Texts = Field(
        default=[], description="Products, plans or platforms, shown as badges."
    )
    audience: Audience = Field(
        Audience.PUBLIC, description="Who may read it; `agents` never reaches the public site."
    )
    status: Status = Field(Status.PUBLISHED, description="Drafts and archived articles are hidden.")
    publish_at: date | None = Field(None, description="First day on which it is shown.")
    expires: date | None = Field(None, description="First day on which it is no longer shown.")
    owner: Text | None = Field(None, description="Team that answers for it.")
    last_reviewed: date | None = Field(None, description="Day of the last review.")
    review_in: Period | None = Field(
        None, description='Time until the next review, such as "6 months".'
    )
    redirect_from: Texts = Field(
        default=[], description="Old URLs (also with #anchor) that lead here."
    )
    related: Texts = Field(
        default=[], description="Ids or paths of related articles, shown before computed ones."
    )
    promoted: bool = Field(False, description="Shown on the home page and first in its category.")


class CategoryFile(BaseModel):
    """The keys of a `category.yml`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Text | None = Field(None, min_length=1)
    description: Text | None = Field(None, description="One sentence for the category's card.")
    icon: str | None = Field(
        None,
        pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)+$",
        description="Name in Material's icon set, such as material/credit-card-outline.",
    )
    order: int = Field(1000, description="Categories stand in ascending order, then by title.")
    audience: Audience = Field(
        Audience.PUBLIC, description="`agents` hides the category and everything in it."
    )


# Keys that MkDocs and Material read themselves; they are neither ours nor mistakes.
ENGINE_KEYS = frozenset({"template", "hide", "search", "tags", "icon", "subtitle", "comments"})

SchemaName = Literal["article", "category"]


def json_schema(name: SchemaName) -> dict[str, Any]:
    """The JSON Schema for editors: of an article's front matter or of a `category.yml`."""
    model: type[BaseModel] = FrontMatter if name == "article" else CategoryFile
    schema = model.model_json_schema()
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = f"Helpwright {name}"
    if name == "article":
        for key in sorted(ENGINE_KEYS):
            schema["properties"][key] = {"description": "Read by MkDocs or Material."}
    return schema


def days_in(period: str) -> int:
    """Days in a time span such as "6 months"; a month counts 30.44 days, a year 365.25.

    Raises:
        ValueError: if it is not a number and a unit.
    """
    match = _PERIOD.match(period)
    if match is None:
        raise ValueError(period)
    unit = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}[match[2]]
    return round(int(match[1]) * unit)
