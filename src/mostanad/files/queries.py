"""The queries of fact checks: one SQL file for each check, named after it, in a package and in a release."""

from pathlib import Path
from typing import NamedTuple

from mostanad.files import limits
from mostanad.files.reading import NotAFile, TooLarge, read_file

#: Their folder in a package, and in a release.
FOLDER, RELEASED = "validators/fact_checks", "fact_checks"


class Queries(NamedTuple):
    texts: dict[str, str]
    problems: dict[str, str]


NO_QUERIES = Queries({}, {})


def read_queries(root: Path, folder: str = FOLDER) -> Queries:
    found = Queries({}, {})
    for path in sorted((root / folder).glob("*.sql")):
        try:
            if not path.resolve().is_relative_to(root.resolve()):
                raise NotAFile
            found.texts[path.stem] = read_file(path, limits.QUERY_BYTES).decode("utf-8")
        except TooLarge:
            found.problems[path.stem] = f"the file has more than {limits.QUERY_BYTES:,} bytes"
        except UnicodeDecodeError:
            found.problems[path.stem] = "the file is not UTF-8"
        except (NotAFile, OSError, RuntimeError):
            found.problems[path.stem] = "the file cannot be read"
    return found
