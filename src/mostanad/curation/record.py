"""Record a version: what became of each fact in history.csv, and the root over all facts in releases.csv."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from mostanad.contract import lock
from mostanad.curation.transaction import EditRefused, commit, read_rows
from mostanad.documents.folder import Documents
from mostanad.evidence.published import Reasons, entries, release, state
from mostanad.files import Package
from mostanad.models.cells import version_order
from mostanad.models.vocabularies import Change
from mostanad.releases.compile import BuildRefused, compile_tables
from mostanad.validation import validate_package


def record(package: Package, date: dt.date) -> tuple[str, Mapping[str, int]]:
    """Record the version that the package names; returns the root over its facts, and how many facts changed in which
    way. EditRefused if the package has errors, a published cell changed without a reason, the contract is not the
    locked one, the version is not after the last one, or the day is before that of the last one."""
    version = package.version
    rows = read_rows(package)
    _refuse_out_of_turn(rows["releases"], version, date.isoformat())
    # Check before recording: afterwards a change without a reason is the published state, and no rule finds it.
    if errors := validate_package(package, Documents(None)).errors:
        raise EditRefused("no version can be recorded; fix this first", errors)
    # The lock describes the contract of the last release; before this release it must describe the current contract.
    if (package.root / lock.PATH).is_file() and lock.read(package.root) != lock.lock():
        raise EditRefused("the contract differs from its lock; run `mostanad contract` and `mostanad contract --lock`")
    try:
        tables = compile_tables(package)
    except BuildRefused as refused:
        raise EditRefused("no version can be recorded; fix this first", refused.report.errors) from refused
    after = state(tables)
    reasons = Reasons(rows["corrections"].values(), rows["redirects"].values())
    found = entries(version, rows["history"].values(), after, reasons)
    rows["history"].update(found)
    # A short value can be guessed from its hash: facts removed for privacy lose their hashes in all versions.
    forgotten = {row["fact_id"] for row in found.values() if row["change"] == Change.PRIVACY}
    for entry in rows["history"].values():
        if entry["fact_id"] in forgotten:
            entry |= {"digest": "", "value_digest": ""}
    row = rows["releases"][version] = release(version, date.isoformat(), tables, after)
    commit(package, rows)
    return row["root"], Counter(row["change"] for row in found.values())


def _refuse_out_of_turn(releases: Mapping[str, Mapping[str, str]], version: str, date: str) -> None:
    if version in releases:
        raise EditRefused(
            f"{version} is recorded already; raise the version (in pyproject.toml if there is one, else in "
            "datapackage.json) and run `mostanad schema --write`"
        )
    if not releases:
        return
    last = max(releases, key=version_order)
    if version_order(version) < version_order(last):
        raise EditRefused(f"{version} comes before {last}, the last version that is recorded")
    if date < releases[last]["date"]:
        raise EditRefused(f"{date} is before {releases[last]['date']}, the day of {last}")
