"""The sentences of the sample export; every one of them is ours."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

TEAMS = ("Learner support", "Business support", "Billing", "Technical support")
# Addresses under the help center that no article answers: links that went stale long ago.
GONE = ("guides/old-mobile-app/", "faq/pricing-2022/", "a/legacy-certificates/")

_OPENINGS = (
    "Hello, I have a problem with this: {subject}.",
    "Hi there! We cannot get on with one thing: {subject}.",
    "Good morning, could you help me? It is about {subject}.",
    "Since yesterday nothing works any more: {subject}.",
    "I searched your help pages for {subject} but am not sure I found the right one.",
)
_DETAILS = (
    "It happens on my laptop and on my phone.",
    "My colleague sees the same.",
    "I have already signed out and in again.",
    "We need this before the course starts on Monday.",
    "I use the newest version of my browser.",
)
_ANSWERS = (
    "Thanks for writing in. {middle}Tell me if you get stuck on one of the steps.",
    "Sorry for the trouble! {middle}It takes about five minutes.",
    "I have looked at your account and it is in good order. {middle}",
    "Good question. {middle}Please try it and write back if it does not help.",
)
_WITH_LINK = (
    "Everything is explained here: {link}\n\n",
    "Please follow {link} from the top.\n\n",
    "The steps are in our article ({link}).\n\n",
    "Have a look at {link}.\n\n",
)
_WITHOUT_LINK = (
    "I have changed the setting for you.\n\n",
    "Our engineers know about it and a fix is on its way.\n\n",
    "Could you tell me which course it is and send a picture of the screen?\n\n",
)
_SIGNATURE = "\n\n-- \nLarkfield support\n{site}contact/"
_FOOTER = "\n\nAlways worth a look: {site}a/{article}/"
_REPLIES = (
    "Thank you, that helped.",
    "Great, it works now!",
    "I tried it and one step looks different here.",
    "Thanks for the quick answer.",
)
_CLOSINGS = (
    "Glad to hear it. I am closing this request.",
    "Thanks for telling us. Have a good day!",
    "You are welcome.",
)
_COMPLAINTS = (
    "It has come back.",
    "Unfortunately it still does not work.",
    "I did all of it and the message is the same as before.",
)


def question(chance: random.Random, title: str, terms: Sequence[str]) -> str:
    """A customer's first message."""
    subject = title.lower() if title else chance.choice(("my invoice", "a wish", "my account"))
    if terms and chance.random() < 0.7:
        subject = chance.choice(list(terms))
    opening = chance.choice(_OPENINGS).format(subject=subject.replace("{", "").replace("}", ""))
    return f"{opening} {chance.choice(_DETAILS)}"


def answer(chance: random.Random, link: str, site: str) -> str:
    """An agent's answer, with a link in it if there is one, sometimes signed."""
    middle = chance.choice(_WITH_LINK) if link else chance.choice(_WITHOUT_LINK)
    # Titles and addresses may hold braces, so no format() here.
    text = chance.choice(_ANSWERS).replace("{middle}", middle.replace("{link}", link))
    return text + (_SIGNATURE.replace("{site}", site) if chance.random() < 0.3 else "")


def footer(site: str, article: str) -> str:
    """What one agent puts under every message: a signature that no line announces."""
    return _FOOTER.replace("{site}", site).replace("{article}", article)


def reply(chance: random.Random) -> str:
    """A customer's answer to the answer."""
    return chance.choice(_REPLIES)


def closing(chance: random.Random) -> str:
    """An agent's last message."""
    return chance.choice(_CLOSINGS)


def complaint(chance: random.Random) -> str:
    """What reopens a ticket."""
    return chance.choice(_COMPLAINTS)


def quote(text: str) -> str:
    """A message below a reply, as mail programs put it."""
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    return f"On Tuesday, support wrote:\n{quoted}"


def tag(category: str) -> str:
    """A category as tickets are tagged with it."""
    return re.sub(r"[^a-z0-9]+", "_", category.lower()).strip("_")
