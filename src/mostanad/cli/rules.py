"""Commands that explain findings: explain, rules."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from mostanad.cli.printing import print_json


class ListFormat(StrEnum):
    """How the list of codes is printed."""

    TEXT = "text"
    JSON = "json"


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    for command in (explain, rules):
        app.command()(command)


def explain(
    codes: Annotated[list[str], typer.Argument(help="Codes of findings, like MST302.", metavar="CODE...")],
) -> None:
    """Explain codes of findings: what they mean, why, an example that fails and one that passes, and the remedy."""
    from mostanad.validation import explain as texts

    try:
        found = [texts.find(code) for code in codes]
    except texts.UnknownCode as unknown:
        typer.echo(f"mostanad: {unknown.args[0]}", err=True)
        raise typer.Exit(2) from None
    typer.echo("\n\n".join(map(texts.as_text, found)))


def rules(
    format: Annotated[
        ListFormat, typer.Option("--format", help="text: a line for each; json: with all texts and examples.")
    ] = ListFormat.TEXT,
) -> None:
    """List all codes of findings: severity, layer and title."""
    from mostanad.validation import explain as texts

    items = list(texts.catalogue().values())
    if format is ListFormat.JSON:
        print_json(json.dumps([item.as_dict() for item in items], ensure_ascii=False, indent=2))
    else:
        typer.echo(texts.as_list(items))
