"""Which names the parts of a troubleshooter may read: those of a shared sub-tree its own first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from helpwright.troubleshooters.language.kinds import Kind, Scope


@dataclass(frozen=True)
class Scopes:
    """`whole` is the scope of the file's own parts."""

    whole: Scope

    def of(self, name: str) -> Scope:
        """The scope of a step, fact or table: `check.place` came with the sub-tree `check`."""
        within = name.rpartition(".")[0]
        return self.whole if within == self.whole.within else replace(self.whole, within=within)

    def knowing(
        self,
        *,
        names: Mapping[str, Kind],
        facts: Mapping[str, Kind],
        tables: Mapping[str, Mapping[str, Kind]],
    ) -> Scopes:
        """The same with other kinds."""
        return Scopes(replace(self.whole, names=names, facts=facts, tables=tables))
