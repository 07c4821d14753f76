"""The command line: thin; every command calls one public function and prints what it returns.

Exit 0: done, clean. Exit 1: findings, or something wrong inside a package or a release. Exit 2: could not run.
"""

from __future__ import annotations

from mostanad.cli.main import main, run

__all__ = ["main", "run"]
