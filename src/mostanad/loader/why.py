"""The evidence behind a cell: every claim on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class FactEvidence:
    """One fact and every claim on it, as rows of the release's tables ``facts`` and ``evidence``.

    For a name that is our label, ``fact`` has only ``fact_id``, ``row_id``, ``field`` and ``support`` (None).
    """

    fact: dict[str, Any]
    evidence: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        lines = [*_head(self.fact)]
        for row in self.evidence:
            lines.append(f"  {attribution(row)}")
            lines.append(f"    {row['source_id']} {row['selector']} sha256 {row['passage_sha256'][:16]}")
            lines.append(f"    document sha256 {row['source_sha256'][:16]} {row['source_url'] or ''}".rstrip())
        return "\n".join(lines)


@dataclass(frozen=True)
class Why:
    """The evidence behind a row, or one cell of it. Prints as text, in a notebook as a table; ``facts`` is the data.

    Attributes:
        row_id: the row.
        facts: its facts, each with every claim on it.
        version: the version of the release.
        without: the parties whose claims were dropped (see :class:`mostanad.loader.without.Without`).
    """

    row_id: str
    facts: tuple[FactEvidence, ...]
    version: str | None = None
    without: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[FactEvidence]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.facts))

    def _repr_html_(self) -> str:
        """For notebooks: a table of the claims for each fact; all data are escaped."""
        return "".join(_html(item) for item in self.facts)


def _head(fact: dict[str, Any]) -> Iterator[str]:
    """The fact and its support, one line each."""
    if "value" not in fact:
        yield f"{fact['fact_id']}: our label, identified by"
        return
    yield f"{fact['fact_id']} = {fact['value']}"
    if not fact["support"]:
        yield "  does not survive: no remaining claim asserts it"
    else:
        mark = f"{fact['support']}, disputed" if fact["disputed"] else fact["support"]
        nouns = {"claims": "claim", "sources": "source", "origins": "origin", "camps": "known camp"}
        counts = ", ".join(f"{fact[name]} {noun}{'' if fact[name] == 1 else 's'}" for name, noun in nouns.items())
        yield f"  support: {mark} ({counts})"


def _html(item: FactEvidence) -> str:
    head, *more = _head(item.fact)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in _cells(row))}</tr>" for row in item.evidence)
    table = f"<table><thead><tr><th>who says so</th><th>passage</th><th>document</th></tr></thead>{rows}</table>"
    return f"<p><b>{escape(head)}</b>{''.join(f'<br>{escape(line.strip())}' for line in more)}</p>{table}"


def _cells(row: Mapping[str, Any]) -> tuple[str, str, str]:
    place = f"{row['source_id']} {row['selector']}"
    url = row["source_url"] or ""
    is_web = url.startswith(("https://", "http://"))  # only these become links: a script must not
    link = f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>' if is_web else escape(url)
    passage, document = (
        f'<code title="{escape(digest)}">{escape(digest[:16])}</code>'
        for digest in (row["passage_sha256"], row["source_sha256"])
    )
    return escape(attribution(row)), f"{escape(place)} {passage}", f"{link} {document}".strip()


def attribution(row: Mapping[str, Any]) -> str:
    """A row of ``evidence`` in one line: the asserter, the stance and modality, the publisher and the origin."""
    hedge = "" if row["hedge"] == "none" else f", {row['hedge']}"
    said = f"{row['asserted_by']} {row['stance']} it ({row['modality']}{hedge})"
    if row["stance"] in ("disputes", "approximates"):
        said += f": {row['value']}"
    if row["published_by"] != row["asserted_by"]:
        said += f", published by {row['published_by']}"
    if row["origin"] != row["asserted_by"]:
        said += f", origin {row['origin']}"
    if row["as_stated"]:
        said += f', in its words "{row["as_stated"]}"'
    return said
