"""What rules must check after an edit: the rows that changed, and the rows that the change may affect.

Far from the edit, a rule with ``-- local: yes`` still finds nothing, as before. For such a rule, tables that grow with
claims are cut down to rows near the edit. Any other rule runs on whole tables, if it reads what changed.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.links import Links
from mostanad.evidence.relations import PREPARED
from mostanad.files.columns import texts
from mostanad.files.render import as_text
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES
from mostanad.validation import query_process, sealed, seals
from mostanad.validation.findings import Finding
from mostanad.validation.places import Lazy, Places
from mostanad.validation.rules import Rule
from mostanad.validation.since import Since

#: The table with the ids of the rows that local rules check.
IDS = "near_ids"
#: The tables that grow with claims, and the relations that hold their rows.
_CUT = ("claims", "passages", "seals")
_OF_CUT = {*_CUT, "ids", "row_references", "claim_cells", "approximations"}
#: Rules judge rows of these tables by whole tables, and by rows that are never cut away.
_WHOLE = ("corrections", "fact_checks", "fact_check_answers", "redirects", "history", "releases")


class Near:
    """The rows near the changes in a package that passed the screen."""

    def __init__(self, since: Since, columns: Mapping[str, pa.Table]) -> None:
        self.since, self._columns = since, columns

    @cached_property
    def changed(self) -> dict[str, set[str]]:
        """The columns with changed cells, by table; all columns, and "", if rows were added or removed."""
        found: dict[str, set[str]] = {}
        for name, model in TABLES.items():
            tables = self.since.gone[name], self.since.added[name]
            old, new = ({row[model.key()]: row for row in table.to_pylist()} for table in tables)
            if old.keys() != new.keys():
                found[name] = {"", *model.header()}
            elif new:
                found[name] = {one for key, row in new.items() for one in row if row[one] != old[key][one]}
        return found

    def concerns(self, rule: Rule) -> bool:
        """Whether a rule was not clean before, or may read what changed."""
        words = _words(rule.sql)
        if rule.code.code in self.since.left or (self.changed and words & {"*", "natural"}):
            return True
        if words & (PREPARED - {"columns", "reference_targets"}) and self._changed_more_than_meta:
            return True
        return any(name in words and ("" in some or some & words) for name, some in self.changed.items())

    @cached_property
    def _changed_more_than_meta(self) -> bool:
        """Whether any column changed that a relation holds, that is, one without the role ``meta``."""
        roles = {(name, column.name): column.role for name, model in TABLES.items() for column in model.columns()}
        return any(roles.get((name, one)) != "meta" for name, some in self.changed.items() for one in some)

    def is_enough(self, rule: Rule) -> bool:
        """Whether a rule can find everything in the rows that are near."""
        return rule.code.code not in self.since.left and (rule.local or not _words(rule.sql) & _OF_CUT)

    def can_skip(self, layer: str, read: Iterable[str], queries: Iterable[str] = ()) -> bool:
        """Whether a layer was clean, and no table that it reads or that its queries name has changed."""
        named = {*read}.union(*map(_words, queries)) if self._changed_more_than_meta else set()
        return layer not in self.since.left and not named & self.changed.keys()

    def whole(self, rules: Iterable[Rule]) -> dict[str, pa.Table]:
        """The typed tables for rules that need whole tables; tables that they do not read are empty."""
        words = set[str]().union(*(_words(rule.sql) for rule in rules))
        read = {*TABLES} if words & PREPARED else words
        return arrow_tables({name: self._columns[name] if name in read else self.tables[name][:0] for name in TABLES})

    @cached_property
    def ids(self) -> pa.Table:
        """The ids of all rows for which :attr:`tables` suffice to check local rules."""
        claims = self.tables["claims"]
        told = claims.filter(pc.is_in(claims["target_id"], value_set=texts(self._near)))
        keys = [chunk for name in _WHOLE for chunk in self.tables[name][TABLES[name].key()].chunks]
        return pa.table([pa.concat_arrays([texts(self._near), *told["claim_id"].chunks, *keys])], ["row_id"])

    @cached_property
    def _keys(self) -> dict[str, set[str]]:
        """The keys of the changed rows, by table."""
        both = {name: (self.since.added[name], self.since.gone[name]) for name in TABLES}
        return {name: {key for table in both[name] for key in _cells(table, TABLES[name].key())} for name in TABLES}

    @cached_property
    def _near(self) -> set[str]:
        """The ids of the changed rows, of the rows that they refer or referred to, of those that refer to them, and of
        the targets of the claims among all these."""
        keys, columns = {name: set(some) for name, some in self._keys.items()}, self._columns
        changes = (self.since.added, self.since.gone)
        near = set[str]().union(*(_referred(tables[name], name) for tables in changes for name in TABLES))
        near = near.union(*(_referred(columns[name], name) for name in ("fact_checks", "fact_check_answers")))
        near |= _cells(columns["redirects"], "old_id") | _cells(columns["redirects"], "new_id")
        if keys["sources"]:
            ids, above = (columns["sources"][one].to_pylist() for one in ("source_id", "derived_from"))
            while (
                more := {one for one, origin in zip(ids, above, strict=True) if origin in keys["sources"]}
                - keys["sources"]
            ):
                keys["sources"] |= more
        keys["passages"] |= self._where("passages", "source_id", keys["sources"])
        keys["claims"] |= self._where("claims", "passage_id", keys["passages"])
        near = near.union(*keys.values())
        if any(some for name, some in self._keys.items() if name not in _CUT):
            changed = texts(set[str]().union(*self._keys.values()))
            for name in TABLES.keys() - {*_CUT}:
                for column in TABLES[name].columns():
                    if column.references and column.type.name != "list":
                        rows = columns[name].filter(pc.is_in(columns[name][column.name], value_set=changed))
                        near |= _cells(rows, TABLES[name].key())
        return near | _cells(self._rows("claims", near), "target_id")

    @cached_property
    def tables(self) -> dict[str, pa.Table]:
        """The tables as text; those that grow with claims have only the rows that are needed to check near rows."""
        near, found = self._near, {name: self._columns[name] for name in TABLES if name not in _CUT}
        claims = near | self._where("claims", "target_id", near) | self._where("claims", "passage_id", near)
        claims |= self._where("claims", "asserted_by", near, first=True)
        found["claims"] = self._rows("claims", claims)
        cited = near | _cells(found["claims"], "passage_id") | self._where("passages", "source_id", near, first=True)
        found["passages"] = self._rows("passages", cited)
        of_seals = _cells(found["claims"], "claim_id") | self._keys["seals"] | self._keys["claims"]
        return found | {"seals": self._rows("seals", of_seals)}

    def _where(self, name: str, column: str, values: Collection[str], *, first: bool = False) -> set[str]:
        """The keys of the rows that refer to any of these values; with ``first``, of only the first row for each."""
        if not values:
            return set()
        table, key = self._columns[name], TABLES[name].key()
        rows = table.filter(pc.is_in(table[column], value_set=texts(values)))
        if first:
            return _cells(rows.group_by(column, use_threads=False).aggregate([(key, "first")]), f"{key}_first")
        return _cells(rows, key)

    def _rows(self, name: str, keys: Collection[str]) -> pa.Table:
        whole = self._columns[name]
        return whole.filter(pc.is_in(whole[TABLES[name].key()], value_set=texts(keys)))

    def seals(self, places: Places) -> list[Finding] | None:
        """The findings about seals; None if all seals must be checked."""
        if not self._changed_more_than_meta:
            return []
        since = self.since
        if not since.added["seals"].num_rows and not any(gone.num_rows for gone in since.gone.values()):
            return [*seals.unsealed(since.added["claims"]["claim_id"].to_pylist(), places)]
        tables = self.tables
        if (bare := sealed.unsealed(Links(tables))) is not None:
            return [*seals.unsealed(bare, places)]
        found = list(seals.check(Lazy(tables, lambda name: as_text(name, "", tables[name])), places))
        # A common cause shows only beside all claims that depend on it, and these are not all near.
        return found if sum(one.code == "MST522" and not one.summary for one in found) < 2 else None


@cache
def _words(sql: str) -> set[str]:
    """The names in a query, and a star if it selects all columns."""
    star = {"*"} if "*" in sql.replace("count(*)", "") else set()
    return star | {word.removesuffix("_min").removesuffix("_max") for word in query_process.words(sql)}


def _cells(table: pa.Table, column: str) -> set[str]:
    return {cell for cell in table[column].to_pylist() if cell is not None}


def _referred(table: pa.Table, name: str) -> set[str]:
    columns = (column.name for column in TABLES[name].columns() if column.references)
    return {one for column in columns for cell in _cells(table, column) for one in cell.split(" ")}
