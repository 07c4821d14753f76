"""The mapping to FollowTheMoney, row by row, as docs/ftm.md describes it."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from mostanad.evidence.reasons import lines
from mostanad.models import TABLES
from mostanad.releases.exported import date
from mostanad.releases.exports.ftm.ledger import MAPPED, MAPPING, OTHERS, Ledger, Record, Stated, documents

#: What kinds of parties are to FollowTheMoney. ``unnamed`` is nobody.
SCHEMAS = MAPPING["schemas"]
_ORGANISATIONS = ("PublicBody", "Organization", "Company")
#: Schemas that are things; the others are intervals, which have ``summary`` where things have ``notes``.
_THINGS = frozenset({*SCHEMAS.values(), "Position", "Document", "Note"})
_LANGUAGES, _TIMES = MAPPING["languages"], MAPPING["times"]

Entity = tuple[str, str]


def stated(tables: Mapping[str, pa.Table]) -> Iterator[Stated]:
    """Every value that the tables of a release tell FollowTheMoney, in no order, some of them twice."""
    ledger = Ledger(tables)
    schemas = _schemas(ledger)
    mapped = (_entities, _names, _identifiers, _positions, _sanctions, _affiliations, _others, _notes)
    values = [value for of_table in mapped for value in of_table(ledger, schemas)]
    yield from values
    yield from _proofs(ledger, values)
    yield from _documents(ledger)


def _schemas(ledger: Ledger) -> dict[str, str]:
    """The schema of every person and organisation that is exported: not of a person who only spoke, and so does not
    belong in a file that people are screened with."""
    leads = {"sanctions": ("target_id",), "positions": ("holder_id",), "affiliations": ("from_id", "to_id")}
    about = {row[lead] for table in leads for row in ledger.admitted(table) for lead in leads[table]}
    found = {row["official_id"]: "Person" for row in ledger.rows["officials"]}
    for row in ledger.rows["parties"]:
        schema = SCHEMAS.get(row["kind"], "LegalEntity")
        if schema and (schema != "Person" or row["party_id"] in about):
            found[row["party_id"]] = schema
    return found


def _said(entity: Entity, prop: str, value: str, evidence: Iterable[Record], **more: str) -> Iterator[Stated]:
    """A value as each document states it."""
    for source, ids in documents(evidence).items():
        yield Stated(*entity, prop, value, source, more.get("lang", ""), more.get("original", ""), ids)


def _cell(ledger: Ledger, entity: Entity, row: Record, field: str, prop: str, about: str = "") -> Iterator[Stated]:
    """A cell as it stands, a date as far as FollowTheMoney can say it, else in words. So is an end that is not stated
    plainly, with how it is said: in silence it would still go on."""
    key, value = next(iter(row.values())), row[field]
    if value is None:
        return
    if prop not in ("birthDate", "deathDate", "startDate", "endDate"):
        yield from _said(entity, prop, value, ledger.stated(key, field, about))
        return
    words = "notes" if entity[1] in _THINGS else "summary"
    is_end = prop in ("endDate", "deathDate")
    plain = ledger.stated(key, field, "" if is_end else about)
    if day := date(value):
        yield from _said(entity, prop, day, plain, original=value)
    else:
        yield from _said(entity, words, f"{field}: {value} (EDTF)", plain, original=value)
    for item in ledger.other.get(f"{key}/{field}", ()) if is_end and not plain else ():
        text = f"{field}: {value} (EDTF; {item['modality']}, hedge {item['hedge']})"
        yield from _said(entity, words, text, [item], original=value)


def _times(ledger: Ledger, entity: Entity, row: Record, about: str) -> Iterator[Stated]:
    for field in row.keys() & _TIMES.keys():
        yield from _cell(ledger, entity, row, field, _TIMES[field], about)


def _entities(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    """Persons and organisations."""
    for row in ledger.rows["officials"]:
        entity = (row["official_id"], "Person")
        yield Stated(*entity, "name", row["name"])
        for field, prop in MAPPING["person"].items():
            yield from _cell(ledger, entity, row, field, prop)
    for row in ledger.rows["parties"]:
        if schema := schemas.get(row["party_id"]):
            yield Stated(row["party_id"], schema, "name", row["name"])
            country = row["country"]
            if country and not _is_private(country):
                yield Stated(row["party_id"], schema, "country", country.lower(), original=country)


def _is_private(country: str) -> bool:
    """Whether ISO 3166-1 leaves a code to its users: FollowTheMoney knows no country of that code."""
    return country in ("AA", "ZZ") or country[0] == "X" or (country[0] == "Q" and country[1] >= "M")


def _names(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("names"):
        if schema := schemas.get(row["entity_id"]):
            lang = _LANGUAGES.get(row["language"] or "", "")
            evidence = ledger.stated(row["name_id"], "name", "entity_id")
            entity, prop = (row["entity_id"], schema), MAPPING["names"].get(row["kind"], "alias")
            yield from _said(entity, prop, row["name"], evidence, lang=lang)


def _identifiers(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("identifiers"):
        holder, entity = row["entity_id"], (row["identifier_id"], "Identification")
        if holder not in schemas:
            continue
        if row["scheme"] == "wikidata":
            yield from _cell(ledger, (holder, schemas[holder]), row, "value", "wikidataId", "entity_id")
            continue
        yield Stated(*entity, "type", MAPPING["schemes"].get(row["scheme"], row["scheme"]), original=row["scheme"])
        yield from _cell(ledger, entity, row, "entity_id", "holder")
        yield from _cell(ledger, entity, row, "value", "number", "entity_id")


def _positions(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("positions"):
        key = row["position_id"]
        if schemas.get(row["holder_id"]) != "Person":
            continue
        post, entity = (f"{key}.post", "Position"), (key, "Occupancy")
        yield from _cell(ledger, post, row, "title", "name", "holder_id")
        if schemas.get(row["body_id"]) in _ORGANISATIONS:
            yield from _cell(ledger, post, row, "body_id", "organization", "holder_id")
        yield from _cell(ledger, entity, row, "holder_id", "holder")
        yield from _said(entity, "post", post[0], ledger.stated(key, "title", "holder_id"))
        yield from _times(ledger, entity, row, "holder_id")
        for item in ledger.stated(key, "holder_id"):
            if item["as_of"]:
                day = date(item["as_of"])
                prop, value = ("date", day) if day else ("summary", f"as of: {item['as_of']} (EDTF)")
                yield from _said(entity, prop, value, [item], original=item["as_of"])


def _sanctions(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    programmes = ((row["programme_id"], row["code"]) for row in ledger.rows["programmes"])
    codes = {key: code for key, code in programmes if ledger.stated(key, "code")}
    facts = {row["fact_id"]: row for row in ledger.rows["facts"] if row["table_name"] == "sanctions"}
    for row in ledger.admitted("sanctions"):
        key, target = row["sanction_id"], row["target_id"]
        if target not in schemas:
            continue
        entity, authority, programme = (key, "Sanction"), row["authority_id"], row["programme_id"]
        yield from _cell(ledger, entity, row, "target_id", "entity")
        yield from _cell(ledger, entity, row, "entry", "recordId", "target_id")
        by = ledger.stated(key, "authority_id", "target_id")
        yield from _said(entity, "authority", ledger.labels[authority], by, original=authority)
        if programme in codes:
            under = ledger.stated(key, "programme_id", "target_id")
            yield from _said(entity, "program", codes[programme], under, original=programme)
            yield from _said(entity, "programId", programme, under)
        yield from _provisions(ledger, entity, row)
        yield from _reasons(ledger, entity)
        yield from _times(ledger, entity, row, "target_id")
        fact = facts[f"{key}/target_id"]
        if row["delisted"] is None and fact["support"] == "official" and not fact["disputed"]:
            ids = tuple(sorted(item["evidence_id"] for item in ledger.stated(key, "target_id")))
            yield Stated(target, schemas[target], "topics", "sanction", evidence=ids)


def _provisions(ledger: Ledger, entity: Entity, row: Record) -> Iterator[Stated]:
    """What a listing does: what is said of it, else what all acts do that its programme stands on and that say it."""
    acts = [act for act in ledger.rows["legal_bases"] if act["programme_id"] == row["programme_id"]]
    acts = [act for act in acts if not act["ended"] and ledger.stated(act["basis_id"], "measures")]
    if row["measures"] or not acts:
        stating = [(row, ledger.stated(row["sanction_id"], "measures", "target_id"))]
    else:
        stating = [(act, ledger.stated(act["basis_id"], "measures")) for act in acts]
    shared = set.intersection(*({*(stated["measures"] or ())} for stated, _ in stating))
    for stated, evidence in stating:
        for measure in sorted(shared):
            yield from _said(entity, "provisions", measure, evidence, original=" ".join(stated["measures"]))


def _reasons(ledger: Ledger, entity: Entity) -> Iterator[Stated]:
    """What somebody was listed for, in lines of ours, each with who says so: an allegation is told as one."""
    for line, who, reasons in lines(ledger.reasons[entity[0]], ledger.told, ledger.label, ledger.published):
        evidence = [item for reason in reasons for item in ledger.claims[reason["claim_id"]]]
        yield from _said(entity, "reason", f"{line} ({who})", evidence)


def _affiliations(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    for row in ledger.admitted("affiliations"):
        key, other = row["affiliation_id"], row["to_id"]
        if row["from_id"] not in schemas or other not in schemas:
            continue
        is_member = row["relation"] == "member_of" and schemas[other] in _ORGANISATIONS
        schema, *ends = ["Membership", "member", "organization"] if is_member else ["UnknownLink", "subject", "object"]
        entity, role = (key, schema), row["relation"].replace("_", " ")
        yield from _cell(ledger, entity, row, "from_id", ends[0])
        yield from _cell(ledger, entity, row, "to_id", ends[1], "from_id")
        yield from _said(entity, "role", role, ledger.stated(key, "relation", "from_id"), original=row["relation"])
        yield from _times(ledger, entity, row, "from_id")


def _others(ledger: Ledger, schemas: Mapping[str, str]) -> Iterator[Stated]:
    """A note on whom the row is about, for each row of a table that has no mapping of its own."""
    for table in OTHERS:
        model = TABLES[table]
        words = model.words()
        for row in ledger.admitted(table):
            entity, about = (row[model.key()], "Note"), row[words.subject]
            if about not in schemas:
                continue
            cited = {column.name: row[column.name] for column in model.columns() if column.references}
            labels = {name: ledger.labels[cell] for name, cell in cited.items() if cell in ledger.labels}
            evidence = ledger.stated(entity[0], words.says, words.subject)
            yield from _said(entity, "description", model.caption(row, labels), evidence)
            yield from _cell(ledger, entity, row, words.subject, "entity")
            for time in words.times or ():
                if row[time]:
                    dated = f"{time}: {row[time]} (EDTF)"
                    yield from _said(entity, "notes", dated, ledger.stated(entity[0], time, words.subject))


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
    own = {row["source_id"]: row["url"] or "" for row in ledger.rows["sources"]}
    urls = {row["source_id"]: row["url"] or own.get(row["derived_from"] or "", "") for row in ledger.rows["sources"]}
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
        notes = {"sha256": row["sha256"], "archive": row["archive_url"]}
        notes["published"] = f"{published} (EDTF)" if published and not date(published) else ""
        yield from (Stated(*entity, prop, value) for prop, value in cells.items() if value)
        yield from (Stated(*entity, "notes", f"{label}: {text}") for label, text in notes.items() if text)
