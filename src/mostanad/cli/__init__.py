"""The command line: thin; every command calls one public function and prints what it returns.

Exit 0: done, clean. Exit 1: findings, or something wrong inside a package or a release. Exit 2: could not run.
"""

import gc

gc.set_threshold(200_000)  # commands make many rows and few circles, and so do the imports

from mostanad.cli.main import main, run  # noqa: E402

__all__ = ["main", "run"]
