"""Commands on versions: record, diff, prove."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from mostanad.cli.curate import Dir, opened
from mostanad.cli.look import ReleaseOption
from mostanad.cli.printing import print_json, print_utf8


class DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    for command in (record, diff, prove):
        app.command()(command)


def record(
    version: Annotated[str, typer.Argument(help="The version to cut; it is that of datapackage.json.")],
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication; without it today.")
    ] = None,
    directory: Dir = Path("."),
) -> None:
    """Cut a version: append to history.csv what became of each fact, and to releases.csv the root over all facts."""
    from mostanad.curation.record import record as append
    from mostanad.curation.transaction import EditRefused

    with opened(directory, edits=True) as package:
        if version != package.version:
            raise EditRefused(
                f"datapackage.json has version {package.version}, not {version}; "
                f"write {version} into pyproject.toml and run `mostanad schema --write`"
            )
        done = append(package, date.date() if date else dt.date.today())
    changes = ", ".join(f"{number} {change}" for change, number in sorted(done.changes.items()))
    typer.echo(f"recorded {done.version}: {changes or 'no fact is different'}")
    typer.echo(f"root over its facts: {done.root}")


def diff(
    old: Annotated[str, typer.Argument(help="The older release: a version at hand, or a directory.")],
    new: Annotated[str, typer.Argument(help="The newer release: a version at hand, or a directory.")],
    format: Annotated[
        DiffFormat, typer.Option("--format", help="text: to read; json: an array; csv: a table of facts.")
    ] = DiffFormat.TEXT,
) -> None:
    """Print what became of each fact between two releases, and why."""
    import mostanad

    try:
        found = mostanad.diff(old, new)
    except mostanad.ReleaseNotFound as error:
        typer.echo(f"mostanad: {error.args[0]}", err=True)
        raise typer.Exit(2) from None
    if format is DiffFormat.JSON:
        print_json(json.dumps(found.rows, ensure_ascii=False, indent=2))
    elif format is DiffFormat.CSV:
        print_utf8(found.to_frame().to_csv(index=False, lineterminator="\n"))
    else:
        typer.echo(str(found))


def prove(
    fact: Annotated[str | None, typer.Argument(help="The id of a fact (ROW/FIELD).")] = None,
    since: Annotated[
        str | None, typer.Option(help="An older version: prove that the release continues it, and changed nothing.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="A file with a proof: check it, without the release.", dir_okay=False)
    ] = None,
    root: Annotated[
        str | None, typer.Option(help="With --check: the root of the release, from where you trust it.")
    ] = None,
    older_root: Annotated[
        str | None, typer.Option(help="With --check and a proof of --since: the root of the older version.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Print a proof that a fact is in a release, as JSON; or check one against the root that was published."""
    if [fact, since, check].count(None) != 2:
        raise typer.BadParameter("name a fact, or give --since VERSION, or --check FILE")
    if check is not None:
        _check(check, root, older_root)
    else:
        print_json(json.dumps(_proof(fact, since, release), ensure_ascii=False, indent=2))


def _proof(fact: str | None, since: str | None, name: str | None) -> dict[str, Any]:
    import mostanad
    from mostanad.evidence import proofs

    release = mostanad.release(name)
    tables = {table: release.load(table, "arrow") for table in ("facts", "evidence", "releases")}
    try:
        if fact is not None:
            return proofs.prove(tables, release.version, fact)
        return proofs.prove_consistency(tables, release.version, str(since))
    except KeyError:
        what = f"fact {fact!r}" if fact is not None else f"recorded version {since!r}"
        typer.echo(f"mostanad: release {release.version} has no {what}", err=True)
        raise typer.Exit(2) from None


def _check(path: Path, root: str | None, older_root: str | None) -> None:
    """Say whether a proof holds; exit 1 if it does not."""
    from mostanad.evidence import proofs

    if root is None:
        raise typer.BadParameter("give the root of the release with --root: a proof cannot vouch for itself")
    try:
        proof = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        typer.echo(f"mostanad: {path}: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    except (ValueError, RecursionError) as error:
        typer.echo(f"mostanad: {path}: it is no JSON ({error})", err=True)
        raise typer.Exit(1) from None
    try:
        if older_root is not None:
            proofs.check_consistency(proof, older_root, root)
            typer.echo(f"the release of root {root} continues that of root {older_root}")
        else:
            fact = proofs.check(proof, root)
            typer.echo(f"{fact['fact_id']} = {fact['value']} is a fact of the release of root {root}")
    except proofs.ProofError as error:
        typer.echo(f"mostanad: {path}: {error}", err=True)
        raise typer.Exit(1) from None
