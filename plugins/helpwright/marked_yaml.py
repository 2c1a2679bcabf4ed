"""YAML with the place of every key and value, read by the rules of YAML 1.2.

`yaml.safe_load` turns `yes` into True, `22:30` into 1350 and lets the second of two equal keys
win in silence. Here only `true`, `false`, `null`, decimal numbers and text exist (dates stay text),
and every fault is a finding with its line and column.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from helpwright import yaml_mistakes
from helpwright.errors import Finding, Place, Severity

Path = tuple[str | int, ...]

_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...]
_NUMBERS = ((_INT, int), (_FLOAT, float))
_SIGNS_OF_NUMBERS = frozenset("+-.0123456789")
_WORDS: dict[str, object] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
# Half the time of `Place(...)`, and there are two places for every line.
_new_place = tuple.__new__
# What YAML 1.1 takes for more than text, by its first letter.
_EARLIER: dict[str, Any] = yaml.SafeLoader.yaml_implicit_resolvers
_MAX_DEPTH = 60
_MAX_NODES = 200_000

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class MarkedYaml:
    """A YAML document as plain values, with places.

    `values` and `keys` map a path such as `("steps", "where", 0)` to the place of the value and
    of the key there. `findings` holds syntax errors (`value` is then None) and duplicate keys.
    `is_safe_load` says that `yaml.safe_load` is known to give the same value.
    """

    value: object
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_safe_load: bool = False

    def place(self, path: Path) -> Place:
        """The place of the value at a path, or of the nearest one around it."""
        found = self.values.get(path)
        while found is None and path:
            path = path[:-1]
            found = self.values.get(path)
        return found or Place("")

    def key_place(self, path: Path) -> Place:
        """The place of the key at a path, or of the nearest value around it."""
        return self.keys.get(path) or self.place(path)


def read(text: str, path: str, *, first_line: int = 1) -> MarkedYaml:
    """Read one YAML document; `first_line` is the line of the file on which `text` starts."""
    document = MarkedYaml(None)
    start = Place(path, first_line, 1)
    document.values[()] = start
    try:
        return _read_events(text, document, path, first_line - 1)
    except (_NotPlain, yaml.YAMLError, RecursionError, ValueError):
        document = MarkedYaml(None, {(): start})
    try:
        root = _compose(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        document.findings.append(yaml_mistakes.finding_of(error, text, path, first_line))
        return document
    if root is not None:
        reader = _Reader(document, path, first_line - 1)
        try:
            document.value = reader.read(root, (), 0)
        except _TooLarge as error:
            document.value = None
            own = _holding_itself(root)
            place = reader.mark(own) if own else error.place
            message = "this YAML refers to itself" if own else "this YAML nests too deeply"
            hint = "what is named with & cannot hold itself" if own else "put less into each other"
            document.findings.append(
                Finding(place, "yaml-too-complex", message, hint, Severity.ERROR)
            )
    return document


class _Composer(_Loader):  # type: ignore[misc]  # it is one of two classes
    """A loader that leaves it to `plain_scalar` what a scalar is, which takes less time."""

    def descend_resolver(self, *_: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass

    def resolve(self, *_: object) -> str:
        return ""


class _NotPlain(Exception):
    """Ends the reading of events: something can only be read, or reported, with all the nodes."""


def _read_events(text: str, document: MarkedYaml, path: str, offset: int) -> MarkedYaml:
    """Read what a parser finds as it finds it, which takes half the time of making nodes first.

    Raises:
        _NotPlain: something is named with & or *, or there is too much of something.
    """
    loader = _Composer(text)
    try:
        values, keys = document.values, document.keys
        reader = _EventReader(values, keys, path, offset + 1, loader.get_event)
        loader.get_event()  # the start of the stream
        if type(loader.get_event()) is yaml.DocumentStartEvent:
            document.value = reader.read(loader.get_event(), (), 0)
            document.is_safe_load = reader.is_safe_load
            loader.get_event()  # the end of the document
            if type(loader.get_event()) is not yaml.StreamEndEvent:
                raise _NotPlain
    finally:
        loader.dispose()
    return document


def _compose(text: str) -> yaml.Node | None:
    loader = _Composer(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _TooLarge(Exception):
    """`place` is where too much begins."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


def _holding_itself(root: yaml.Node) -> yaml.Node | None:
    """The first list or mapping that is a part of itself."""
    around: set[int] = set()
    done: set[int] = set()
    stack = [(root, False)]
    while stack:
        node, is_left = stack.pop()
        if is_left:
            around -= {id(node)}
            done |= {id(node)}
        elif id(node) in around:
            return node
        elif not isinstance(node, yaml.ScalarNode) and id(node) not in done:
            around |= {id(node)}
            stack.append((node, True))
            for inner in reversed(node.value):
                parts = inner if isinstance(inner, tuple) else (inner,)
                stack += [(part, False) for part in reversed(parts)]
    return None


@dataclass
class _EventReader:
    """Reads a document without references from its events; lines are counted from `first`."""

    values: dict[Path, Place]
    keys: dict[Path, Place]
    file: str
    first: int
    next: Callable[[], Any]
    nodes: int = 0
    is_safe_load: bool = True

    def read(self, event: Any, path: Path, depth: int) -> object:
        """The value that begins with an event; an alias has an anchor, too."""
        self.nodes += 1
        if event.anchor is not None or depth > _MAX_DEPTH or self.nodes > _MAX_NODES:
            raise _NotPlain
        mark = event.start_mark
        place = self.file, mark.line + self.first, mark.column + 1
        self.values[path] = _new_place(Place, place)
        kind = type(event)
        if event.tag is not None:
            self.is_safe_load = False
        if kind is ScalarEvent:
            value: str = event.value
            # libyaml marks plain text with "", the parser in Python with None.
            if event.style:
                return value
            if value[:1] in _EARLIER:
                self.is_safe_load &= _is_text_earlier(value)
            return plain_scalar(value)
        if kind is MappingStartEvent:
            return self.read_mapping(path, depth + 1)
        items: list[object] = []
        while type(event := self.next()) is not SequenceEndEvent:
            items.append(self.read(event, (*path, len(items)), depth + 1))
        return items

    def read_mapping(self, path: Path, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        keys, following = self.keys, self.next
        while (kind := type(event := following())) is not MappingEndEvent:
            if kind is not ScalarEvent or event.anchor is not None or event.value in result:
                raise _NotPlain
            key: str = event.value
            if event.tag is not None or (not event.style and key[:1] in _EARLIER):
                self.is_safe_load &= event.tag is None and _is_text_earlier(key)
            mark = event.start_mark
            place = self.file, mark.line + self.first, mark.column + 1
            inner = (*path, key)
            keys[inner] = _new_place(Place, place)
            result[key] = self.read(following(), inner, depth)
        return result


@dataclass
class _Reader:
    """Reads any document from its nodes, and collects what is wrong with its keys."""

    document: MarkedYaml
    file: str
    offset: int
    nodes: int = 0

    def read(self, node: yaml.Node, path: Path, depth: int) -> object:
        self.nodes += 1
        if depth > _MAX_DEPTH or self.nodes > _MAX_NODES:
            raise _TooLarge(self.mark(node))
        self.document.values[path] = self.mark(node)
        if isinstance(node, yaml.ScalarNode):
            value: str = node.value
            # libyaml marks plain text with "", the parser in Python with None.
            return value if node.style else plain_scalar(value)
        if isinstance(node, yaml.MappingNode):
            return self.read_mapping(node, path, depth)
        items = enumerate(node.value)
        return [self.read(item, (*path, index), depth + 1) for index, item in items]

    def read_mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        keys = self.document.keys
        for key_node, value_node in node.value:
            place = self.mark(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                message = "a key must be a word, not a list or a mapping"
                hint = "text that begins with { or [ needs quotes"
                self.add("yaml-key", place, message, hint)
                continue
            key: str = key_node.value
            inner = (*path, key)
            if key in result:
                first = keys[inner]
                message = f'"{key}" stands twice here; the first is on line {first.line}'
                self.add("duplicate-key", place, message, "remove one of the two")
                continue
            keys[inner] = place
            result[key] = self.read(value_node, inner, depth + 1)
        return result

    def mark(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        return Place(self.file, mark.line + 1 + self.offset, mark.column + 1)

    def add(self, code: str, place: Place, message: str, hint: str) -> None:
        self.document.findings.append(Finding(place, code, message, hint, Severity.ERROR))


def _is_text_earlier(text: str) -> bool:
    """Whether an unquoted scalar is text by the rules of YAML 1.1, and by those of 1.2."""
    patterns = (pattern for _, pattern in _EARLIER.get(text[:1], ()))
    return plain_scalar(text) is text and not any(pattern.match(text) for pattern in patterns)


def plain_scalar(text: str) -> object:
    """The value of an unquoted scalar in YAML 1.2's core schema, without octal and hexadecimal."""
    if text in _WORDS:
        return _WORDS[text]
    for pattern, parse in _NUMBERS if text[0] in _SIGNS_OF_NUMBERS else ():
        if pattern.match(text):
            # Python refuses integers of thousands of digits; nobody means a number by them.
            return parse(text) if len(text) < 300 else math.copysign(math.inf, float(text))
    return text
