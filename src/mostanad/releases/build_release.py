"""Builds a release from a package on disk, completely or not at all."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from mostanad.contract import About
from mostanad.documents.folder import Documents
from mostanad.files import open_package
from mostanad.files.place import put, refuse_to_replace, workplace
from mostanad.files.reading import Unread, read_file
from mostanad.releases import layout
from mostanad.releases.check_files import absent_forms
from mostanad.releases.compile import MEMORY, BuildRefused, compile_tables
from mostanad.releases.verify_release import Made, verify
from mostanad.releases.write import write
from mostanad.validation import LAYERS
from mostanad.validation.run import Layer, checked


def build(
    path: Path | str,
    out: Path | str,
    version: str | None = None,
    documents: Documents | Path | str | None = None,
    layers: Collection[Layer] | None = None,
    forms: Collection[str] = tuple(layout.FORMS),
    *,
    trusted: bool = False,
) -> Path:
    """Build a release of a package.

    The package is validated and compiled. The release is written beside its target, verified, and moved there in one
    step: after a failure, a full disk or a kill, the target has its old content or the whole new release. The same
    package gives the same bytes on any day, in any time zone and with any number of threads.

    Args:
        path: the directory with datapackage.json.
        out: the folder of releases; created if it is missing.
        version: YYYY.M.N; None: that of datapackage.json.
        documents: the folder with the source documents, if passages are to be checked against them.
        layers: the layers of validation to run; None: all but Frictionless, and passages only with documents.
        forms: the forms to write beside Parquet: csv, json, dossiers, sqlite and crates.
        trusted: whether to lift the limits of size, as for a package of your own.

    Returns:
        ``<out>/<version>``. If it already exists with the same bytes, it does not change.

    Raises:
        PackageError: if the directory or its datapackage.json is absent or cannot be parsed.
        ValueError: if the version is not YYYY.M.N.
        BuildRefused: if there are errors; ``out`` does not change.
        FileNotFoundError: if the folder of documents does not exist.
        FileExistsError: if something other than a release lies at ``<out>/<version>``: a file, a link, another folder.
        OSError: if something cannot be written, or a table changes while it is read; ``out`` does not change.
    """
    package = open_package(path, trusted=trusted, read=Unread if trusted else read_file)  # type: ignore[arg-type]
    if version is not None:
        version = layout.version_of(version)
    out, at_hand = Path(out), Documents(None) if documents is None else Documents.at_hand(documents)
    layers = layers if layers is not None else [one for one in LAYERS if one != "passages" or at_hand.folder]
    with checked(package, at_hand, layers, memory=MEMORY) as found:
        if found.report.errors:
            raise BuildRefused(found.report)
        version = version or layout.version_of(package.version)
        refuse_to_replace(out / version, layout.SUMS, "release")
        if found.tables:
            package = replace(package, texts={})  # frees the bytes
        tables = compile_tables(package, found)
        are_answered = "fact_checks" in layers and not found.report.not_run
    del found  # frees the tables that are not on disk
    out.mkdir(parents=True, exist_ok=True)
    with workplace(out / version) as made:
        _make(tables, About.of(package.descriptor, version), made, forms, package.queries.texts, are_answered)
        refuse_to_replace(out / version, layout.SUMS, "release")  # another process may have put it there meanwhile
        put(made, out / version)
    return out / version


def _make(
    tables: Mapping[str, pa.Table],
    about: About,
    root: Path,
    forms: Collection[str],
    queries: Mapping[str, str],
    are_answered: bool,
) -> None:
    try:
        files = write(tables, about, root, forms, queries)
    except sqlite3.Error as error:  # usually the disk is full
        raise OSError(f"{layout.SQLITE} cannot be written: {error}") from error
    report = verify(root, Documents(None), Made(tables, files, are_answered))
    if report.errors:
        raise BuildRefused(report)
    wanted = set(forms) - (set() if tables["officials"].num_rows else {"dossiers"})
    if lost := [form for form in absent_forms(root) if form in wanted]:
        raise OSError(f"{', '.join(lost)} were not written")
