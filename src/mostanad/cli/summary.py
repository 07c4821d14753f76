"""The command that tells what a pull request changes: summary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.printing import print_utf8
from mostanad.cli.report import Format, print_report


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(summary)


def summary(
    base: Annotated[Path, typer.Argument(help="The package before, for example in a git worktree.")],
    head: Annotated[Path, typer.Argument(help="The package after.")],
) -> None:
    """Print what is different between two packages, as Markdown: facts, what they rest on, rows, claims, listings."""
    from mostanad.files import open_package
    from mostanad.releases.changes import Broken, compare, read
    from mostanad.releases.changes_markdown import as_markdown

    packages = open_package(base), open_package(head)
    try:
        trees = [read(package) for package in packages]
    except Broken as broken:
        typer.echo(f"mostanad: {broken}", err=True)
        print_report(broken.report, Format.TEXT, broken.package.root)
    else:
        print_utf8(f"{as_markdown(compare(*trees))}\n")
