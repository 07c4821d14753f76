"""Starts a Python process in which no file of the package's directory can run, or change a setting."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def python(program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a process with pipes for its input and output; it is killed when the block ends, for any reason.

    It finds the modules that this process finds, except those in the current directory (``-I``). It ignores Python's
    environment variables, and works in an empty directory of its own.
    """
    there = (path for path in sys.path if os.path.isabs(path))
    paths = [path for path in there if not (os.path.exists(path) and os.path.samefile(path, os.curdir))]
    # Its own installation adds paths: keep these, even if the current directory is one of them.
    program = f"import sys; sys.path[:] = dict.fromkeys({paths!r} + sys.path)\n{program}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    # Each glibc arena reserves 64 MB of address space, used or not, and a process may have a limit on that.
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
            with suppress(OSError):  # it did not read all input
                assert process.stdin is not None
                process.stdin.close()
