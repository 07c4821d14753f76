"""The command that makes a website of a release: site."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.printing import warnings_as_sentences


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(site)


def site(
    release: Annotated[str | None, typer.Argument(help="A version, or the directory of a release.")] = None,
    out: Annotated[Path, typer.Option("--out", help="The directory of the site.")] = Path("dist/site"),
    address: Annotated[
        str, typer.Option("--address", help="Where it will be served (https://...): for citations and the sitemap.")
    ] = "",
    serve: Annotated[bool, typer.Option("--serve", help="Then serve it to this machine only, until Ctrl-C.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0: any that is free.")] = 8000,
) -> None:
    """Write a release as a static website that any web server, or a double-click, can serve."""
    from mostanad.loader import ReleaseNotFound
    from mostanad.loader import release as open_release
    from mostanad.site.write import NoAddress, build_site

    try:
        opened = open_release(Path(release) if release and Path(release).is_dir() else release)
    except ReleaseNotFound as error:
        typer.echo(f"mostanad: {error.args[0]}", err=True)
        raise typer.Exit(2) from None
    with warnings_as_sentences(), _progress() as tell:
        try:
            count = build_site(opened, out, address, tell)
        except NoAddress as error:
            raise typer.BadParameter(str(error)) from None
        except (LookupError, ValueError) as error:  # a table is missing, or a file is not Parquet or not JSON
            typer.echo(f"mostanad: the release is damaged ({error}); run `mostanad verify`", err=True)
            raise typer.Exit(1) from None
    typer.echo(f"wrote {count:,} pages of release {opened.version} to {out}")
    if serve:
        from mostanad.site.serving import serve_site

        serve_site(out, port, typer.echo)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pages")
        yield lambda done, of: bar.update(task, completed=done, total=of)
