"""For curators: from the tables to a release: record, build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.edit import Dir, opened
from mostanad.cli.errors import say, usage_errors
from mostanad.cli.printing import warnings_as_sentences
from mostanad.cli.report import Directory, DocumentsOption, Format, TrustedOption, print_report


def record(
    version: Annotated[str, typer.Argument(help="The version to cut; it is that of datapackage.json.")],
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication; without it today.")
    ] = None,
    directory: Dir = Path("."),
) -> None:
    """Cut a version: add it to history.csv and releases.csv.

    history.csv says what became of each fact, releases.csv has the root over all facts.
    """
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


def build(
    directory: Directory = Path("."),
    out: Annotated[Path, typer.Option("--out", help="The directory in which the release's directory is made.")] = Path(
        "dist/releases"
    ),
    version: Annotated[
        str | None, typer.Option("--version", help="YYYY.M.N; without it that of datapackage.json.")
    ] = None,
    documents: DocumentsOption = None,
    trusted: TrustedOption = False,
) -> None:
    """Check a data package and compile it into a release."""
    from mostanad.releases import BuildRefused
    from mostanad.releases import build as compile_release

    try:
        with usage_errors(), warnings_as_sentences():
            path = compile_release(directory, out, version=version, documents=documents, trusted=trusted)
    except BuildRefused as refused:
        say("no release is made, because there are errors")
        print_report(refused.report, Format.TEXT, directory)
    else:
        typer.echo(f"built {path}")
