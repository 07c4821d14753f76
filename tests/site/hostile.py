"""A release in which every text that a document could bring is written by somebody who wants to break out of the page.

A package with such texts is refused in part; whoever is given a release by somebody else has no such guard.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.loader import Release

#: Each sets ``window.broken`` if a browser takes it for more than text.
MARKUP = '"><img src=x onerror="window.broken=1"><script>window.broken=1</script>'
ENDS_SCRIPT = "</script><script>window.broken=1</script><!--"
ENDS_TITLE = "</title></h1><svg onload=window.broken=1>"
QUOTES = "' onmouseover='window.broken=1' x=\" autofocus onfocus=\"window.broken=1"
TEMPLATE = "{{ 7 * 7 }}{% raw %}${window.broken=1}"
#: What follows a right-to-left override stands mirrored, unless the text is isolated.
TURNED = "Court \u202edetsil ton\u2066"
LONG = "x" * 400
SCRIPT_URL = "javascript:window.broken=1"
DATA_URL = "data:text/html,<script>window.broken=1</script>"
#: An address of the Web that tries to end its attribute.
QUOTED_URL = 'https://example.org/"onclick="window.broken=1'
#: By table and key, the cells.
CELLS: dict[str, dict[str, dict[str, str]]] = {
    "officials": {"omid-faraz": {"name": MARKUP, "note": ENDS_SCRIPT}, "navid-kohan": {"name": LONG}},
    "names": {"omid-faraz-name-fa": {"name": f"امید\u202e {QUOTES}", "language": MARKUP}},
    "events": {"square-2020": {"title": ENDS_TITLE, "place": TEMPLATE}, "council-2020": {"title": TURNED}},
    "parties": {
        "blue-front": {"name": QUOTES},
        "lone-wire": {"name": ENDS_SCRIPT},
        "freedonia-treasury": {"name": f"Treasury | {MARKUP}"},
    },
    "programmes": {"freedonia-p1": {"code": f"P1|{QUOTES}"}},
    "statements": {"wire-on-lists": {"gist": MARKUP}},
    "estimates": {"square-2020-killed-wire": {"population": MARKUP, "comparator": MARKUP}},
    "positions": {"omid-faraz-warden": {"title": QUOTES, "started": MARKUP}},
    "sources": {
        "wire-story": {"title": ENDS_SCRIPT, "url": SCRIPT_URL, "note": MARKUP, "sha256": MARKUP},
        "wire-2021": {"title": LONG, "url": DATA_URL, "archive_url": f" \t{SCRIPT_URL}"},
        "paper-story": {"title": QUOTES, "url": QUOTED_URL, "archive_url": SCRIPT_URL.upper()},
        "red-story": {"url": "//example.org/elsewhere", "archive_url": "JaVa\tScRiPt:window.broken=1"},
    },
    "fact_checks": {"faraz-listed": {"reading": ENDS_SCRIPT, "question": MARKUP, "note": QUOTES, "verdict": MARKUP}},
}
#: In every row of evidence.
EVIDENCE = {"value": MARKUP, "as_stated": QUOTES, "selector": ENDS_SCRIPT, "passage_sha256": MARKUP, "hedge": QUOTES}


def hostile_release(release: Release, folder: Path) -> Release:
    """A copy of the release of the invented world with such texts in its tables."""
    path = Path(shutil.copytree(release.path, folder / release.version))
    for table, rows in CELLS.items():
        _change(path, table, rows)
    everything = {row["evidence_id"]: EVIDENCE for row in release.load("evidence", "records")}
    _change(path, "evidence", everything)
    return Release(path, release.version)


def _change(path: Path, table: str, changes: dict[str, dict[str, str]]) -> None:
    file = path / "parquet" / f"{table}.parquet"
    found = pq.ParquetFile(file).read()
    rows: list[dict[str, Any]] = found.to_pylist()
    by_key = {next(iter(row.values())): row for row in rows}
    for key, cells in changes.items():
        assert cells.keys() <= by_key[key].keys()
        by_key[key].update(cells)
    pq.write_table(pa.Table.from_pylist(rows, schema=found.schema), file)
