"""Starts a Python that nothing in the directory of a package can run in, or set up."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def python(program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs a program, its input and output pipes; it is over when the block is, whatever happens there.

    It finds the modules that this process finds, but none in the directory where the command was given (``-I``), takes
    no variable of Python from the environment, and works in an empty directory of its own.
    """
    there = (path for path in sys.path if os.path.isabs(path))
    paths = [path for path in there if not (os.path.exists(path) and os.path.samefile(path, os.curdir))]
    # What its own installation adds is not lost, even if the command was given right there.
    program = f"import sys; sys.path[:] = dict.fromkeys({paths!r} + sys.path)\n{program}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    # Each arena of glibc takes 64 MB of addresses, used or not; those of a process may be limited.
    environment["MALLOC_ARENA_MAX"] = "2"
    with (
        tempfile.TemporaryDirectory(prefix="mostanad-") as empty,
        subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-W", "ignore", "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=empty,
            env=environment,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()
            with suppress(OSError):  # what it did not read
                assert process.stdin is not None
                process.stdin.close()
