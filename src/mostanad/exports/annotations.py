"""W3C Web Annotations: each row of ``evidence`` as a link from a passage of a document to the fact that it bears on.

One annotation has

- ``target``: the passage (a SpecificResource, whose id is made of the passage's). Its ``source`` is the address of the
  document; without one the bytes themselves, as ``urn:sha256:`` and their hash in hexadecimal. An address may show
  something else today: there ``state`` has the same hash, and an archived copy if there is one, as ``cached``. The
  selector counts in the bytes of that hash, and in no other.
- ``body``: the fact (``purpose`` linking), the value that the document gives it (describing; of a dispute the rival
  value) and the words of the claim (tagging), as ``stance=asserts``, ``modality=fact``, ``hedge=none``,
  ``asserted_by=ID`` and, where the claim has one, ``as_of=DATE`` (EDTF). What a denial, a dispute or an allegation
  links to is not so asserted: the tags say which it is.

========================  ============================================================================================
``char=START,END``        TextPositionSelector: code points of the text decoded as UTF-8, not normalised, from 0, the
                          end not included. RFC 5147 counts line ends by rules of its own, and is of text/plain only.
``line=START,END``        FragmentSelector of RFC 5147. The end of the last line is no part of the passage.
``record=KEY``            FragmentSelector of our own syntax, :data:`SELECTORS`: the record of the list that has the
                          key, as the reader of the document's format counts keys; percent-encoded (RFC 3986).
``absent=KEY``            the same: the whole list, none of whose records has the key.
========================  ============================================================================================

No annotation has a word of a document: no TextQuoteSelector, no ``as_stated``. Nobody is its creator and it has no
time: the same tables give the same bytes. The namespace ``urn:mostanad:`` is not registered; its names lead nowhere on
the web, but to rows: ``evidence``, ``fact`` and ``passage`` with the id, percent-encoded.

Standard: Web Annotation Data Model, W3C Recommendation 23 February 2017, as JSON-LD.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pyarrow as pa

#: The context of every annotation.
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What the Recommendation calls the fragments of plain text.
RFC_5147 = "http://tools.ietf.org/rfc/rfc5147"
#: The syntax of ``record=`` and ``absent=``, described above.
SELECTORS = "urn:mostanad:selectors"
#: How many rows of evidence are read at a time.
_BATCH = 1 << 12


def annotations(tables: Mapping[str, pa.Table], version: str) -> Iterator[str]:
    """The evidence of a release as Web Annotations.

    Args:
        tables: the tables of a release by name; ``evidence`` and ``sources`` are read.
        version: its version, of which the annotations are generated.

    Yields:
        each annotation as JSON-LD on one line, without a line end, in order of ``evidence``.

    Raises:
        ValueError: if a selector is of no known kind.
    """
    archived = {row["source_id"]: row["archive_url"] for row in tables["sources"].to_pylist()}
    for batch in tables["evidence"].to_batches(max_chunksize=_BATCH):
        for row in batch.to_pylist():
            yield json.dumps(_annotation(row, archived[row["source_id"]], version), ensure_ascii=False)


def iri(kind: str, identifier: str) -> str:
    """The name of a row as an IRI.

    >>> iri("fact", "massacre-1988/date")
    'urn:mostanad:fact:massacre-1988%2Fdate'
    """
    return f"urn:mostanad:{kind}:{quote(identifier, safe='')}"


def selector(text: str) -> dict[str, Any]:
    """A selector of ours as one of the Recommendation's.

    Raises:
        ValueError: if it is of no known kind.
    """
    scheme, _, place = text.partition("=")
    match scheme:
        case "char":
            start, end = map(int, place.split(","))
            return {"type": "TextPositionSelector", "start": start, "end": end}
        case "line":
            return {"type": "FragmentSelector", "conformsTo": RFC_5147, "value": text}
        case "record" | "absent":
            value = f"{scheme}={quote(place, safe='/,:')}"
            return {"type": "FragmentSelector", "conformsTo": SELECTORS, "value": value}
    raise ValueError(f"{text!r} is not a selector that a Web Annotation is known for")


def _annotation(row: dict[str, Any], archive: str | None, version: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": iri("evidence", row["evidence_id"]),
        "type": "Annotation",
        "motivation": "linking",
        "generator": {"id": iri("version", version), "type": "Software", "name": f"mostanad {version}"},
        "rights": "https://creativecommons.org/licenses/by/4.0/",
        "body": _body(row),
        "target": _target(row, archive),
    }


def _body(row: dict[str, Any]) -> list[dict[str, Any]]:
    fact = {"type": "SpecificResource", "source": iri("fact", row["fact_id"]), "purpose": "linking"}
    names = ("stance", "modality", "hedge", "asserted_by", "as_of")
    tags = [f"{name}={row[name]}" for name in names if row[name]]
    return [fact, _text(row["value"], "describing"), *(_text(tag, "tagging") for tag in tags)]


def _text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(row: dict[str, Any], archive: str | None) -> dict[str, Any]:
    content, url = f"urn:sha256:{row['source_sha256']}", row["source_url"]
    target: dict[str, Any] = {
        "id": iri("passage", row["passage_id"]),
        "type": "SpecificResource",
        "source": url or content,
        "selector": selector(row["selector"]),
    }
    if url:
        target["state"] = {"type": "TimeState", "cached": [content, *([archive] if archive else [])]}
    return target
