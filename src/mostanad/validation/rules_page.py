"""The page with all codes of findings, docs/rules.md, which is generated with the files of the contract."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from mostanad.validation.explain import Explained, catalogue, told, where, words


@cache
def rule_sql() -> dict[str, dict[str, str]]:
    """The SQL that rules may use, which DuckDB and Spark understand alike: functions, types and constructs.

    Each has a remark: on what it does with NULL, or where the engines could differ.
    """
    return tomllib.loads(files("mostanad.validation").joinpath("rule_sql.toml").read_text("utf-8"))


def rules_page() -> str:
    """One page of Markdown (GitHub flavour): a list of all codes, then each with its texts and its example."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    parts = words()["parts"]
    yield words()["introduction"]
    for digit, heading in parts.items():
        yield f"- [{heading} (`MST{digit}xx`)](#{heading.lower().replace(' ', '-').replace(',', '')})"
    yield "- [What the SQL of a rule may use](#what-the-sql-of-a-rule-may-use)\n"
    for digit, heading in parts.items():
        items = [item for name, item in catalogue().items() if name[3] == digit]
        yield f"## {heading}\n"
        yield "| code | severity | layer | title |\n| --- | --- | --- | --- |"
        for code, _ in items:
            yield f"| [{code.code}](#{code.code.lower()}) | {code.severity} | {code.layer} | {code.title} |"
        yield ""
        for item in items:
            yield from _code(item)
    yield words()["sql"]
    for kind, names in rule_sql().items():
        yield f"### {kind.capitalize()}\n\n| {kind[:-1]} | remark |\n| --- | --- |"
        yield from (f"| `{name}` | {remark} |".replace("||", r"\|\|") for name, remark in names.items())
        yield ""


def _code(item: Explained) -> Iterator[str]:
    code, example = item
    yield f"### {code.code}\n"
    yield f"**{code.title}** ({code.severity}). {example.about}\n"
    yield f"- Why: {code.why}."
    yield f"- To fix it: {code.remedy}.\n"
    for heading, side in (("Wrong", example.fails), ("Right", example.passes)):
        yield f"{heading}:\n\n```text"
        yield from told(side, example.file)
        yield "```\n"
        if side is example.fails:
            also = f", and with it {', '.join(example.also)}" if example.also else ""
            yield f"Found at {'; '.join(f'`{where(place)}`' for place in example.finds)}{also}.\n"
