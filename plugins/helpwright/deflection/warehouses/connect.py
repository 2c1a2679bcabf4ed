"""From an address such as `postgres://user@host/db?schema=zendesk&map=fivetran` to an engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from helpwright.deflection.warehouses.duck import Duck
from helpwright.deflection.warehouses.engine import Engine
from helpwright.deflection.warehouses.postgres import open_postgres
from helpwright.deflection.warehouses.spark import open_spark
from helpwright.errors import Finding, InputError, Place, Severity

_POSTGRES = ("postgres", "postgresql")
_HINT = (
    "write postgres://user@host/database?schema=zendesk&map=fivetran, "
    "spark://host:7077?schema=zendesk&map=airbyte, or duckdb:///folder/file.duckdb?map=helpwright"
)


@dataclass(frozen=True)
class Backend:
    """An address, taken apart.

    Attributes:
        scheme: "postgres", "spark" or "duckdb".
        address: The address without our own settings, as the driver takes it.
        schema: The schema that holds the tables; "" for the connection's own.
        map: The name of the column map.
        shown: The address without a password, for messages.
    """

    scheme: str
    address: str
    schema: str
    map: str
    shown: str


def read_address(text: str) -> Backend:
    """Take an address apart.

    Raises:
        InputError: it is none, or of no engine that is known.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _bad(text, str(error)) from error
    scheme = "postgres" if parts.scheme in _POSTGRES else parts.scheme
    if scheme not in ("postgres", "spark", "duckdb"):
        raise _bad(text, f'"{parts.scheme}" is no engine that is known')
    settings = dict(parse_qsl(parts.query))
    ours = {name: settings.pop(name, "") for name in ("schema", "map")}
    if scheme == "postgres":
        address = urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(settings), ""))
    elif scheme == "spark":
        address = f"spark://{host}:{port or 7077}" if host else "local[*]"
    else:
        address = unquote(parts.path) if not host else unquote(host + parts.path)
    user = f"{parts.username}@" if parts.username else ""
    shown = f"{scheme}://{user}{host}{parts.path}"
    return Backend(scheme, address, ours["schema"], ours["map"] or "helpwright", shown)


@contextmanager
def open_backend(backend: Backend) -> Iterator[Engine]:
    """Connect to an engine; what it keeps is gone afterwards.

    Raises:
        InputError: a package is missing, or nobody answers.
    """
    if backend.scheme == "postgres":
        with open_postgres(backend.address, backend.shown) as engine:
            yield engine
    elif backend.scheme == "spark":
        with open_spark(backend.address, backend.shown) as session:
            yield session
    else:
        import duckdb

        if not Path(backend.address).is_file():
            raise _bad(backend.shown, "there is no such file")
        with closing(duckdb.connect(backend.address, read_only=True)) as con:
            con.execute("SET TimeZone = 'UTC'")
            yield Duck(con, nullcontext)


def _bad(text: str, why: str) -> InputError:
    # A password must not end up in a log.
    shown = text.rpartition("@")[2] if "@" in text else text
    return InputError(
        Finding(
            Place(shown),
            "bad-backend",
            f"this is no address of a backend: {why}",
            _HINT,
            Severity.ERROR,
        )
    )
