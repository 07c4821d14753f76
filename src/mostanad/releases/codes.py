"""The codes of findings in releases (validation/codes.toml says what they mean), and what an error says in one."""

from mostanad.validation.findings import codes

CODES = codes("release")


def error_text(error: Exception) -> str:
    """An error in a sentence, without the path of the machine on which it happened."""
    return str(error.strerror) if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
