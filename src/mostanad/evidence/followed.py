"""Which rows of other tables belong to an official: those that refer to one, and where these lead."""

from functools import cache

from mostanad.models import TABLES

#: Tables whose rows concern what they count, not who counts.
_LEFT_OUT = frozenset({"officials", "estimates"})


@cache
def referring() -> list[tuple[str, list[str]]]:
    """The columns of each table that may refer to an official."""
    columns = (
        (name, [column.name for column in model.columns() if "officials" in column.references])
        for name, model in TABLES.items()
        if name not in _LEFT_OUT
    )
    return [(name, found) for name, found in columns if found]


@cache
def followed() -> list[tuple[str, str, str]]:
    """References that a dossier follows, with the table to which each leads; a table stands behind those before it."""
    found: list[tuple[str, str, str]] = []
    waiting = [name for name, _ in referring()]
    for name in waiting:
        for column in TABLES[name].words().followed:
            target = next(one.references[0] for one in TABLES[name].columns() if one.name == column)
            found.append((name, column, target))
            if target not in waiting:
                waiting.append(target)
    return found
