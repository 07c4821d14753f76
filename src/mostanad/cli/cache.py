"""For readers: releases from elsewhere: download, cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mostanad.cli.errors import failed, say, usage_errors
from mostanad.cli.printing import warnings_as_sentences

if TYPE_CHECKING:
    from mostanad.loader.download.cache import Cache


def download(
    version: Annotated[str, typer.Argument(help="A version of the index that MOSTANAD_INDEX names.")],
    dest: Annotated[
        Path | None, typer.Option("--dest", help="A folder for a copy, DEST/VERSION; without it the cache keeps it.")
    ] = None,
    form: Annotated[
        list[str] | None, typer.Option("--form", help="csv, json, sqlite or all, beside Parquet and the dossiers.")
    ] = None,
    allow_unsigned: Annotated[
        bool, typer.Option("--allow-unsigned", help="Accept an unsigned index, or one whose key is not known.")
    ] = False,
) -> None:
    """Download a release, each file checked by its hash.

    A download that was cut off goes on where it was.
    """
    from mostanad.loader import ReleaseNotFound
    from mostanad.loader.download import environment
    from mostanad.loader.download.cache import Cache
    from mostanad.loader.download.fetch_release import fetch_release
    from mostanad.loader.download.trusted_index import seen

    with warnings_as_sentences(), usage_errors():
        try:
            path = fetch_release(version, dest, form or (), allow_unsigned=allow_unsigned)
        except ReleaseNotFound as error:
            raise failed(error.args[0], 2) from None
    place = environment.index()
    if place is not None and (known := seen(Cache.named(), place)) is not None:
        say(known)
    typer.echo(path)


def cache(
    clean: Annotated[bool, typer.Option("--clean", help="Remove what was downloaded.")] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="Remove what was downloaded of releases that were withdrawn.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget which indexes were seen; only if you know that one began anew.")
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
        typer.echo(f"forgotten which indexes were seen{kept}")
    if clean:
        typer.echo(f"{_size(found.clean())} freed in {found.root}")
    if not clean and not withdrawn and not forget:
        for line in _lines(found):
            typer.echo(line)


def _lines(found: Cache) -> Iterator[str]:
    from mostanad.loader import CacheError, versions
    from mostanad.loader.download.trusted_index import all_seen, withdrawn

    yield f"{found.root}: {_size(found.size()) if found.is_made else 'nothing is there'}"
    downloaded = found.versions()
    for version in [name for name in versions(at_hand=True) if name in downloaded]:
        try:
            held = found.held(version)
            wrong = found.damaged(version)
        except CacheError as error:
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
        yield f"  {len(parts)} begun: {_size(sum(path.stat().st_size for path in parts))}"
    for known in all_seen(found):
        yield f"  {known}"


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB"
