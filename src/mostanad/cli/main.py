"""The command-line application: its commands, and how it reports errors."""

import atexit
import io
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mostanad.cli import edit, look, make, obtain, review
from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.output import explain, say

with lazy_imports():
    from mostanad.files import package, resources

#: The commands for readers of releases. ``mostanad --help`` shows these, and the group ``data`` of the others.
READERS: dict[str, tuple[Callable[..., None], ...]] = {
    "Look into a release": (look.search, look.show, look.why, look.cite, look.diff, look.prove),
    "Get, check and convert releases": (obtain.download, obtain.cache, obtain.verify, obtain.export, obtain.site),
}
#: The commands for curators: ``mostanad data validate``, or in short ``mostanad validate``.
CURATORS: dict[str, tuple[Callable[..., None], ...]] = {
    "Enter facts": (edit.init, edit.locate, edit.agree, edit.propose, edit.seal, edit.todo, edit.fmt),
    "Check": (review.validate, review.explain, review.rules, review.coverage, review.summary),
    "Release": (make.record, make.build, make.publish, make.keygen),
    "Change the tables": (review.schema, review.contract),
}


class _Headings(TyperGroup):
    """A group whose help lists its commands under headings."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        shown = {name: command for name, command in self.commands.items() if not command.hidden}
        width = max(map(len, shown))
        lines: dict[str, list[tuple[str, str]]] = {}
        for name, command in shown.items():
            rows = lines.setdefault(getattr(command, "rich_help_panel", None) or "Commands", [])
            row = (name.ljust(width), command.get_short_help_str(formatter.width))
            rows.insert(0 if isinstance(command, TyperGroup) else len(rows), row)  # a group of commands comes first
        for heading, rows in lines.items():
            with formatter.section(heading):
                formatter.write_dl(rows)


def _group(help: str, **options: Any) -> typer.Typer:
    return typer.Typer(cls=_Headings, help=help, no_args_is_help=True, rich_markup_mode=None, **options)


app = _group(
    "Who in a state is said to have done what, who sanctioned them, and who says so.",
    name="mostanad",
    add_completion=False,
    pretty_exceptions_enable=False,
)
data = _group(
    "Edit, check and publish the data.\n\nEach of these commands also works without the word data: mostanad validate.",
    short_help="Edit, check and publish the data: see mostanad data --help.",
)
for heading, commands in READERS.items():
    for command in commands:
        app.command(rich_help_panel=heading)(command)
data.add_typer(edit.source, name="source", rich_help_panel="Enter facts")
app.add_typer(edit.source, name="source", hidden=True)
for heading, commands in CURATORS.items():
    for command in commands:
        data.command(rich_help_panel=heading)(command)
        app.command(hidden=True)(command)
app.add_typer(data, name="data", rich_help_panel="For those who edit the data")


def _version(wanted: bool) -> None:
    import mostanad

    if wanted:
        typer.echo(mostanad.__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Print each warning as a sentence on standard error; --version has its own callback."""
    warnings.showwarning = lambda message, *_, **__: say(message)
    warnings.simplefilter("always", UserWarning)


def _without_pandas() -> None:
    """Hide pandas from PyArrow, which otherwise imports it (up to a second) for its first array of Python values. After
    that, this process cannot turn Arrow tables into data frames."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads take time to start, and are not used
    import pyarrow as pa

    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)

    sys.meta_path.insert(0, SimpleNamespace(find_spec=find_spec))
    pa.array([])
    del sys.meta_path[0]


def run() -> None:
    """The entry point: run :func:`main`, then end the process without the slow clean-up of the interpreter."""
    codes: list[int] = []
    atexit.register(_end, codes)  # registered before the functions of the command, it runs after them
    try:
        main()
    except SystemExit as ended:
        codes += [ended.code or 0] if isinstance(ended.code, int | None) else []
        raise


def _end(codes: list[int]) -> None:
    with suppress(OSError):  # the output was closed: Python reports it
        for code in codes:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # each may be None
                stream.flush()
            os._exit(code)


def main() -> None:
    """Run the command line; expected errors end with a sentence and exit 2, never with a traceback."""
    named = [name for name in sys.argv[1:3] if name != "data"][:1]
    if {"locate", "propose", "seal", "source", "validate", "build", "verify"}.intersection(named):
        _without_pandas()  # they make no data frames
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # escape what a terminal cannot show; all else gets UTF-8
            stream.reconfigure(errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        # Otherwise, on Windows, click expands the words of a passage as file patterns and variables.
        app(windows_expand_args=False)
    except MemoryError:
        say("there is not enough memory for this")
        sys.exit(2)
    except Exception as error:
        if not isinstance(error, package.PackageError | resources.ResourceError | OSError | ModuleNotFoundError):
            raise
        say(explain(error))
        sys.exit(2)
