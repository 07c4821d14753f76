"""The page with all codes of findings, docs/rules.md, which is generated with the files of the contract."""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.validation import examples, rule_sql
from mostanad.validation.explain import Explained, catalogue

_INTRODUCTION = """\
# Rules

Every finding of `mostanad validate`, `build` and `verify` has a code: `MST` and three digits. This page explains all
of them, with an example of what is found and the same fixed; `mostanad explain CODE` prints the same, and
`mostanad rules --format json` all of it for programs (`schema/rules.schema.json` is its schema). A code never changes
its meaning and is never used again for something else. An *error* stops a build, a *warning* does not.

The examples are run by the tests. They show only the cells that matter; any other required cell holds the example of
its column in the [codebook](codebook.md), a dash is an empty cell, and a hash is cut short. What `MST6xx` shows is done
to a release of an invented package. Of a rule across tables only that rule is run: others would miss rows that the
example leaves out.

This page is generated from `src/mostanad/validation` and `validators`; change those,
then run `mostanad schema --write`.
"""
_PARTS = {
    "1": "Text",
    "2": "Structure and rows",
    "3": "Keys and references",
    "4": "Logic, dates and privacy",
    "5": "Provenance",
    "6": "Releases",
}
_SQL = """\
## What the SQL of a rule may use

A rule across tables (`validators/NAME.sql`) means the same to DuckDB, which runs it here, and to Spark, where others
may run it. It uses the functions and constructs of these lists (`src/mostanad/validation/rule_sql.toml`), and no
others; a test parses each rule for both engines. Where a cell is empty, it is `NULL`: a rule says what it does with
it (`IS NULL`, `coalesce`), or compares it so that no finding comes of it.
"""


def rules_page() -> str:
    """One page of Markdown (GitHub flavour): a list of all codes, then each with its texts and its example."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield _INTRODUCTION
    for digit, heading in _PARTS.items():
        yield f"- [{heading} (`MST{digit}xx`)](#{heading.lower().replace(' ', '-').replace(',', '')})"
    yield "- [What the SQL of a rule may use](#what-the-sql-of-a-rule-may-use)\n"
    for digit, heading in _PARTS.items():
        items = [item for name, item in catalogue().items() if name[3] == digit]
        yield f"## {heading}\n"
        yield "| code | severity | layer | title |\n| --- | --- | --- | --- |"
        for item in items:
            code = item.code
            yield f"| [{code.code}](#{code.code.lower()}) | {code.severity} | {code.layer} | {code.title} |"
        yield ""
        for item in items:
            yield from _code(item)
    yield from _sql()


def _code(item: Explained) -> Iterator[str]:
    code, example = item.code, item.example
    yield f"### {code.code}\n"
    yield f"**{code.title}** ({code.severity}). {example.about}\n"
    yield f"- Why: {code.why}."
    yield f"- To fix it: {code.remedy}.\n"
    for heading, side in (("Wrong", example.fails), ("Right", example.passes)):
        yield f"{heading}:\n\n```text"
        yield from examples.told(side, example.file)
        yield "```\n"
        if side is example.fails:
            also = f", and with it {', '.join(example.also)}" if example.also else ""
            yield f"Found at {'; '.join(f'`{examples.where(place)}`' for place in example.finds)}{also}.\n"


def _sql() -> Iterator[str]:
    yield _SQL
    lists = {"Functions": rule_sql.functions(), "Types": rule_sql.types(), "Constructs": rule_sql.constructs()}
    for heading, names in lists.items():
        yield f"### {heading}\n\n| {heading[:-1].lower()} | remark |\n| --- | --- |"
        yield from (f"| `{name}` | {remark} |".replace("||", r"\|\|") for name, remark in names.items())
        yield ""
