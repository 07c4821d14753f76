"""The command line is thin: a command calls a public function and prints its result.

Exit 0: success. Exit 1: findings, or an error inside a package or a release. Exit 2: the command could not run.
"""

import gc

gc.set_threshold(200_000)  # commands and imports make many objects, but few cycles

from mostanad.cli.main import main, run  # noqa: E402

__all__ = ["main", "run"]
