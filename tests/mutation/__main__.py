"""Spoils a dataset in memory in every way, and says what is not found: ``python -m tests.mutation [DIRECTORY]``.

The exit is 1 if something survives without a reason or a schema refuses what is right, and 2 if it cannot be tried.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.documents.lists.test_private_tokens import official_lists
from tests.mutation import prove, prove_schemas

from mostanad.documents.folder import Documents
from mostanad.files import open_package
from mostanad.files.package import PackageError


def main(directory: Path) -> int:
    """Print the mutation scores; returns the exit code."""
    try:
        package = open_package(directory)
        lists = official_lists()
        proof = prove.prove(package, documents=Documents(lists.parent if lists else None))
    except (PackageError, prove.NotSound) as error:
        print(f"mostanad: {error}", file=sys.stderr)
        return 2
    print("\n".join(prove.as_text(proof)))
    of_schemas = prove_schemas.prove_schemas(package)
    for one in of_schemas:
        print("\n" + "\n".join(prove_schemas.as_text(one)))
    return int(bool(proof.unexplained or any(one.unexplained for one in of_schemas)))


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:2])))
