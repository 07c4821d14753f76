"""A proposal as a patch that a curator reviews and applies."""

from __future__ import annotations

import difflib
import io

from mostanad.curation.sealing import add_seals
from mostanad.curation.transaction import Rows, checked
from mostanad.documents import Documents
from mostanad.files import Package


def seal(package: Package, rows: Rows) -> None:
    """Seal the claims that are new: who applies the patch has read them. Others are left for ``mostanad seal``."""
    add_seals(package, rows, without={claim["claim_id"] for claim in package.table("claims").records()})


def patch(package: Package, rows: Rows, documents: Documents) -> str:
    """The difference between the package and the rows, as a unified diff that ``git apply`` takes; empty for none.

    Raises EditRefused if the package would not be valid with it.
    """
    parts: list[str] = []
    for name, content in checked(package, rows, documents).items():
        # Lines as git counts them: ended by LF alone.
        old, new = (list(io.StringIO(text.decode("utf-8"), newline="\n")) for text in (package.texts[name], content))
        file = package.files[name]
        parts += difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")
    return "".join(parts)
