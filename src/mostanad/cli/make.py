"""Commands that make and publish releases: record, build, publish, keygen."""

import datetime as dt
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option

from mostanad.cli.edit import Dir, opened
from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.output import say, usage_errors, waiting
from mostanad.cli.report import Address, DocumentsOption, Engine, EngineOption, Format, TrustedOption, print_report

with lazy_imports():
    from mostanad import releases
    from mostanad.curation import record as recording
    from mostanad.curation import transaction
    from mostanad.publishing import index, sshsig, tree
    from mostanad.publishing import publish as publishing
    from mostanad.releases.cluster import build as cluster

#: The forms in mostanad.releases.layout.FORMS, which is slow to import.
Form = StrEnum("Form", ["CSV", "JSON", "DOSSIERS", "SQLITE", "CRATES"])
Day = Annotated[dt.datetime | None, Option(formats=["%Y-%m-%d"], help="The day of publication; by default today.")]


def record(
    version: Annotated[str, Argument(help="The version to cut; the same as in datapackage.json.")],
    date: Day = None,
    directory: Dir = Path("."),
) -> None:
    """Cut a version: add it to history.csv and releases.csv.

    history.csv says what became of each fact, releases.csv has the root over all facts.
    """
    with opened(directory, edits=True) as package:
        if version != package.version:
            raise transaction.EditRefused(
                f"datapackage.json has version {package.version}, not {version}; "
                f"write {version} into pyproject.toml, or where there is none into datapackage.json, and run "
                "`mostanad schema --write`"
            )
        with waiting("recording"):
            root, facts = recording.record(package, date.date() if date else dt.date.today())
    changes = ", ".join(f"{number} {change}" for change, number in sorted(facts.items()))
    typer.echo(f"recorded {version}: {changes or 'no fact is different'}")
    typer.echo(f"root over its facts: {root}")


def build(
    address: Address = ".",
    out: Annotated[str, Option(help="The directory that gets the release's directory.")] = "dist/releases",
    version: Annotated[str | None, Option(help="YYYY.M.N; by default that of datapackage.json.")] = None,
    form: Annotated[list[Form] | None, Option(help="A form beside Parquet; repeatable; by default all.")] = None,
    documents: DocumentsOption = None,
    trusted: TrustedOption = False,
    engine: EngineOption = Engine.LOCAL,
) -> None:
    """Check a data package and compile it into a release."""
    if form and engine is Engine.SPARK:
        raise typer.BadParameter("a release that Spark builds has Parquet only; leave out --form")
    try:
        with usage_errors(), waiting("building"):
            if engine is Engine.SPARK:
                path = cluster.build(address, out, version, documents)
            else:
                path = f"{releases.build(address, out, version, documents, forms=form or list(Form), trusted=trusted)}"
    except releases.BuildRefused as refused:
        say("no release is made, because there are errors")
        print_report(refused.report, Format.TEXT, Path(address))
    else:
        typer.echo(f"built {path}")


def publish(
    directory: Annotated[Path, Argument(help="The tree: a folder that a web server or a bucket serves.")],
    releases: Annotated[Path, Option(help="The folder with the releases.")] = Path("dist/releases"),
    mirror: Annotated[list[str] | None, Option(help="The address of the same tree elsewhere; repeatable.")] = None,
    archive_mirror: Annotated[
        list[str] | None,
        Option(help="The address of a folder elsewhere with the archives; {version} in it is the version."),
    ] = None,
    date: Day = None,
    withdraw: Annotated[
        list[str] | None, Option(help="Publish nothing, but withdraw this version; repeatable. Needs --reason.")
    ] = None,
    reason: Annotated[
        str, Option(help='Why it is withdrawn: a kind, such as "privacy: an address"; everybody can read it.')
    ] = "",
    key: Annotated[
        Path | None, Option(envvar="MOSTANAD_SIGNING_KEY", help="The file of the private key that signs the index.")
    ] = None,
    expires_in: Annotated[int, Option(min=1, max=3650, help="For how many days a signed index is valid.")] = 180,
    allow_unsigned: Annotated[
        bool, Option("--allow-unsigned", help="Let an unsigned index follow a signed one, or the reverse.")
    ] = False,
) -> None:
    """Put releases into a tree for a web server, or withdraw one.

    The tree has an index, which is written last.
    """
    from mostanad.loader.download.signatures import known_keys

    if bool(withdraw) != bool(reason):
        raise typer.BadParameter("--withdraw and --reason go together")
    if withdraw and (mirror or archive_mirror):
        raise typer.BadParameter("--withdraw publishes nothing: give mirrors at the next publication")
    if key and os.name == "posix" and key.stat().st_mode & 0o077:
        say(f"{key}: others may read or change this private key; run `chmod 600 {key}`")
    day = date.date() if date else None
    try:
        with usage_errors():
            signing = tree.Signing(sshsig.private_key(key) if key else None, expires_in, known_keys(), allow_unsigned)
            if withdraw:
                done = publishing.withdraw(directory, withdraw, reason, day, signing)
                _print_withdrawn(done, withdraw, directory, releases)
            else:
                with waiting("publishing"):
                    done = publishing.publish(releases, directory, mirror or [], archive_mirror or [], day, signing)
                _print_published(done, directory)
    except tree.PublishRefused as refused:
        say(f"nothing was {'withdrawn' if withdraw else 'published'}: {refused}")
        if refused.report is not None:
            print_report(refused.report, Format.TEXT, directory)
        raise typer.Exit(1) from None


def keygen(
    file: Annotated[Path, Argument(help="The file for the private key; it must not exist yet.")],
) -> None:
    """Make a key that signs what you publish.

    An Ed25519 key without a passphrase. Its public half and its fingerprint are printed.
    """
    made = sshsig.new_key(file)
    typer.echo(made.line)
    typer.echo(made.fingerprint)


def _print_published(done: "tree.Done", directory: Path) -> None:
    from mostanad.contract import About

    latest = done.index["latest"]
    if gone := About.read(directory / index.RELEASES / latest).missing_answers:
        what = f"{latest} does not say whom people who are named in it can ask"
        say(f'{what}; fill in {", ".join(gone)} under "answers" in datapackage.json')
    if not done.is_changed:
        typer.echo(f"nothing is new: index {done.index['sequence']} of {done.index['updated']} remains valid")
        return
    for version in done.added:
        typer.echo(f"published {version}")
    _print_index(done.index)
    for release in done.index["releases"]:
        changes = [fact["change"] for fact in release["superseded_facts"]]
        if "privacy" in changes and "withdrawn" not in release:
            what = f"{release['version']} still holds {changes.count('privacy')} of the facts removed for privacy since"
            say(f"{what}; see --withdraw")


def _print_withdrawn(done: "tree.Done", versions: list[str], directory: Path, releases: Path) -> None:
    said = {release["version"]: release.get("withdrawn") for release in done.index["releases"]}
    for version in dict.fromkeys(versions):
        since = f"since {said[version]['date']}, replaced by {said[version]['replaced_by']}"
        typer.echo(f"withdrawn {version}, {since}; nothing of it is left in {directory}")
    for place in (*done.elsewhere, *filter(Path.exists, map(releases.joinpath, versions))):
        typer.echo(f"also remove {place}")
    _print_index(done.index)


def _print_index(said: Mapping[str, Any]) -> None:
    signed = f", signed, valid until {said['expires']}" if "expires" in said else ""
    typer.echo(f"index {said['sequence']}, {said['digest']}{signed}")
    if not signed:
        say("this index is unsigned; `mostanad keygen` makes a key, --key signs with it")
