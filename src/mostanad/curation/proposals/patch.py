"""A proposal as a patch that a curator reviews and applies."""

from __future__ import annotations

import difflib
import io
from collections.abc import Mapping
from dataclasses import replace

from mostanad.curation.transaction import Rows, checked
from mostanad.documents import Documents
from mostanad.files import Package
from mostanad.files.canonical import render
from mostanad.models import TABLES
from mostanad.validation.provenance import sealables


def seal(package: Package, rows: Rows) -> None:
    """Seal the claims that are new: whoever applies the patch has read them. Others are left for ``mostanad seal``."""
    there = {claim["claim_id"] for claim in package.table("claims").records()}
    texts = {name: render(name, rows[name].values()) for name in package.texts}
    sealed = replace(package, texts=texts)
    for item in sealables({name: sealed.table(name) for name in TABLES}):
        claim_id = item.claim["claim_id"]
        if claim_id not in there:
            rows["seals"].setdefault(claim_id, {"claim_id": claim_id, "seal": item.seal})


def patch(package: Package, rows: Rows, documents: Documents) -> str:
    """The difference between the package and the rows, as a unified diff that ``git apply`` takes; empty for none.

    Raises:
        EditRefused: if the package would not be valid with it.
    """
    return _diff(package, checked(package, rows, documents))


def _diff(package: Package, changed: Mapping[str, bytes]) -> str:
    parts: list[str] = []
    for name, content in changed.items():
        # Lines as git counts them: ended by LF alone.
        old, new = (list(io.StringIO(text.decode("utf-8"), newline="\n")) for text in (package.texts[name], content))
        file = package.files[name]
        parts += difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")
    return "".join(parts)
