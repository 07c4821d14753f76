"""Findings in releases and in published trees (validation/codes.toml says what their codes mean)."""

from mostanad.validation.findings import Finding, codes

CODES = codes("release")
_ALL = codes("release", "publication")


def at(code: str, path: str, message: str, value: object = "", line: int = 0) -> Finding:
    """A finding in a file, or in a line of it."""
    return _ALL[code].at(path, line, 0, str(value), message)


def error_text(error: Exception) -> str:
    """The message of an error, for an OSError without the path, which belongs to this machine."""
    return str(error.strerror) if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
