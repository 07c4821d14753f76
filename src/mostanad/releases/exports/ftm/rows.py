"""The mapping to FollowTheMoney, row by row, that :mod:`mostanad.releases.exports.ftm` describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from mostanad.models import TABLES
from mostanad.releases.exports.ftm.ledger import MAPPED, OTHERS, Ledger, Record, Stated, date, documents

#: What a kind of party is to FollowTheMoney. ``unnamed`` is nobody.
SCHEMAS = {
    "state": "PublicBody",
    "state_body": "PublicBody",
    "court": "PublicBody",
    "legislature": "PublicBody",
    "intergovernmental": "Organization",
    "media": "Organization",
    "ngo": "Organization",
    "political_organisation": "Organization",
    "armed_force": "Organization",
    "prison": "Organization",
    "company": "Company",
    "movement": "LegalEntity",
    "person": "Person",
}
_ORGANISATIONS = ("PublicBody", "Organization", "Company")
_NAMES = {
    "primary": "name",
    "alias": "alias",
    "transliteration": "alias",
    "former": "previousName",
    "misprint": "weakAlias",
}
_SCHEMES = {
    "ofac-ent-num": "Entry number, SDN list (OFAC)",
    "eu-359-2011": "Entry number, Annex I of Regulation (EU) No 359/2011",
    "uk-group-id": "Group ID, UK consolidated list",
    "ca-sema": "Schedule and item, Canadian autonomous sanctions list",
}
#: BCP 47 to ISO 639-3; a spelling in another language goes without.
_LANGUAGES = {
    "ar": "ara",
    "az": "aze",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "he": "heb",
    "it": "ita",
    "ru": "rus",
    "tr": "tur",
}
#: Schemas that are things; the others are intervals, which have ``summary`` where things have ``notes``.
_THINGS = frozenset({*SCHEMAS.values(), "Position", "Document", "Note"})


def stated(tables: Mapping[str, pa.Table]) -> Iterator[Stated]:
    """Every value that FollowTheMoney is told, in no order, some of them twice.

    Args:
        tables: the tables of a release.
    """
    ledger = Ledger.of(tables)
    schemas = _schemas(ledger)
    values = [
        *_persons_and_parties(ledger, schemas),
        *_names(ledger, schemas),
        *_identifiers(ledger, schemas),
        *_positions(ledger, schemas),
        *_sanctions(ledger, schemas),
        *_affiliations(ledger, schemas),
        *_others(ledger, schemas),
        *_notes(ledger, schemas),
    ]
    yield from values
    yield from _proofs(ledger, values)
    yield from _documents(ledger)


def _schemas(ledger: Ledger) -> dict[str, str]:
    """The schema of every person and organisation that is exported.

    A person who is no official is exported only for a listing, a post or a tie: to have spoken is no reason to be in
    a file that people are screened with.
    """
    about = {row["target_id"] for row in ledger.admitted("sanctions")}
    about |= {row["holder_id"] for row in ledger.admitted("positions")}
    about |= {row[end] for row in ledger.admitted("affiliations") for end in ("from_id", "to_id")}
    found = {row["official_id"]: "Person" for row in ledger.rows["officials"]}
    for row in ledger.rows["parties"]:
        schema = SCHEMAS.get(row["kind"])
        if schema and (schema != "Person" or row["party_id"] in about):
            found[row["party_id"]] = schema
    return found


def _said(entity: tuple[str, str], prop: str, value: str, evidence: Iterable[Record], **more: str) -> Iterator[Stated]:
    """A value as each document states it."""
    for source, ids in documents(evidence).items():
        yield Stated(*entity, prop, value, source, more.get("lang", ""), more.get("original", ""), ids)


def _dated(
    ledger: Ledger, entity: tuple[str, str], prop: str, cell: tuple[str, str, str | None], about: str = ""
) -> Iterator[Stated]:
    """A date, as far as FollowTheMoney can say it, else in words.

    An end that is not stated plainly is said in words too, with how it is said: in silence it would still go on.
    """
    row_id, field, value = cell
    if value is None:
        return
    words = "notes" if entity[1] in _THINGS else "summary"
    is_end = field in ("ended", "delisted", "died")
    plain = ledger.stated(row_id, field, "" if is_end else about)
    if day := date(value):
        yield from _said(entity, prop, day, plain, original=value)
    else:
        yield from _said(entity, words, f"{field}: {value} (EDTF)", plain, original=value)
    if is_end and not plain:
        for item in ledger.other.get(f"{row_id}/{field}", []):
            text = f"{field}: {value} (EDTF; {item['modality']}, hedge {item['hedge']})"
            yield from _said(entity, words, text, [item], original=value)


def _persons_and_parties(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.rows["officials"]:
        key = row["official_id"]
        entity = (key, "Person")
        yield Stated(*entity, "name", row["name"])
        for field, prop in (("birth_place", "birthPlace"), ("gender", "gender")):
            if row[field]:
                yield from _said(entity, prop, row[field], ledger.stated(key, field))
        yield from _dated(ledger, entity, "birthDate", (key, "born", row["born"]))
        yield from _dated(ledger, entity, "deathDate", (key, "died", row["died"]))
    for row in ledger.rows["parties"]:
        if schema := schemas.get(row["party_id"]):
            yield Stated(row["party_id"], schema, "name", row["name"])
            if row["country"] and not _is_private(row["country"]):
                country = row["country"]
                yield Stated(row["party_id"], schema, "country", country.lower(), original=country)


def _is_private(country: str) -> bool:
    """Whether ISO 3166-1 leaves a code to its users: FollowTheMoney knows no country of that code."""
    return country in ("AA", "ZZ") or country[0] == "X" or (country[0] == "Q" and country[1] >= "M")


def _names(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("names"):
        if schema := schemas.get(row["entity_id"]):
            lang = _LANGUAGES.get(row["language"] or "", "")
            evidence = ledger.stated(row["name_id"], "name", "entity_id")
            yield from _said((row["entity_id"], schema), _NAMES[row["kind"]], row["name"], evidence, lang=lang)


def _identifiers(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("identifiers"):
        key, holder = row["identifier_id"], row["entity_id"]
        evidence = ledger.stated(key, "value", "entity_id")
        if holder not in schemas:
            continue
        if row["scheme"] == "wikidata":
            yield from _said((holder, schemas[holder]), "wikidataId", row["value"], evidence)
            continue
        entity = (key, "Identification")
        yield Stated(*entity, "type", _SCHEMES[row["scheme"]], original=row["scheme"])
        yield from _said(entity, "holder", holder, ledger.stated(key, "entity_id"))
        yield from _said(entity, "number", row["value"], evidence)


def _positions(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("positions"):
        key = row["position_id"]
        if schemas.get(row["holder_id"]) != "Person":
            continue
        post, entity = (f"{key}.post", "Position"), (key, "Occupancy")
        titles = ledger.stated(key, "title", "holder_id")
        yield from _said(post, "name", row["title"], titles)
        if schemas.get(row["body_id"]) in _ORGANISATIONS:
            yield from _said(post, "organization", row["body_id"], ledger.stated(key, "body_id", "holder_id"))
        holds = ledger.stated(key, "holder_id")
        yield from _said(entity, "holder", row["holder_id"], holds)
        yield from _said(entity, "post", post[0], titles)
        yield from _dated(ledger, entity, "startDate", (key, "started", row["started"]), "holder_id")
        yield from _dated(ledger, entity, "endDate", (key, "ended", row["ended"]), "holder_id")
        for item in holds:
            if item["as_of"]:
                day = date(item["as_of"])
                prop, value = ("date", day) if day else ("summary", f"as of: {item['as_of']} (EDTF)")
                yield from _said(entity, prop, value, [item], original=item["as_of"])


def _sanctions(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    codes = {
        row["programme_id"]: row["code"]
        for row in ledger.rows["programmes"]
        if ledger.stated(row["programme_id"], "code")
    }
    facts = {row["fact_id"]: row for row in ledger.rows["facts"] if row["table_name"] == "sanctions"}
    for row in ledger.admitted("sanctions"):
        key, target = row["sanction_id"], row["target_id"]
        if target not in schemas:
            continue
        entity, authority, programme = (key, "Sanction"), row["authority_id"], row["programme_id"]
        yield from _said(entity, "entity", target, ledger.stated(key, "target_id"))
        for field, prop, value, cell in (
            ("authority_id", "authority", ledger.labels[authority], authority),
            ("programme_id", "program", codes.get(programme), programme),
            ("entry", "recordId", row["entry"], ""),
        ):
            if value:
                yield from _said(entity, prop, value, ledger.stated(key, field, "target_id"), original=cell)
        for measure in row["measures"] or ():
            original = " ".join(row["measures"])
            evidence = ledger.stated(key, "measures", "target_id")
            yield from _said(entity, "provisions", measure, evidence, original=original)
        yield from _dated(ledger, entity, "startDate", (key, "listed", row["listed"]), "target_id")
        yield from _dated(ledger, entity, "endDate", (key, "delisted", row["delisted"]), "target_id")
        fact = facts[f"{key}/target_id"]
        if row["delisted"] is None and fact["support"] == "official" and not fact["disputed"]:
            evidence_ids = documents(ledger.stated(key, "target_id")).values()
            ids = tuple(sorted(item for found in evidence_ids for item in found))
            yield Stated(target, schemas[target], "topics", "sanction", evidence=ids)


def _affiliations(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("affiliations"):
        key, one, other = row["affiliation_id"], row["from_id"], row["to_id"]
        if one not in schemas or other not in schemas:
            continue
        is_member = row["relation"] == "member_of" and schemas[other] in _ORGANISATIONS
        schema, ends = (
            ("Membership", ("member", "organization")) if is_member else ("UnknownLink", ("subject", "object"))
        )
        entity = (key, schema)
        yield from _said(entity, ends[0], one, ledger.stated(key, "from_id"))
        yield from _said(entity, ends[1], other, ledger.stated(key, "to_id", "from_id"))
        role = row["relation"].replace("_", " ")
        yield from _said(entity, "role", role, ledger.stated(key, "relation", "from_id"), original=row["relation"])
        yield from _dated(ledger, entity, "startDate", (key, "started", row["started"]), "from_id")
        yield from _dated(ledger, entity, "endDate", (key, "ended", row["ended"]), "from_id")


def _others(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    """A note on whom the row is about, for each row of a table that has no mapping of its own."""
    for table in OTHERS:
        model = TABLES[table]
        words = model.words()
        for row in ledger.admitted(table):
            key, about = row[model.key()], row[words.subject]
            if about not in schemas:
                continue
            cited = {column.name: row[column.name] for column in model.columns() if column.references}
            labels = {name: ledger.labels[cell] for name, cell in cited.items() if cell in ledger.labels}
            evidence = ledger.stated(key, words.says, words.subject)
            yield from _said((key, "Note"), "description", model.caption(row, labels), evidence)
            yield from _said((key, "Note"), "entity", about, ledger.stated(key, words.subject))
            for time in words.times or ():
                if row[time]:
                    dated = f"{time}: {row[time]} (EDTF)"
                    yield from _said((key, "Note"), "notes", dated, ledger.stated(key, time, words.subject))


def _notes(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    """One note for each denial, dispute and retraction of a cell that is exported."""
    about = {row["official_id"]: row["official_id"] for row in ledger.rows["officials"]}
    for table in (*MAPPED, *OTHERS):
        key, subject = TABLES[table].key(), TABLES[table].words().subject
        about |= {row[key]: row[subject] for row in ledger.admitted(table)}
    for item in ledger.against:
        row_id, field = item["fact_id"].split("/")
        if about.get(row_id) not in schemas:
            continue
        entity = (f"{item['claim_id']}.{field.replace('_', '-')}", "Note")
        rival = f", and gives {item['value']} instead" if item["stance"] == "disputes" else ""
        how = f"{item['modality']}, hedge {item['hedge']}"
        text = f"{ledger.labels[item['asserted_by']]} {item['stance']} {item['fact_id']}{rival} ({how})"
        yield from _said(entity, "description", text, [item])
        yield from _said(entity, "entity", about[row_id], [item])


def _proofs(ledger: Ledger, values: Iterable[Stated]) -> Iterator[Stated]:
    """The document, and its address, for every entity of which the document states something."""
    urls = {row["source_id"]: row["url"] for row in ledger.rows["sources"]}
    for entity_id, schema, source in dict.fromkeys((item.entity_id, item.schema, item.source_id) for item in values):
        if source:
            yield Stated(entity_id, schema, "proof", source, source)
            if urls[source]:
                yield Stated(entity_id, schema, "sourceUrl", urls[source], source)


def _documents(ledger: Ledger) -> Iterator[Stated]:
    for row in ledger.rows["sources"]:
        entity, published = (row["source_id"], "Document"), row["published"] or ""
        cells = {
            "title": row["title"],
            "publisher": ledger.labels[row["publisher_id"]],
            "author": ledger.labels[row["author"]] if row["author"] not in (None, "unnamed") else "",
            "language": _LANGUAGES.get(row["language"], ""),
            "publishedAt": date(published),
            "sourceUrl": row["url"],
            "fileSize": str(row["bytes"] or ""),
        }
        for prop, value in cells.items():
            if value:
                yield Stated(*entity, prop, value)
        notes = {"sha256": row["sha256"], "archive": row["archive_url"]}
        notes["published"] = f"{published} (EDTF)" if published and not date(published) else ""
        for label, text in notes.items():
            if text:
                yield Stated(*entity, "notes", f"{label}: {text}")
