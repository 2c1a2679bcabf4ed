"""The SQL for engines that no test can start, as it was reviewed; see the guide to warehouses.

After a change on purpose, write it anew and review the difference:

    HELPWRIGHT_WRITE_GOLDEN=1 pytest tests/backends/test_golden_sql.py
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from helpwright.deflection.accuracy import Judgement
from helpwright.deflection.figures import Period, ReportArticle
from helpwright.deflection.metrics import Asked, figures_of
from helpwright.deflection.raw import Site, canonical_tables
from helpwright.deflection.raw.maps import raw_tables
from helpwright.deflection.tables import unbound
from helpwright.deflection.warehouses.engine import DIALECTS
from helpwright.deflection.warehouses.script import Script
from helpwright.errors import InputError

GOLDEN = Path(__file__).parent / "golden"
KEPT = ("bigquery", "snowflake", "databricks", "redshift", "clickhouse", "trino")
KINDS = ("figures", "fivetran", "airbyte")
NOT = ("redshift", "fivetran")
ASKED = Asked(
    [
        ReportArticle("refunds", "Get a refund", "", "Billing & invoices", "public", None),
        ReportArticle("o'clock", "Times", "", "", "agents", date(2026, 3, 1)),
    ],
    Period(date(2026, 1, 1), date(2026, 10, 31)),
    date(2026, 11, 22),
    judged=[Judgement("zendesk", "12", "refunds", True)],
)


class Nobody:
    def is_ours(self, url: str) -> bool:
        return False

    def article_id(self, url: str) -> str | None:
        return None


def write_script(dialect: str, kind: str) -> str:
    script = Script(dialect)
    if kind == "figures":
        figures_of(script, unbound(dialect), ASKED)
    else:
        site = Site(["help.example.org", "hilfe.example.org"], Nobody())
        canonical_tables(script, raw_tables(kind, dialect, "zendesk"), site)
    return script.text()


@pytest.mark.parametrize(
    ("dialect", "kind"), [(d, k) for d in KEPT for k in ("figures", "fivetran") if (d, k) != NOT]
)
def test_the_sql_is_what_was_reviewed(dialect: str, kind: str) -> None:
    path = GOLDEN / dialect / f"{kind}.sql"
    text = write_script(dialect, kind)
    if os.environ.get("HELPWRIGHT_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize(
    ("dialect", "kind"),
    [(d, k) for d in DIALECTS for k in KINDS if d != "redshift" or k == "figures"],
)
def test_no_sql_holds_what_engines_do_differently(dialect: str, kind: str) -> None:
    text = write_script(dialect, kind)
    # Division, rows in order, medians and filters of aggregates; none is needed.
    for word in ("MEDIAN", "QUANTILE", "FILTER(", "FILTER (", " / ", 'ORDER BY "n', "APPROX"):
        assert word not in text.upper(), word
    assert not re.search(r"\buniq\(", text), "an estimate"
    # The only rows in order are those of a window, over a ticket's own changes.
    assert text.count("ORDER BY") == len(re.findall(r"\blag\w*\(", text, re.IGNORECASE))


def test_redshift_says_what_it_cannot_do() -> None:
    with pytest.raises(InputError, match="map-not-for-engine"):
        raw_tables("fivetran", "redshift", "zendesk")
