"""Python types of the tables of a release: what an editor completes, and what type checkers know of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mostanad.contract.table_schema import summary
from mostanad.models import COMPILED, TABLES, Column, Row

#: The folder with the code of mostanad, in its own project.
PACKAGE = "src/mostanad"
#: The folder with a module for each table, which holds nothing else.
COLUMNS = f"{PACKAGE}/loader/columns"
#: The module with the signatures of ``load``.
LOADING = f"{PACKAGE}/loader/loading.py"

_WIDTH = 120
#: What a value of each type of cell is in ``load(table, as_="records")``.
_PYTHON = {
    "text": "str",
    "date": "str",
    "span": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "list": "list[str]",
}
_WRITTEN = "Written by ``mostanad schema --write``; do not edit."
_INDEX = f'''\
"""The columns of each table of a release: their names as constants, and the types of a row.

{_WRITTEN}

An editor completes them, and a type checker refuses a column that there is not:

>>> from mostanad.loader.columns import sanctions
>>> sanctions.listed
'listed'

``frame[sanctions.listed]`` is the column of a frame, in any form. ``sanctions.SanctionRow`` is what
``mostanad.load("sanctions", as_="records")`` gives a list of. They are those of the newest version of the contract that
this mostanad knows: an older release can lack a column, a newer one can have more.
"""
'''


def python_types() -> dict[str, str]:
    """Generate the modules.

    Returns:
        the text of each by its path relative to the project's root: for every table of a release one with the names of
        its columns and the types of its rows, and one with the signatures of ``load`` for each table and form.
    """
    models = TABLES | COMPILED
    files = {f"{COLUMNS}/{name}.py": _module(model) for name, model in models.items()}
    return files | {f"{COLUMNS}/__init__.py": _INDEX, LOADING: _loading()}


def row_type(model: type[Row]) -> str:
    """The name of the type of a table's rows."""
    return f"{model.__name__}Row"


def _module(model: type[Row]) -> str:
    columns = [part for column in model.columns() for part in _columns(column)]
    has_dates = any("dt.date" in kind for _, kind, _ in columns)
    lines = [
        *_docstring(f"Columns of ``{model.table}``: {_with_small(summary(model))}", _WRITTEN),
        "",
        "from __future__ import annotations",
        "",
        *(["import datetime as dt"] if has_dates else []),
        "from typing import Final, TypedDict",
        "",
    ]
    for name, _, description in columns:
        lines += [f'{name}: Final = "{name}"', *_docstring(description)]
    lines += [
        "",
        "",
        f"class {row_type(model)}(TypedDict):",
        f'    """A row of ``{model.table}``, as ``as_="records"`` gives it."""',
        "",
        *(f"    {name}: {kind}" for name, kind, _ in columns),
    ]
    return "\n".join(lines) + "\n"


def _columns(column: Column) -> Iterator[tuple[str, str, str]]:
    """What a column becomes in a release (name, type, description): a date three columns, any other one."""
    kind = _PYTHON[column.type.name]
    yield column.name, kind if column.required else f"{kind} | None", column.description + column.notice
    if column.type.name in ("date", "span"):
        for end, which in (("min", "First"), ("max", "Last")):
            description = f"{which} day of {column.name}; None if it is open or not known.{column.notice}"
            yield f"{column.name}_{end}", "dt.date | None", description


def _with_small(sentence: str) -> str:
    """A sentence behind a colon."""
    return sentence[:1].lower() + sentence[1:]


def _docstring(text: str, *more: str) -> list[str]:
    """The lines of a docstring: on one line if it fits, and paragraphs below the first."""
    text = text.replace("\\", "\\\\").replace('"""', r"\"\"\"")
    if not more and len(text) + 6 <= _WIDTH and not text.endswith('"'):
        return [f'"""{text}"""']
    lines = textwrap.wrap(f'"""{text}', _WIDTH, break_long_words=False, break_on_hyphens=False)
    for paragraph in more:
        lines += ["", paragraph]
    return [*lines, '"""']


_HEAD = f'''\
"""What ``load`` gives for each table and form.

{_WRITTEN} For editors and type checkers only: at run time the
functions are those that are decorated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast, overload

from mostanad.loader.forms import Form

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

'''
_METHOD = '''\
class Load(Protocol):
    """``release.load(table, as_)``."""

'''
_METHOD_DECORATOR = '''\
def load_of_release(method: Callable[..., Any]) -> Load:
    """The method, with the types of what it gives."""
    return cast("Load", method)
'''
_FUNCTION = '''\
class LoadVersion(Protocol):
    """``mostanad.load(table, version, as_)``."""

'''
_FUNCTION_DECORATOR = '''\
def load_of_version(function: Callable[..., Any]) -> LoadVersion:
    """The function, with the types of what it gives."""
    return cast("LoadVersion", function)
'''
#: What comes out in each form, of any table.
_FORMS = {
    "arrow": "pa.Table",
    "polars": "pl.DataFrame",
    "duckdb": "duckdb.DuckDBPyRelation",
}


def _loading() -> str:
    models = TABLES | COMPILED
    imports = [f"    from mostanad.loader.columns.{name} import {row_type(models[name])}" for name in sorted(models)]
    names = ["#: The tables of a release.", "TableName = Literal[", *(f'    "{name}",' for name in sorted(models)), "]"]
    parts = (
        _HEAD + "\n".join([*imports, "", *names]),
        _METHOD + "\n".join(_overloads("")),
        _METHOD_DECORATOR,
        _FUNCTION + "\n".join(_overloads("version: str | None = None, ")),
        _FUNCTION_DECORATOR,
    )
    return "\n\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _overloads(version: str) -> Iterator[str]:
    """The signatures of ``load``, one for each form; of records one for each table, which knows its columns."""
    models = TABLES | COMPILED
    # Where something with a default stands before it, the form is a keyword.
    key = "*, " if version else ""
    yield from _overload(f'table: str, {version}as_: Literal["pandas"] = "pandas"', "pd.DataFrame")
    for form, made in _FORMS.items():
        yield from _overload(f'table: str, {version}{key}as_: Literal["{form}"]', made)
    for name in sorted(models):
        taken = f'table: Literal["{name}"], {version}{key}as_: Literal["records"]'
        yield from _overload(taken, f"list[{row_type(models[name])}]")
    yield from _overload(f'table: str, {version}{key}as_: Literal["records"]', "list[Any]")
    yield from _overload(f'table: str, {version}as_: Form = "pandas"', "Any")


def _overload(taken: str, made: str) -> Iterator[str]:
    yield "    @overload"
    line = f"    def __call__(self, {taken}) -> {made}: ..."
    if len(line) <= _WIDTH:
        yield line
    else:
        yield from ("    def __call__(", f"        self, {taken}", f"    ) -> {made}: ...")
