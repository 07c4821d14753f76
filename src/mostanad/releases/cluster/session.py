"""A Spark session, and access to files on any path that Hadoop reads."""

import errno
import os
import re
import secrets
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Settings with which Spark is started. They do not apply to a Spark that already runs.
_SETTINGS = {"spark.app.name": "mostanad", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
_SETTINGS |= {"spark.sql.ui.retainedExecutions": "10"}  # the plans of more would fill the memory of the driver
#: By default, Java writes warnings to standard output, where reports go.
_SETTINGS |= {"spark.driver.defaultJavaOptions": "-XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=warning:stderr"}
#: Settings that give SQL the same meaning wherever it runs.
_MEANING = {
    "spark.sql.maxPlanStringLength": "10000",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
}
#: The last line of a Python traceback on a worker.
_LAST = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception): .+", re.M)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
#: How many bytes of a file are read or written at a time.
_AT_ONCE = 1 << 23
Session = Any  # pyspark.sql.SparkSession


class EngineError(OSError):
    """Spark cannot be started, or it failed."""


@contextmanager
def session() -> Iterator[Session]:
    """Open a new session in the Spark that runs in this process; if there is none, start Spark, and stop it at the end.

    EngineError if there is no Java, or Spark fails in the block; ModuleNotFoundError without PySpark.
    """
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(os.path.join(home, "bin", "java") if home else "java"):
        where = f"JAVA_HOME is {home}, where no Java is" if home else "no Java was found"
        raise EngineError(f"Spark needs Java 17 or newer, but {where}; install it, or set JAVA_HOME")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySpark warns about versions of other libraries
        import sqlglot  # noqa: F401 – fails now, not after the tables were read
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # for the workers, unless it is set
        try:
            running = SparkSession.getActiveSession()
            builder = SparkSession.builder.config(map=_SETTINGS)
            spark = (running or builder.getOrCreate()).newSession()
        except Exception as error:  # from Spark, Py4J or Python
            raise EngineError(f"Spark cannot be started: {_said(error)}") from None
        for name, value in _MEANING.items():
            spark.conf.set(name, value)
        try:
            yield spark
        except (PySparkException, Py4JError, ConnectionError) as error:
            raise EngineError(f"Spark: {_said(error)}") from error
        finally:
            if running is None:
                spark.stop()


def _said(error: Exception) -> str:
    """The error in one line: that of Python on a worker, or else the first line of Spark's message."""
    cause = getattr(error, "java_exception", None)
    whole = str(error) if cause is None else f"{cause.getMessage()}\n{error}"
    if "No module named 'mostanad'" in whole or "No module named 'duckdb'" in whole:
        return 'Python on the workers lacks mostanad; install the same version of "mostanad[spark]" there'
    found = _LAST.findall(whole) if cause is None else []
    return str(found[-1] if found else whole.strip().partition("\n")[0] or type(error).__name__)


class Files:
    """The files of a folder that Hadoop can read, by relative path. EngineError if Hadoop fails."""

    def __init__(self, spark: Session, address: str) -> None:
        """``address``: a URL such as hdfs://host/folder; without a scheme, a local folder."""
        is_url = _ADDRESS.match(address)
        #: The folder, if it is local.
        self.local = None if is_url else Path(address)
        if address.startswith("file:"):
            self.local = Path("/" + address.removeprefix("file:").lstrip("/"))
        self.address = f"file://{self.local.resolve().as_posix()}" if self.local else address.rstrip("/")
        self._path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path
        with _refusals(address):
            self._system = self._path(self.address).getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())

    def url(self, path: str) -> str:
        return f"{self.address}/{path}" if path else self.address

    def _at(self, path: str) -> Any:
        return self._path(self.url(path))

    def exists(self, path: str = "") -> bool:
        with _refusals(self.url(path)):
            return bool(self._system.exists(self._at(path)))

    def is_file(self, path: str) -> bool:
        return self.exists(path) and bool(self._system.getFileStatus(self._at(path)).isFile())

    def names(self, path: str) -> list[str]:
        """The names in a folder, in order; none if the folder does not exist."""
        with _refusals(self.url(path)):
            found = self._system.listStatus(self._at(path)) if self.exists(path) else ()
            return sorted(one.getPath().getName() for one in found)

    def read(self, path: str, start: int = 0, most: int | None = None) -> bytes:
        """The bytes of a file from ``start`` on, at most ``most``; a negative ``start`` counts from the end."""
        with _refusals(self.url(path)):
            size = self._system.getFileStatus(self._at(path)).getLen()
            begin = max(0, start + size if start < 0 else start)
            left = size - begin if most is None else min(most, size - begin)
            stream, parts = self._system.open(self._at(path)), list[bytes]()
            try:
                stream.seek(min(begin, size))
                while left > 0 and (part := bytes(stream.readNBytes(min(left, _AT_ONCE)))):
                    parts.append(part)
                    left -= len(part)
            finally:
                stream.close()
            return b"".join(parts)

    def write(self, path: str, content: bytes) -> None:
        """Write a new file, without the checksum file that a local file system puts beside it."""
        with _refusals(self.url(path)):
            stream = self._system.create(self._at(path), False)
            try:
                for start in range(0, len(content), _AT_ONCE):
                    stream.write(bytearray(content[start : start + _AT_ONCE]))
            finally:
                stream.close()
            folder, _, name = path.rpartition("/")
            self._system.delete(self._at(f"{folder}/.{name}.crc"), False)

    def rename(self, path: str, to: str) -> None:
        with _refusals(self.url(to)):
            if not self._system.rename(self._at(path), self._at(to)):
                raise EngineError(errno.EEXIST, "the release cannot be moved there", self.url(to))

    def remove(self, path: str) -> None:
        """Remove a file or folder, if it is there."""
        with _refusals(self.url(path)):
            self._system.delete(self._at(path), True)


def scratch(spark: Session) -> Files:
    """A new folder for intermediate tables that all workers can reach."""
    context = spark.sparkContext
    shared = context.getConf().get("spark.checkpoint.dir")
    if not shared and not context.master.startswith("local"):
        raise EngineError("on a cluster, set spark.checkpoint.dir to a folder that all workers reach (hdfs:///tmp)")
    return Files(spark, f"{shared or tempfile.gettempdir()}/mostanad-{secrets.token_hex(8)}")


@contextmanager
def _refusals(address: str) -> Iterator[None]:
    """Turn an error of Hadoop into an EngineError of one line."""
    from py4j.protocol import Py4JJavaError

    try:
        yield
    except Py4JJavaError as error:
        raise EngineError(f"{address}: {_said(error)}") from None
