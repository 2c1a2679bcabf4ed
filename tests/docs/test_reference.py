"""The reference names all that the code has, and nothing that it has not."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest
from mkdocs.config.base import Config

from helpwright.articles.kinds import Status, Type
from helpwright.articles.schema import ENGINE_KEYS, CategoryFile, FrontMatter
from helpwright.cli import group
from helpwright.cli.search import SearchGroup
from helpwright.mkdocs_plugins.articles_config import ArticlesConfig, ContactConfig
from helpwright.mkdocs_plugins.deflection import DeflectionConfig
from helpwright.mkdocs_plugins.search import SearchConfig
from helpwright.mkdocs_plugins.troubleshooters import TroubleshootersConfig

REPO = Path(__file__).parents[2]
PAGES = REPO / "docs/helpwright"
SOURCES = REPO / "plugins"
CONFIGS = (ArticlesConfig, ContactConfig, TroubleshootersConfig, SearchConfig, DeflectionConfig)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def read(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """What stands under a heading of level 2, without code blocks."""
    parts = re.split(r"^## ", re.sub(r"^```.*?^```", "", page, flags=re.M | re.S), flags=re.M)
    return next((part for part in parts if part.partition("\n")[0].strip() == heading), "")


def first_cells(text: str) -> set[str]:
    """The words in code in the first column of all tables of a text."""
    rows = re.findall(r"^\| (`.*?) \|", text, flags=re.M)
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


# --- The codes of findings, as the source passes them on -----------------------------------------


@dataclass
class Scan:
    """Codes, and the functions that hand a parameter on as a code: (module, name) -> where."""

    modules: dict[str, ast.Module]
    codes: set[str] = field(default_factory=set)
    helpers: dict[tuple[str, str], set[tuple[int, str]]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def run(self) -> set[str]:
        for name, module in self.modules.items():
            self.take_protocols(name, module)
        before = -1
        while before != len(self.helpers):
            before = len(self.helpers)
            for name, module in self.modules.items():
                self.walk(name, module, (), _imported(name, module))
                self.inherit(name, module)
        return self.codes

    def inherit(self, name: str, module: ast.Module) -> None:
        """Methods of a class belong to the module of a class that is made from it, too."""
        bases = {
            getattr(base, "id", "")
            for node in module.body
            if isinstance(node, ast.ClassDef)
            for base in node.bases
        }
        for node in module.body:
            if isinstance(node, ast.ImportFrom) and bases & {alias.name for alias in node.names}:
                own = {found: at for (one, found), at in self.helpers.items() if one == node.module}
                for function, places in own.items():
                    self.helpers.setdefault((name, function), set()).update(places)

    def walk(
        self, name: str, node: ast.AST, around: tuple[Function, ...], imported: set[str]
    ) -> None:
        for child in ast.iter_child_nodes(node):
            inner = (*around, child) if isinstance(child, Function) else around
            if isinstance(child, ast.Call):
                for position in self.positions(name, child, imported):
                    self.take(name, _argument(child, position), around)
            self.walk(name, child, inner, imported)

    def take_protocols(self, name: str, module: ast.Module) -> None:
        """Methods without a body say for others that they take a code."""
        for function in (node for node in ast.walk(module) if isinstance(node, Function)):
            names = [item.arg for item in function.args.args if item.arg != "self"]
            if "code" in names and len(function.body) == 1 and ast.get_docstring(function):
                place = names.index("code"), "code"
                self.helpers.setdefault((name, function.name), set()).add(place)

    def positions(self, name: str, call: ast.Call, imported: set[str]) -> set[tuple[int, str]]:
        called = str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))
        if called == "Finding":
            return {(1, "code")}
        # A function of the module hides those of the same name elsewhere.
        own = isinstance(call.func, ast.Name) and called in _defined(self.modules[name])
        modules = {name} if own else {name, *imported}
        found = (self.helpers.get((module, called), set()) for module in modules)
        return set().union(*found)

    def take(self, name: str, value: ast.expr | None, around: tuple[Function, ...]) -> None:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.codes.add(value.value)
        elif isinstance(value, ast.IfExp):
            self.take(name, value.body, around)
            self.take(name, value.orelse, around)
        elif isinstance(value, ast.Name):
            self.take_name(name, value.id, around)
        elif value is not None and not isinstance(value, ast.Attribute):
            self.unread.add(f"{name}:{value.lineno}")

    def take_name(self, name: str, variable: str, around: tuple[Function, ...]) -> None:
        for function in reversed(around):
            listed = [*function.args.posonlyargs, *function.args.args]
            names = [item.arg for item in listed if item.arg not in ("self", "cls")]
            keywords = [item.arg for item in function.args.kwonlyargs]
            if variable in names or variable in keywords:
                index = names.index(variable) if variable in names else 1000
                self.helpers.setdefault((name, function.name), set()).add((index, variable))
                self.take(name, _default(function, variable), ())
                return
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == variable
                    for target in node.targets
                ):
                    self.take(name, node.value, around)


def _argument(call: ast.Call, position: tuple[int, str]) -> ast.expr | None:
    index, name = position
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return named[0] if named else call.args[index] if index < len(call.args) else None


def _default(function: Function, name: str) -> ast.expr | None:
    listed = [*function.args.posonlyargs, *function.args.args]
    pairs = list(zip(reversed(listed), reversed(function.args.defaults), strict=False))
    pairs += zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)  # type: ignore[arg-type]
    return next((default for item, default in pairs if item.arg == name), None)


def _defined(module: ast.Module) -> set[str]:
    return {node.name for node in module.body if isinstance(node, Function)}


def _imported(name: str, module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            parents = name.split(".")[: -node.level] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


@pytest.fixture(scope="module")
def scan() -> Scan:
    paths = sorted((SOURCES / "helpwright").rglob("*.py"))
    names = {path: ".".join(path.relative_to(SOURCES).with_suffix("").parts) for path in paths}
    found = Scan({name: ast.parse(path.read_text("utf-8")) for path, name in names.items()})
    found.run()
    return found


HEADING = re.compile(r"^### ([a-z0-9-]+)$", flags=re.M)
LISTS = (
    "checks.md",
    "command-errors.md",
    "command-line-tickets.md",
    "import-events.md",
    "import-tickets.md",
    "learn-from-tickets.md",
    "search-checks.md",
    "troubleshooter-checks.md",
    "search-from-the-command-line.md",
    "evaluate-search.md",
    "suggest-articles.md",
    "warehouses.md",
)


def listed_codes() -> list[str]:
    return [code for page in LISTS for code in HEADING.findall(read(page))]


def test_the_scan_reads_the_code_of_every_finding(scan: Scan) -> None:
    assert scan.unread == set()
    by_helper = {"unknown-function", "ledger-damaged", "ledger-conflict", "permalink-unrecorded"}
    assert by_helper <= scan.codes
    assert {code for code in scan.codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)} == (
        set()
    )


def test_every_finding_has_a_heading_in_the_list_of_checks(scan: Scan) -> None:
    assert scan.codes - set(listed_codes()) == set()


def test_the_list_of_checks_holds_no_finding_that_is_gone(scan: Scan) -> None:
    listed = listed_codes()
    assert len(listed) == len(set(listed))
    assert set(listed) - scan.codes == set()


# --- Commands, options, keys ---------------------------------------------------------------------


# A command may stand on any of these pages.
COMMAND_PAGES = (
    "command-line.md",
    "command-line-search.md",
    "command-line-tickets.md",
    "command-line-troubleshooters.md",
    "import-events.md",
    "learn-from-tickets.md",
    "suggest-articles.md",
)


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, SearchGroup):
        yield path, command.default
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from walk(inner, f"{path} {name}")


COMMANDS = dict(walk(group, "helpwright"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options_and_no_others(name: str) -> None:
    pages = (read(page) for page in COMMAND_PAGES if (PAGES / page).is_file())
    text = next(filter(None, (section(page, name) for page in pages)), "")
    assert text, f"no page of commands has a heading ## {name}"
    options: set[str] = set()
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            options |= {*parameter.opts, *parameter.secondary_opts}
        else:
            assert f"`{parameter.make_metavar(click.Context(COMMANDS[name])).strip('.[]')}" in text
    listed = {word.split()[0] for word in first_cells(text) if word.startswith("-")}
    assert listed == options


def test_every_environment_variable_is_documented() -> None:
    sources = (path.read_text("utf-8") for path in (SOURCES / "helpwright").rglob("*.py"))
    used = {name for text in sources for name in re.findall(r"\bHELPWRIGHT_[A-Z_]+\b", text)}
    text = section(read("command-line.md"), "Environment variables")
    assert {*used, "SOURCE_DATE_EPOCH"} == first_cells(text)


def test_every_key_of_front_matter_is_documented_and_no_other() -> None:
    page = read("front-matter.md")
    category = first_cells(section(page, "Categories"))
    engine = first_cells(section(page, "Keys of MkDocs and Material"))
    articles = first_cells(page) - engine - (category - set(FrontMatter.model_fields))
    assert articles == set(FrontMatter.model_fields)
    assert category == set(CategoryFile.model_fields)
    assert engine == set(ENGINE_KEYS)
    assert {word for word in (*Type, *Status) if f"`{word}`" not in page} == set()


def test_every_option_of_the_plugins_is_documented_and_no_other() -> None:
    page = read("set-up-a-site.md")
    names: set[str] = set()
    for config in CONFIGS:
        assert issubclass(config, Config)
        names |= {name for name, _ in config._schema}
    assert first_cells(page) == names
