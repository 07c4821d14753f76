"""The command that publishes: publish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.report import Format, print_report
from mostanad.cli.stuck import end_if_stuck


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(publish)


def publish(
    directory: Annotated[Path, typer.Argument(help="The tree: a folder that a web server or a bucket serves.")],
    releases: Annotated[Path, typer.Option("--releases", help="The folder with the releases.")] = Path("dist/releases"),
    mirror: Annotated[
        list[str] | None, typer.Option("--mirror", help="The address of the same tree elsewhere; as many as there are.")
    ] = None,
    archive_mirror: Annotated[
        list[str] | None,
        typer.Option(help="The address of a folder elsewhere with the archives; {version} in it is the version."),
    ] = None,
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication; without it today.")
    ] = None,
) -> None:
    """Lay out the recorded releases as a tree for any web server, with an index; the index is written last."""
    from mostanad.publishing.publish import PublishRefused
    from mostanad.publishing.publish import publish as lay_out

    end_if_stuck()
    day = date.date() if date else None
    try:
        done = lay_out(releases, directory, mirror or (), archive_mirror or (), day)
    except PublishRefused as refused:
        typer.echo(f"mostanad: nothing is published: {refused}", err=True)
        if refused.report is not None:
            print_report(refused.report, Format.TEXT, directory)
        raise typer.Exit(1) from None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if not done.is_changed:
        typer.echo(f"nothing is new: index {done.index['sequence']} of {done.index['updated']} stands")
        return
    for version in done.added:
        typer.echo(f"published {version}")
    typer.echo(f"index {done.index['sequence']}, {done.index['digest']}")
