"""Commands for releases as files: verify, export, site, download, cache."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

import mostanad
from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.output import damaged, failed, lookups, say, usage_errors, waiting
from mostanad.cli.report import DocumentsOption, Format, FormatOption, print_report
from mostanad.files import disk

if TYPE_CHECKING:
    import pyarrow as pa

    from mostanad.contract import About
    from mostanad.loader.download.cache import Cache

with lazy_imports():
    from mostanad import releases
    from mostanad.files import typed as columns
    from mostanad.publishing import audit, index, sshsig, tree

Named = Annotated[str | None, Option("--release", help="The same as the argument.")]
_EXPORTS = str(Path(__file__).parents[1] / "releases" / "exports")
#: The formats of exports: each is a module in that folder.
ExportFormat = StrEnum(  # type: ignore[misc]  # its members are known only at run time
    "ExportFormat", {name.upper(): name.replace("_", "-") for _, name, _ in iter_modules([_EXPORTS])}
)


def verify(
    release: Annotated[Path, Argument(help="The directory of a release, or a tree with an index.json.")],
    documents: DocumentsOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Check a release: hashes, schemas, counts, evidence.

    It runs the queries of the fact-checks again. In a tree of releases, it checks the index and each release.
    """
    from mostanad.loader.download.signatures import known_keys

    if is_tree := audit.is_tree(release):
        with suppress(OSError, index.IndexDamaged, sshsig.SignatureWrong):  # the report has these errors
            content = (release / index.INDEX).read_bytes()
            said = index.read(content)
            if key := tree.signer_of(release, said, content):
                until = f", valid until {said['expires']}" if "expires" in said else ""
                say(f"index {said['sequence']} of {said['updated']}, signed by {key.fingerprint}{until}")
    with waiting("checking"):
        report = audit.check_tree(release, documents, known_keys()) if is_tree else releases.verify(release, documents)
    print_report(report, format, release)


def export(
    format: Annotated[ExportFormat, Argument(help="The format to write; docs/exports.md describes each.")],
    out: Annotated[Path, Option(help="The file to write.")],
    release: Annotated[
        str | None, Argument(help="An installed or downloaded version, or a directory; by default the newest version.")
    ] = None,
    named: Named = None,
    force: Annotated[bool, Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a release for SQLite, Excel, BibTeX or FollowTheMoney."""
    import sqlite3

    from mostanad.releases import exports

    _check_target(out, force)
    tables, about = _read(_one(release, named))
    try:
        # Written in a folder beside the target, and moved there when it is complete.
        with tempfile.TemporaryDirectory(prefix=".mostanad-", dir=out.parent) as folder:
            written = Path(folder) / "export"
            with waiting("writing"):
                exports.writer(format.value)(tables, about, written)
            disk.sync(written)
            _check_target(out, force)  # somebody may have put it there meanwhile
            os.replace(written, out)
    except sqlite3.IntegrityError as error:  # a required cell is empty, or a key occurs twice
        raise damaged(error) from None
    except (exports.DoesNotFit, sqlite3.Error) as error:
        raise failed(error, 2) from None
    typer.echo(f"wrote {out}")


def _one(release: str | None, named: str | None) -> str | None:
    """The release from the argument or from --release."""
    if release and named:
        raise typer.BadParameter(f"{release} and --release {named}: name one release")
    return release or named


def _check_target(out: Path, force: bool) -> None:
    if out.is_dir() or (out.exists() and not out.is_file()):
        raise typer.BadParameter(f"{out} is not a file")
    if not force and (out.exists() or out.is_symlink()):
        raise typer.BadParameter(f"{out} exists already; --force replaces it")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"{out.parent}: no such directory")


def _read(name: str | None) -> "tuple[Mapping[str, pa.Table], About]":
    """The tables of a release, and its description."""
    from mostanad.models import MODELS

    with lookups():
        found = mostanad.release(name)
        tables = {table: found._read(table) for table in MODELS}
    for table, model in MODELS.items():
        if not tables[table].schema.equals(columns.arrow_schema(model)):
            raise damaged(f"{table}: its columns are not those of this version of mostanad")
    return tables, found.about


def site(
    release: Annotated[str | None, Argument(help="A version, or the directory of a release.")] = None,
    named: Named = None,
    out: Annotated[Path, Option(help="The directory of the site.")] = Path("dist/site"),
    address: Annotated[str, Option(help="Where it will be served (https://...), or the folder there (/record/).")] = "",
    documents: Annotated[
        Path | None,
        Option(exists=True, file_okay=False, help="Your source documents: pages show the words of passages."),
    ] = None,
    serve: Annotated[bool, Option("--serve", help="Then serve it to this machine only, until Ctrl-C.")] = False,
    port: Annotated[int, Option(min=0, max=65535, help="The port; 0: any that is free.")] = 8000,
) -> None:
    """Write a release as a static website.

    Any web server can serve it, and a double-click on index.html opens it.
    """
    from mostanad.site.builder import NoAddress, build_site

    with lookups():
        opened = mostanad.release(_one(release, named))
    with waiting("pages") as tell:
        try:
            count = build_site(opened, out, address, tell, documents)
        except NoAddress as error:
            raise typer.BadParameter(str(error)) from None
        except (LookupError, ValueError) as error:  # a table is missing, or a file is not Parquet or not JSON
            raise damaged(error) from None
    typer.echo(f"wrote {count:,} pages of release {opened.version} to {out}")
    if serve:
        from mostanad.site.serving import serve_site

        serve_site(out, port, typer.echo)


def download(
    version: Annotated[str, Argument(help="A version of the index that MOSTANAD_INDEX names.")],
    dest: Annotated[
        Path | None, Option(help="A folder for a copy, DEST/VERSION; by default only the cache has it.")
    ] = None,
    form: Annotated[list[str] | None, Option(help="csv, json, sqlite or all, beside Parquet and the dossiers.")] = None,
    allow_unsigned: Annotated[
        bool, Option("--allow-unsigned", help="Accept an unsigned index, or one whose key is not known.")
    ] = False,
) -> None:
    """Download a release, each file checked by its hash.

    An interrupted download continues where it stopped.
    """
    from mostanad.loader.download import cache, environment, fetch_release, trusted_index

    with lookups(), usage_errors():
        path = fetch_release.fetch_release(version, dest, form or (), allow_unsigned=allow_unsigned)
    place = environment.index()
    if place is not None and (known := trusted_index.seen(cache.Cache.named(), place)) is not None:
        say(known)
    typer.echo(path)


def cache(
    clean: Annotated[bool, Option("--clean", help="Remove what was downloaded.")] = False,
    withdrawn: Annotated[bool, Option("--withdrawn", help="Remove downloads of releases that were withdrawn.")] = False,
    forget: Annotated[
        bool, Option("--forget", help="Forget which indexes were seen; only if you know that one was begun anew.")
    ] = False,
) -> None:
    """Print what was downloaded, or remove it.

    Also prints the indexes that were seen, with their age.
    """
    from mostanad.loader.download import trusted_index
    from mostanad.loader.download.cache import Cache

    found = Cache.named()
    if withdrawn:
        typer.echo(f"{_size(found.clean(trusted_index.withdrawn(found)))} freed in {found.root}")
    if forget:
        trusted_index.forget(found)
        kept = "" if clean or not found.versions() else "; what was downloaded is still used, until --clean removes it"
        typer.echo(f"forgot which indexes were seen{kept}")
    if clean:
        typer.echo(f"{_size(found.clean())} freed in {found.root}")
    if not clean and not withdrawn and not forget:
        for line in _lines(found):
            typer.echo(line)


def _lines(found: "Cache") -> Iterator[str]:
    from mostanad.loader.download.trusted_index import all_seen, withdrawn

    yield f"{found.root}: {_size(found.size()) if found.is_made else 'empty'}"
    downloaded = found.versions()
    for version in [name for name in mostanad.versions(local=True) if name in downloaded]:
        try:
            held = found.held(version)
            wrong = found.damaged(version)
        except mostanad.CacheError as error:
            yield f"  {error}"
            continue
        forms = ", ".join(("parquet", *held.forms))
        size = _size(sum(file["bytes"] for file in held.files))
        state = f"; damaged: {wrong[0]}, run `mostanad download {version}`" if wrong else ""
        yield f"  {version}: {len(held.files)} files, {size} ({forms}){state}"
    for version, sentence in withdrawn(found).items():
        if os.path.lexists(found.release(version)) or version in downloaded:
            yield f"  {sentence}; `mostanad cache --withdrawn` removes it"
    if parts := [path for path in (found.root / "parts").glob("*") if path.is_file()]:
        yield f"  {len(parts)} unfinished: {_size(sum(path.stat().st_size for path in parts))}"
    for known in all_seen(found):
        yield f"  {known}"


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB"
