"""The SQL that rules may use: functions and constructs that DuckDB and Spark understand alike (``rule_sql.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("mostanad.validation").joinpath("rule_sql.toml").read_text("utf-8"))


def functions() -> dict[str, str]:
    """The functions, each with a remark on what it does with NULL or where the engines could differ."""
    return _lists()["functions"]


def types() -> dict[str, str]:
    """The types into which values may be cast."""
    return _lists()["types"]


def constructs() -> dict[str, str]:
    """The constructs: operators, clauses and kinds of literals, each with a remark."""
    return _lists()["constructs"]
