"""A proposal as a patch that a curator reviews and applies."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from mostanad.curation.transaction import Rows, checked
from mostanad.documents import Documents
from mostanad.models import TABLES
from mostanad.package import Package
from mostanad.package.canonical import render
from mostanad.validation.provenance import sealables


def seal(package: Package, rows: Rows) -> None:
    """Seal the claims that have no seal: whoever applies the patch has read them."""
    texts = {name: render(name, rows[name].values()) for name in package.texts}
    sealed = replace(package, texts=texts)
    for item in sealables({name: sealed.table(name) for name in TABLES}):
        rows["seals"].setdefault(item.claim["claim_id"], {"claim_id": item.claim["claim_id"], "seal": item.seal})


def patch(package: Package, rows: Rows, documents: Documents) -> str:
    """The difference between the package and the rows, as a unified diff that ``git apply`` takes; empty for none.

    Raises:
        EditRefused: if the package would not be valid with it.
    """
    return _diff(package, checked(package, rows, documents))


def _diff(package: Package, changed: Mapping[str, bytes]) -> str:
    parts: list[str] = []
    for name, content in changed.items():
        old, new = (text.decode("utf-8").splitlines(keepends=True) for text in (package.texts[name], content))
        file = package.files[name]
        parts += difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")
    return "".join(parts)
