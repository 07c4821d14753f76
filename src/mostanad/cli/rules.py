"""Commands that explain findings, and prove that they are made: explain, rules."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.check import Directory
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
    directory: Directory = Path("."),
    format: Annotated[
        ListFormat, typer.Option("--format", help="text: a line for each; json: with all texts and examples.")
    ] = ListFormat.TEXT,
    prove: Annotated[
        bool, typer.Option("--prove", help="Spoil the dataset in memory in every way, and say what is not found.")
    ] = False,
) -> None:
    """List all codes of findings: severity, layer and title; or prove on a dataset that they bite."""
    from mostanad.validation import explain as texts

    if prove:
        _prove(directory)
        return
    items = list(texts.catalogue().values())
    if format is ListFormat.JSON:
        print_json(json.dumps([item.as_dict() for item in items], ensure_ascii=False, indent=2))
    else:
        typer.echo(texts.as_list(items))


def _prove(directory: Path) -> None:
    """Print the mutation scores; exit 1 if something survives without a reason, or a schema refuses what is right."""
    from mostanad.package import open_package
    from mostanad.validation import prove as proofs
    from mostanad.validation import prove_schemas as schemas

    package = open_package(directory)
    try:
        proof = proofs.prove(package)
    except proofs.NotSound as error:
        typer.echo(f"mostanad: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo("\n".join(proofs.as_text(proof)))
    of_schemas = schemas.prove_schemas(package)
    for one in of_schemas:
        typer.echo("\n" + "\n".join(schemas.as_text(one)))
    if proof.unexplained or any(one.unexplained for one in of_schemas):
        raise typer.Exit(1)
