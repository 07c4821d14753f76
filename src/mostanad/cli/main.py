"""The application: its commands, and what becomes of errors."""

from __future__ import annotations

import io
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer

from mostanad.cli import (
    cache,
    check,
    cite,
    contract,
    curate,
    export,
    look,
    propose,
    publish,
    rules,
    site,
    summary,
    validate,
    versions,
)

app = typer.Typer(
    name="mostanad",
    help="Who in the Iranian state did what, who sanctioned them, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
check.add_commands(app)
contract.add_commands(app)
validate.add_commands(app)
summary.add_commands(app)
rules.add_commands(app)
curate.add_commands(app)
propose.add_commands(app)
look.add_commands(app)
cite.add_commands(app)
versions.add_commands(app)
export.add_commands(app)
publish.add_commands(app)
site.add_commands(app)
cache.add_commands(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(installed_version("mostanad"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Nothing to do: --version acts by itself."""


#: Commands that make no data frames.
_WITHOUT_FRAMES = frozenset({"validate", "build", "verify"})


class _NoPandas:
    """Finds that pandas is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Nothing to say of any other module."""
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def _without_pandas() -> None:
    """PyArrow imports pandas before it makes its first array of Python values, which takes up to a second, unless it
    finds none; then this process makes no data frames of Arrow tables either."""
    import pyarrow as pa

    sys.meta_path.insert(0, _NoPandas)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(_NoPandas)


def main() -> None:
    """Run the command line; what cannot be run ends with a sentence and exit 2, never a traceback."""
    from mostanad.cli.errors import NOTHING_DONE, explain

    if sys.argv[1:2] and sys.argv[1] in _WITHOUT_FRAMES:
        _without_pandas()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what the terminal cannot show is escaped, never an error
            stream.reconfigure(errors="backslashreplace")
    try:
        # On Windows the words of a passage would be taken for patterns of file names and for variables.
        app(windows_expand_args=False)
    except NOTHING_DONE as error:
        typer.echo(f"mostanad: {explain(error)}", err=True)
        sys.exit(2)
    except MemoryError:
        typer.echo("mostanad: there is not enough memory for this", err=True)
        sys.exit(2)
