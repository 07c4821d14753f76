"""The command that watches over what readers of releases rely on: contract."""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mostanad.cli.printing import print_json

if TYPE_CHECKING:
    from mostanad.contract.review import Review

Root = Annotated[Path, typer.Option("--dir", "-C", help="The project's root, with pyproject.toml.")]


class ContractFormat(StrEnum):
    """How the changes are printed."""

    TEXT = "text"
    JSON = "json"


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(contract)


def contract(
    directory: Root = Path("."),
    format: Annotated[
        ContractFormat, typer.Option("--format", help="text: a line for each change; json: an object.")
    ] = ContractFormat.TEXT,
    lock: Annotated[bool, typer.Option("--lock", help="Write schema/contract.lock.json, as a version is cut.")] = False,
) -> None:
    """Say what changed in the columns since the last version: major, minor or patch; is the schema version enough?"""
    from mostanad.contract import version_of
    from mostanad.contract.review import review, write

    try:
        found = review(directory, version_of(directory))
    except ValueError as error:
        raise typer.BadParameter(f"{directory}: {error}") from None
    if format is ContractFormat.JSON:
        print_json(json.dumps(_as_dict(found), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_as_lines(found)))
    if not found.may_be_locked or (found.locked is None and not lock):
        if lock:
            typer.echo("mostanad: the lock is not written", err=True)
        raise typer.Exit(1)
    if lock:
        written = write(directory)
        typer.echo("mostanad: wrote the lock" if written else "mostanad: the lock is as it was", err=True)


def _as_dict(found: Review) -> dict[str, Any]:
    return {
        "locked": found.locked,
        "declared": found.declared,
        "needed": found.needed,
        "may_be_locked": found.may_be_locked,
        "changes": [
            {"severity": str(change.severity), "where": change.where, "what": change.what} for change in found.changes
        ],
        "refusals": list(found.refusals),
    }


def _as_lines(found: Review) -> list[str]:
    from mostanad.contract.lock import PATH

    if found.locked is None and not found.refusals:
        return ["there is no lock, and no version is recorded: `mostanad contract --lock` writes the first one"]
    lines = [f"{change.severity}: {change.where}: {change.what}" for change in found.changes]
    lines += [f"error: {refusal}" for refusal in found.refusals]
    if found.locked is None:
        return lines
    counts = Counter(str(change.severity) for change in found.changes)
    summary = ", ".join(f"{number} {severity}" for severity, number in counts.items())
    lines.append(f"since schema version {found.locked}: {summary or 'nothing changed'}")
    lines.append(f"declared {found.declared}, needed {found.needed}{' or more' if found.changes else ''}")
    if found.is_too_small:
        lines.append(f'error: too small: write SCHEMA_VERSION = "{found.needed}" in src/mostanad/contract/version.py')
    if not found.may_be_locked and not found.is_released:
        lines.append(f"no version is recorded yet, so nothing is promised: remove {PATH} to begin anew")
    return lines
