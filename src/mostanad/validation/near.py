"""What must be checked again after an edit: the rules, layers and seals that read what changed."""

from collections.abc import Iterable
from functools import cache, cached_property

from mostanad.evidence.relations import PREPARED
from mostanad.models import TABLES
from mostanad.validation import query_process
from mostanad.validation.rules import Rule
from mostanad.validation.since import Since


class Near:
    """The few changes in a package that passed the screen."""

    def __init__(self, since: Since) -> None:
        self.since = since

    @cached_property
    def keys(self) -> dict[str, set[str]]:
        """The keys of rows that were added, changed or removed, by table."""
        sides = self.since.added, self.since.gone
        return {name: {key for rows in sides for key in rows[name][TABLES[name].key()].to_pylist()} for name in TABLES}

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
        if words & (PREPARED - {"columns", "reference_targets"}) and self.changed_more_than_meta:
            return True
        return any(name in words and ("" in some or some & words) for name, some in self.changed.items())

    @cached_property
    def changed_more_than_meta(self) -> bool:
        """Whether any column changed that a relation holds, that is, one without the role ``meta``."""
        roles = {(name, column.name): column.role for name, model in TABLES.items() for column in model.columns()}
        return any(roles.get((name, one)) != "meta" for name, some in self.changed.items() for one in some)

    def can_skip(self, layer: str, read: Iterable[str], queries: Iterable[str] = ()) -> bool:
        """Whether a layer was clean, and no table that it reads or that its queries name has changed."""
        named = {*read}.union(*map(_words, queries)) if self.changed_more_than_meta else set()
        return layer not in self.since.left and not named & self.changed.keys()


@cache
def _words(sql: str) -> set[str]:
    """The names in a query, and a star if it selects all columns."""
    star = {"*"} if "*" in sql.replace("count(*)", "") else set()
    return star | {word.removesuffix("_min").removesuffix("_max") for word in query_process.words(sql)}
