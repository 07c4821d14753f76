"""The command that publishes, and withdraws what was published: publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.printing import warnings_as_sentences
from mostanad.cli.report import Format, print_report


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
    withdraw: Annotated[
        list[str] | None,
        typer.Option(help="Publish nothing, but remove this version; as many as there are. Needs --reason."),
    ] = None,
    reason: Annotated[
        str, typer.Option(help='Why it is withdrawn, by its kind, as "privacy: an address"; everybody can read it.')
    ] = "",
) -> None:
    """Lay out the recorded releases as a tree for any web server, with an index, which is written last; or withdraw."""
    if bool(withdraw) != bool(reason):
        raise typer.BadParameter("--withdraw and --reason go together")
    if withdraw and (mirror or archive_mirror):
        raise typer.BadParameter("--withdraw publishes nothing: give mirrors at the next publication")
    day = date.date() if date else None
    with _refusals_as_sentences("withdrawn" if withdraw else "published", directory):
        if withdraw:
            _withdraw(directory, withdraw, reason, day, releases)
        else:
            _publish(directory, releases, mirror or [], archive_mirror or [], day)


@contextmanager
def _refusals_as_sentences(what: str, directory: Path) -> Iterator[None]:
    from mostanad.publishing.tree import PublishRefused

    try:
        yield
    except PublishRefused as refused:
        typer.echo(f"mostanad: nothing is {what}: {refused}", err=True)
        if refused.report is not None:
            print_report(refused.report, Format.TEXT, directory)
        raise typer.Exit(1) from None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _publish(
    directory: Path, releases: Path, mirrors: list[str], archive_mirrors: list[str], day: dt.date | None
) -> None:
    from mostanad.publishing.publish import publish as lay_out

    with warnings_as_sentences():
        done = lay_out(releases, directory, mirrors, archive_mirrors, day)
    if not done.is_changed:
        typer.echo(f"nothing is new: index {done.index['sequence']} of {done.index['updated']} stands")
        return
    for version in done.added:
        typer.echo(f"published {version}")
    typer.echo(f"index {done.index['sequence']}, {done.index['digest']}")
    for release in done.index["releases"]:
        changes = [fact["change"] for fact in release["superseded_facts"]]
        if "privacy" in changes and "withdrawn" not in release:
            what = f"{release['version']} still holds {changes.count('privacy')} of the facts removed for privacy since"
            typer.echo(f"mostanad: {what}; see --withdraw", err=True)


def _withdraw(directory: Path, versions: list[str], reason: str, day: dt.date | None, releases: Path) -> None:
    from mostanad.publishing.withdraw import withdraw as take_out

    done = take_out(directory, versions, reason, day)
    said = {release["version"]: release.get("withdrawn") for release in done.index["releases"]}
    for version in dict.fromkeys(versions):
        since = f"since {said[version]['date']}, replaced by {said[version]['replaced_by']}"
        typer.echo(f"withdrawn {version}, {since}; nothing of it is left in {directory}")
    for address in done.elsewhere:
        typer.echo(f"remove it there too: {address}")
    for version in versions:
        if (releases / version).exists():
            typer.echo(f"remove it there too: {releases / version}")
    typer.echo(f"index {done.index['sequence']}, {done.index['digest']}")
