"""Reads a release again and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyarrow as pa

from mostanad.documents import Documents
from mostanad.files import Table, trees
from mostanad.files.render import texts
from mostanad.releases import (
    check_dossiers,
    check_fact_checks,
    check_facts,
    check_files,
    check_tables,
    check_texts,
    layout,
)
from mostanad.validation import Report, provenance
from mostanad.validation.findings import Collector

_READ = ("sources", "passages")


def verify(path: Path | str, documents: Documents | Path | str | None = None) -> Report:
    """Verify a release: its hashes, its forms against each other and the contract, its facts against their evidence,
    its checks against its tables, its roots and descriptions against both. A release may have some forms only (of CSV,
    NDJSON, dossiers, SQLite, crates); those of which no file is there are reported as not checked.

    Args:
        path: the directory of the release.
        documents: the folder with the source documents; None: that which ``MOSTANAD_DOCUMENTS`` names, if any. Without
            documents passages are reported as not checked.

    Returns:
        the report; its paths are relative to the release. Whatever is damaged is a finding.

    Raises:
        FileNotFoundError: if there is no such directory, or the folder of documents is named and absent.
    """
    root = Path(path)
    if not root.is_dir():
        raise FileNotFoundError(f"{root}: no such release")
    at_hand = documents if isinstance(documents, Documents) else Documents.at_hand(documents)
    found = Collector()
    not_run: list[str] = []
    absent = check_files.absent_forms(root)
    digest = cache(trees.digest)  # of each file once
    found.add(check_files.check_sums(root, digest, absent))
    version, findings = check_files.check_descriptor(root, digest, absent)
    found.add(findings)
    are_sound = not found.findings
    tables: dict[str, pa.Table] = {}
    for name in layout.MODELS:
        table, findings = check_tables.check_table(root, name, version, absent)
        found.add(findings)
        if table is not None:
            tables[name] = table
    found.add(check_dossiers.check_valid(root))
    if len(tables) == len(layout.MODELS):
        found.add(check_facts.check_facts(tables))
        found.add(check_facts.check_evidence(tables))
        found.add(check_fact_checks.check_checks(root, tables))
        if version:
            if "dossiers" not in absent:
                found.add(check_dossiers.check_content(root, tables, version))
            found.add(check_texts.check_texts(root, tables, version))
            if absent:
                pass  # the crates describe files that are not here
            elif are_sound:
                found.add(check_texts.check_crates(root, tables, version, digest))
            else:
                not_run.append("croissant.json and the RO-Crate against files")
            found.add(check_texts.check_recorded(tables, version))
            if "sqlite" not in absent:
                found.add(check_texts.check_sqlite(root, tables, version))
    else:
        not_run += ["facts against cells and evidence", "checks against tables", "dossiers and texts against tables"]
    not_checked = [f"forms that are not here: {', '.join(absent)}"] if absent else []
    if absent and "crates" not in absent:
        not_checked.append("crates, which describe the forms that are not here")
    not_checked += _check_passages(found, tables, at_hand, not_run)
    return found.report(not_checked, not_run)


def _check_passages(
    found: Collector, tables: Mapping[str, pa.Table], documents: Documents, not_run: list[str]
) -> list[str]:
    """Passages against documents, in a release that is sound so far; returns what could not be checked."""
    if any(finding.severity == "error" for finding in found.findings):
        not_run.append("passages against documents")
        return []
    results = list(provenance.check_passages({name: _as_text(name, tables[name]) for name in _READ}, documents))
    found.add(result for result in results if not isinstance(result, str))
    return [result for result in results if isinstance(result, str)]


def _as_text(name: str, table: pa.Table) -> Table:
    columns = tuple(column.name for column in layout.MODELS[name].columns())
    rows = tuple(zip(*(texts(table[column]) for column in columns), strict=True))
    return Table(name, layout.csv(name), columns, rows)
