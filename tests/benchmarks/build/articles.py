"""Help centers of any size: invented articles with what real ones have in them.

An article has about 470 words under four to six headings: paragraphs with emphasis and links to
other articles, numbered steps, a list, now and then a table, a note, a piece of code. Categories
hold about 40 articles; each has a front matter with a title, a description and labels. The words
of an article keep to its topic, and the same seed gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SIZE_OF_CATEGORY = 40
_FIELDS = """
account billing certificate course device download email exercise feedback group integration
invitation invoice language lesson login manager member mobile notification password path payment
permission plan privacy profile progress quiz refund reminder renewal report role schedule score
seat security session settings single-sign-on speech subscription subtitle tax team template trial
transcript upload video webinar workspace
"""
_VERBS = """
add change check choose close confirm copy create delete enter export find invite move open remove
rename request reset review save search select send share sort start stop turn-on update upload
verify
"""
_NOUNS = """
address administrator answer archive badge balance browser button calendar card category change
chapter code column comment company connection contact copy country credit customer date deadline
department detail discount document domain error event export field file filter folder format
history image import item key label learner library limit link list location menu message minute
mode month name network note number option order organization owner page part period phone picture
place player price problem project question reason receipt record region request result row rule
screen search section server service sheet size sound step storage student subject summary switch
symbol system tab table tag task text theme time title token topic total type user value version
view voucher warning week window word year
"""
_ADJECTIVES = """
active available blank blocked broken complete current daily different double empty expired
external final first free full hidden important incorrect individual internal last late local
locked long main missing monthly new old open original paid pending permanent personal previous
private public recent regional required second separate shared short signed single slow temporary
unused valid weekly whole wrong yearly
"""
_SENTENCES = (
    "To {v} the {n} of your {t}, open the {a} {n} and choose **{V} {n}**.",
    "If the {n} stays {a}, check whether the {t} has a {a} {n}, and {v} it once more.",
    "You can {v} a {a} {n} only while the {n} of the {t} is {a}.",
    "Select the {n} that you want to {v}, then choose *{V}*.",
    "The {n} tells how many {a} {n}s belong to each {t} and who may {v} them.",
    "By default a {a} {n} has no {n}, so nobody can {v} the {t} by mistake.",
    "Before you {v} anything, make sure that every {n} has a {a} {n}.",
    "When you see the message `{A}-{k}`, the {t} could not {v} the {a} {n}.",
    "We keep a {a} {n} for {k} days; after that, the {n} goes with the {t}.",
    "This does not {v} a {n} that somebody made {a} earlier.",
    "Only an owner of the {t} can {v} the {n}, a member sees that it is {a}.",
    "It may take up to {k} minutes until the {a} {n} reaches the {t}.",
    "For more about the {a} {n}, see [{l}]({p}).",
    "Enter the {n} of the {t} and press ++enter++, or {v} it from the {a} {n}.",
    "A {a} {n} and a {a} {n} are not the same: the first one can {v} the {t}.",
    "If nothing helps, send us the {n} and the {n} of your {t}, and we {v} it for you.",
    "In the {a} {n} of the {t}, {v} the {n} and {v} the other {n}s one by one.",
    "Some {n}s, such as a {a} {n}, do not {v} until the {n} is {a}.",
)
_TITLES = (
    "{V} the {n} of a {t}",
    "{V} and {v} a {t} {n}",
    "Why is my {t} {n} {a}?",
    "Set up a {a} {n} for your {t}",
    "What the {a} {n} of a {t} means",
    "The {t} does not {v} the {n}",
)
_HEADINGS = (
    "Before you {v} the {n}",
    "{V} the {a} {n}",
    "If the {n} is {a}",
    "What the {t} {n} shows",
    "{V} it for a whole {n}",
    "Limits of the {a} {n}",
)


@dataclass(frozen=True)
class Article:
    """A file of the docs folder, and what others need to link it."""

    path: str
    title: str
    text: str


def articles(count: int, *, seed: int = 1) -> Iterator[Article]:
    """Articles in order of their paths; each links a few others."""
    categories = max(1, count // SIZE_OF_CATEGORY)
    names = [_category(number) for number in range(categories)]
    plans: list[tuple[str, str, str]] = []
    for number in range(count):
        chance = random.Random(f"{seed}.{number}")
        topic = _split(_FIELDS)[number % categories % len(_split(_FIELDS))]
        title = _fill(chance.choice(_TITLES), chance, topic)
        folder = names[number % categories]
        plans.append((f"{folder}/{_slug(title)}-{number}.md", f"{title} ({number})", topic))
    for number, (path, title, topic) in enumerate(plans):
        chance = random.Random(f"{seed}.{number}.text")
        near = [number + categories * step for step in (-2, -1, 1, 2, 3)]
        known = [plans[n] for n in near if 0 <= n < count] or [plans[0]]
        links = [(name, "/".join(_relative(path, other))) for other, name, _ in known]
        yield Article(path, title, _text(title, topic, links, chance))


def write(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write the articles and the data of their categories below a docs folder."""
    for article in articles(count, seed=seed):
        path = folder / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article.text, encoding="utf-8", newline="\n")
    index = "---\ntitle: Help\n---\n\n# Help\n\nAnswers to what customers ask.\n"
    (folder / "index.md").write_text(index, encoding="utf-8", newline="\n")


@cache
def _split(words: str) -> list[str]:
    return words.split()


def _category(number: int) -> str:
    fields = _split(_FIELDS)
    name, group = fields[number % len(fields)], number // len(fields)
    return f"{name}-{group + 1}" if group else name


def _fill(pattern: str, chance: random.Random, topic: str, link: tuple[str, str] = ("", "")) -> str:
    out = []
    for piece in pattern.replace("}", "{").split("{"):
        match piece:
            case "v" | "V":
                verb = chance.choice(_split(_VERBS)).replace("-", " ")
                out.append(verb.capitalize() if piece == "V" else verb)
            case "n":
                out.append(chance.choice(_split(_NOUNS)))
            case "a":
                out.append(chance.choice(_split(_ADJECTIVES)))
            case "A":
                out.append(chance.choice(_split(_ADJECTIVES)).upper())
            case "t":
                out.append(topic.replace("-", " "))
            case "k":
                out.append(str(chance.choice((2, 3, 5, 7, 10, 14, 30, 60, 90, 365))))
            case "l":
                out.append(link[0])
            case "p":
                out.append(link[1])
            case _:
                out.append(piece)
    return "".join(out)


def _text(title: str, topic: str, links: list[tuple[str, str]], chance: random.Random) -> str:
    def sentence() -> str:
        return _fill(chance.choice(_SENTENCES), chance, topic, chance.choice(links))

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(chance.randint(2, 4)))

    labels = ", ".join(
        sorted({topic, chance.choice(_split(_NOUNS)), chance.choice(_split(_NOUNS))})
    )
    parts = [
        f'---\ntitle: "{title}"\ndescription: "{sentence().translate(_PLAIN)}"\n'
        f"labels: [{labels}]\n---",
        paragraph(),
    ]
    for _ in range(chance.randint(3, 5)):
        parts += ["## " + _fill(chance.choice(_HEADINGS), chance, topic), paragraph()]
        kind = chance.random()
        if kind < 0.45:
            parts.append("\n".join(f"{n}. {sentence()}" for n in range(1, chance.randint(4, 6))))
        elif kind < 0.7:
            parts.append("\n".join(f"- {sentence()}" for _ in range(chance.randint(2, 4))))
        elif kind < 0.8:
            rows = [_fill("| {n} | {a} {n} |", chance, topic) for _ in range(3)]
            parts.append("\n".join(["| Field | Meaning |", "|---|---|", *rows]))
        elif kind < 0.92:
            parts.append(f'!!! note "{_fill("A {a} {n}", chance, topic)}"\n\n    {sentence()}')
        else:
            code = _fill("set {t} --{n}={a}", chance, topic)
            parts.append(f"```bash\n{code}\n```")
        if chance.random() < 0.4:
            parts.append(paragraph())
    return "\n\n".join(parts) + "\n"


_PLAIN = str.maketrans("", "", '*`"[]()')


def _slug(title: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in title.lower()).strip("-").replace("--", "-")


def _relative(source: str, target: str) -> Iterator[str]:
    """The parts of the path from one article to another; categories have one level."""
    if source.rpartition("/")[0] != target.rpartition("/")[0]:
        yield ".."
        yield target.rpartition("/")[0]
    yield target.rpartition("/")[2]
