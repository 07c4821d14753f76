"""Reads a release again and reports what is wrong with it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from mostanad.documents.folder import Documents
from mostanad.files import trees
from mostanad.files.render import as_text
from mostanad.models import MODELS, TABLES
from mostanad.releases import check_facts, check_files, check_tables, check_texts, layout
from mostanad.validation import Report
from mostanad.validation.findings import Collector, without_documents


class Made(NamedTuple):
    """The results of a build: the tables that it wrote; the sha256 of their content by path (as
    :func:`mostanad.releases.write.write` returns it); whether it ran the queries of the fact checks on them."""

    tables: Mapping[str, pa.Table] = {}
    files: Mapping[str, str] = {}
    are_answered: bool = False


NOTHING = Made()


def verify(path: Path | str, documents: Documents | Path | str | None = None, made: Made = NOTHING) -> Report:
    """Verify a release: its hashes, its forms against each other and the contract, its facts against their evidence,
    its fact checks against its tables, its roots and metadata against both. A release may lack forms (CSV, NDJSON,
    dossiers, SQLite, crates); these are reported as not checked.

    Args:
        path: the directory of the release.
        documents: the folder with the source documents; None: the one in ``MOSTANAD_DOCUMENTS``, if any. Without
            documents, passages are reported as not checked.
        made: only for a build: if the tables that are read equal those that it wrote, a file with the hash of their
            content is right.

    Returns:
        the report; its paths are relative to the release. All damage is reported as findings.

    Raises:
        FileNotFoundError: if the directory, or a folder of documents that is named, does not exist.
    """
    root = Path(path)
    if not root.is_dir():
        raise FileNotFoundError(f"{root}: no such release")
    run = _Run(root, made)
    run.read()
    if len(run.tables) == len(MODELS):
        run.check_facts()
        if run.about.version:
            run.check_texts()
    else:
        run.not_run += [
            "facts against cells and evidence",
            "checks against tables",
            "dossiers and texts against tables",
        ]
    run.check_passages(Documents.at_hand(documents))
    return run.found.report(run.not_checked, run.not_run)


class _Run:
    """The verification of one release: its tables and the findings."""

    def __init__(self, root: Path, made: Made) -> None:
        self.root, self.made = root, made
        self.found, self.not_checked, self.not_run = Collector(), list[str](), list[str]()
        self.absent = check_files.absent_forms(root)
        self.digest = cache(trees.digest)  # hashes each file once
        self.tables: dict[str, pa.Table] = {}
        if self.absent:
            self.not_checked.append(f"forms that are not here: {', '.join(self.absent)}")
        if self.absent and "crates" not in self.absent:
            self.not_checked.append("crates, which describe the forms that are not here")

    def read(self) -> None:
        """Check the hashes of files, then read and check the tables in all their forms."""
        self.found.add(check_files.check_sums(self.root, self.digest, self.absent))
        about, findings = check_files.check_descriptor(self.root, self.digest, self.absent)
        self.found.add(findings)
        if about is None:
            return
        self.about = about
        self.are_sound = not self.found.findings
        for name in MODELS:
            table, findings = check_tables.read_table(self.root, name, self.about, self.made.tables.get(name))
            self.found.add(findings)
            if table is not None:
                self.tables[name] = table
        made = self.made
        is_same = all(made.tables.get(name) is table for name, table in self.tables.items())
        self.is_as_made = self.are_sound and is_same and self.tables.keys() == made.tables.keys()
        there = {path: self.root / path for path in made.files if self.is_as_made and (self.root / path).is_file()}
        self.proven = {path for path, file in there.items() if self.digest(file) == made.files[path]}
        for name in MODELS:
            self.found.add(check_tables.check_forms(self.root, name, self.tables.get(name), self.absent, self.proven))
        self.found.add(check_texts.check_valid(self.root, self.proven))

    def check_facts(self) -> None:
        self.found.add(check_facts.check_facts(self.tables))
        self.found.add(check_facts.check_evidence(self.tables))
        if not self.is_as_made:
            self.found.add(check_facts.check_spans(self.tables))
        if not (self.made.are_answered and self.is_as_made):
            self.found.add(check_facts.check_fact_checks(self.root, self.tables))

    def check_texts(self) -> None:
        root, tables, about = self.root, self.tables, self.about
        if "dossiers" not in self.absent:
            self.found.add(check_texts.check_dossiers(root, tables, about.version, self.proven))
        wrong = {finding.file for finding in self.found.findings}
        rendered = {name: layout.ndjson(name) for name in self.tables if "json" not in self.absent}
        known = {name: self.digest(self.root / path) for name, path in rendered.items() if path not in wrong}
        self.found.add(check_texts.check_texts(root, tables, about, known, self.proven))
        if not self.absent and self.are_sound:  # else the crates describe files that are missing or wrong
            if not {layout.CROISSANT, layout.RO_CRATE} <= self.proven:
                self.found.add(check_texts.check_crates(root, tables, about, self.digest))
        elif not self.absent:
            self.not_run.append("croissant.json and the RO-Crate against files")
        wrong = {finding.file for finding in self.found.findings}
        self.found.add(check_texts.check_recorded(root, tables, about.version, wrong))
        if "sqlite" not in self.absent and layout.SQLITE not in self.proven:
            self.found.add(check_texts.check_sqlite(root, tables, about))

    def check_passages(self, documents: Documents) -> None:
        """Check passages against documents, if the release has no errors so far."""
        if any(finding.severity == "error" for finding in self.found.findings):
            self.not_run.append("passages against documents")
            return
        if documents.folder is None:
            self.not_checked.append(without_documents(self.tables["passages"].num_rows))
            return
        from mostanad.validation import reread

        texts = {name: as_text(name, layout.csv(name), self.tables[name]) for name in TABLES if name in self.tables}
        self.found.add_or_note(reread.check_passages(texts, documents, cells=True), self.not_checked.append)
