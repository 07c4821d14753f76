"""For each rule an error of its kind, made in rows that the dataset has: by the rule's name, in order of the codes.

Each function takes rows, and says what is done to them and where it must be found. Where the dataset has no rows of
the kind it raises :class:`NoSuchRow`, and only the example of the rule can prove it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from tests.mutation.mutations import Cells, Data, Edit, Mutation, NoSuchRow, change, copy
from tests.mutation.of_claims import MAKERS_OF_CLAIMS
from tests.mutation.of_names import MAKERS_OF_NAMES
from tests.mutation.of_sources import MAKERS_OF_SOURCES, Case, Maker

from mostanad.files.resources import resource
from mostanad.validation.rules import parse

#: The functions by the names of the rules.
MAKERS: dict[str, Maker] = {**MAKERS_OF_SOURCES, **MAKERS_OF_NAMES, **MAKERS_OF_CLAIMS}
#: Rules whose mutation touches rows that others rest on: each is tried by itself.
_WIDE = ("claim_without_document", "copy_before_its_original", "listing_outside_programme")
_LONG_AGO, _SOME_DAY = "1500", "2999"


def of_rules(data: Data) -> Iterator[Mutation | str]:
    """A mutation for each rule, or the rule's name if the dataset has no rows of its kind."""
    for path in sorted(resource("validators").glob("*.sql")):
        rule = parse(path)
        try:
            edits, place = MAKERS[rule.name](data)
        except NoSuchRow:
            yield rule.name
            continue
        batch = rule.name if rule.name in _WIDE else "rules"
        yield Mutation("of its kind", rule.name, "rules", batch, (rule.code.code,), edits, place)


def _rule(make: Maker) -> Maker:
    MAKERS[make.__name__.removeprefix("_")] = make
    return make


def _has(*names: str) -> Callable[[Cells], bool]:
    return lambda row: all(row[name] for name in names)


def _published(claim: Cells, row: Cells, source: Cells) -> bool:
    return bool(source["published"])


@_rule
def _key_twice(data: Data) -> Case:
    row = data.take("names")
    return (copy("names", row),), ("names", row["name_id"], "name_id")


@_rule
def _id_in_two_tables(data: Data) -> Case:
    row, party = data.take("officials"), data.take("parties")
    return (copy("parties", party, party_id=row["official_id"]),), ("officials", row["official_id"], "official_id")


@_rule
def _references_resolve(data: Data) -> Case:
    row = data.take("estimates")
    return (change("estimates", row, about_id="no-such-row"),), ("estimates", row["estimate_id"], "about_id")


@_rule
def _redirects_resolve(data: Data) -> Case:
    old, new = data.take("names")["name_id"], data.take("names")["name_id"]
    cells = {"old_id": old, "new_id": new, "date": "2026-11-01", "reason": "the same name"}
    return (Edit("redirects", None, cells),), ("redirects", old, "old_id")


@_rule
def _passage_id_says_where(data: Data) -> Case:
    row = data.take("passages", lambda row: row["selector"].startswith(("char=", "line=")))
    kind, end = row["selector"][:5], row["selector"].split(",")[1]
    return (change("passages", row, selector=f"{kind}0,{end}9"),), ("passages", row["passage_id"], "passage_id")


@_rule
def _claim_id_says_what(data: Data) -> Case:
    claim, row = data.take("claims"), data.take("names")
    return (change("claims", claim, target_id=row["name_id"]),), ("claims", claim["claim_id"], "claim_id")


@_rule
def _passage_selects_nothing(data: Data) -> Case:
    row = data.take("passages", lambda row: row["selector"].startswith(("char=", "line=")))
    cell = f"{row['selector'][:5]}9,9"
    return (change("passages", row, selector=cell),), ("passages", row["passage_id"], "selector")


@_rule
def _same_place_twice(data: Data) -> Case:
    row = data.take("passages")
    other = f"{row['source_id']}.r-zzz"
    return (copy("passages", row, passage_id=other),), ("passages", other, "selector")


@_rule
def _same_fact_twice(data: Data) -> Case:
    row = data.take("identifiers")
    other = f"{row['identifier_id']}-z"
    return (copy("identifiers", row, identifier_id=other),), ("identifiers", other, "value")


@_rule
def _dates_in_order(data: Data) -> Case:
    row = data.take("sanctions", lambda row: row["listed"][:1].isdigit())  # of an open beginning no end is too early
    return (change("sanctions", row, delisted=_LONG_AGO),), ("sanctions", row["sanction_id"], "delisted")


@_rule
def _event_after_its_source(data: Data) -> Case:
    _, row, _ = data.claimed("events", "date", _published)
    return (change("events", row, date=_SOME_DAY),), ("events", row["event_id"], "date")


@_rule
def _listing_outside_programme(data: Data) -> Case:
    row = data.take("sanctions", _has("programme_id", "listed"))
    edit = Edit("programmes", row["programme_id"], {"started": _SOME_DAY})
    return (edit,), ("sanctions", row["sanction_id"], "listed")


@_rule
def _verdict_without_record(data: Data) -> Case:
    row = data.take("participations", lambda row: row["standing"] != "convicted" and row["part"] != "accused")
    edit = change("participations", row, standing="convicted")
    return (edit,), ("participations", row["participation_id"], "standing")


@_rule
def _chain_back_to_itself(data: Data) -> Case:
    row = data.take("events", _has("part_of"))
    whole = data.take("events", lambda one: one["event_id"] == row["part_of"])
    edit = change("events", whole, part_of=row["event_id"])
    return (edit,), ("events", whole["event_id"], "part_of")


@_rule
def _supersedes_another_count(data: Data) -> Case:
    row = data.take("estimates")
    # A number without a day is no later one, which is an error of its own.
    other = data.take("estimates", lambda one: one["counted_by"] != row["counted_by"] and not one["as_of"])
    edit = change("estimates", row, supersedes=other["estimate_id"])
    return (edit,), ("estimates", row["estimate_id"], "supersedes")


@_rule
def _part_greater_than_whole(data: Data) -> Case:
    row = data.take("estimates", lambda one: one["subset_of"] and one["value"] and not one["value_to"])
    whole = data.take(
        "estimates", lambda one: one["estimate_id"] == row["subset_of"] and one["value"] and not one["value_to"]
    )
    part = change("estimates", row, comparator="exactly", value="2", measure=whole["measure"])
    edits = (part, change("estimates", whole, comparator="exactly", value="1"))
    return edits, ("estimates", row["estimate_id"], "subset_of")


@_rule
def _more_members_than_size(data: Data) -> Case:
    member = data.take("group_members")
    row = data.take("groups", lambda one: one["group_id"] == member["group_id"])
    return (change("groups", row, size="0", comparator="exactly"),), ("groups", row["group_id"], "size")


@_rule
def _birth_date_too_fine(data: Data) -> Case:
    holders = {row["holder_id"] for row in data.rows["positions"]}
    row = data.take("officials", lambda row: row["official_id"] not in holders)
    return (change("officials", row, born="1960-05-05"),), ("officials", row["official_id"], "born")


@_rule
def _supersedes_later_number(data: Data) -> Case:
    row, other = data.take("estimates"), data.take("estimates")
    edit = change("estimates", row, supersedes=other["estimate_id"], as_of=_LONG_AGO)
    return (edit, change("estimates", other, as_of="2000")), ("estimates", row["estimate_id"], "supersedes")


@_rule
def _act_outside_lifetime(data: Data) -> Case:
    officials = data.index["officials"]
    row = data.take("positions", lambda row: officials.get(row["holder_id"], {}).get("born"))
    return (change("positions", row, started=_LONG_AGO),), ("positions", row["position_id"], "started")


@_rule
def _event_outside_its_whole(data: Data) -> Case:
    events = data.index["events"]

    def has_a_start(row: Cells) -> bool:
        date = events.get(row["part_of"], {}).get("date", "")
        return bool(date) and not date.startswith("[..")

    row = data.take("events", has_a_start)
    return (change("events", row, date=_LONG_AGO),), ("events", row["event_id"], "date")


@_rule
def _listing_after_its_source(data: Data) -> Case:
    _, row, _ = data.claimed(
        "sanctions", "listed", lambda claim, row, source: source["published"] and claim["modality"] != "inference"
    )
    return (change("sanctions", row, listed=_SOME_DAY),), ("sanctions", row["sanction_id"], "listed")


@_rule
def _listing_by_another_authority(data: Data) -> Case:
    row, other = data.take("sanctions", _has("programme_id")), data.take("parties")
    edit = change("sanctions", row, authority_id=other["party_id"])
    return (edit,), ("sanctions", row["sanction_id"], "programme_id")


@_rule
def _date_after_its_source(data: Data) -> Case:
    _, row, _ = data.claimed("positions", "started", _published)
    return (change("positions", row, started=_SOME_DAY),), ("positions", row["position_id"], "started")


@_rule
def _listing_before_its_act(data: Data) -> Case:
    events = data.index["events"]
    row = data.take("sanctions", lambda row: events.get(row["action_id"], {}).get("date"))
    return (change("sanctions", row, listed=_LONG_AGO),), ("sanctions", row["sanction_id"], "listed")


@_rule
def _copy_before_its_original(data: Data) -> Case:
    sources = data.index["sources"]
    row = data.take("sources", lambda row: sources.get(row["derived_from"], {}).get("published"))
    edit = change("sources", row, published=_LONG_AGO, published_basis="stated")
    return (edit,), ("sources", row["source_id"], "derived_from")


@_rule
def _statement_outside_its_event(data: Data) -> Case:
    events = data.index["events"]
    row = data.take("statements", lambda row: events.get(row["event_id"], {}).get("date"))
    return (change("statements", row, made=_LONG_AGO),), ("statements", row["statement_id"], "made")


@_rule
def _lasting_event_on_one_day(data: Data) -> Case:
    row = data.take("events", lambda row: row["kind"] == "uprising" and "/" in row["date"])
    first, _, last = row["date"].partition("/")
    date = f"[..{first if last == '..' else last}]"
    return (change("events", row, date=date),), ("events", row["event_id"], "date")


@_rule
def _season_as_span(data: Data) -> Case:
    row = data.claimed("events", "date", lambda claim, row, source: claim["as_stated"].startswith("autumn of "))[1]
    date = row["date"].strip("[]").replace("..", "/")
    return (change("events", row, date=date),), ("events", row["event_id"], "date")


@_rule
def _post_when_not_held(data: Data) -> Case:
    claim, _, _ = data.claimed("positions", "title", lambda claim, row, source: row["started"])
    return (change("claims", claim, as_of=_LONG_AGO),), ("claims", claim["claim_id"], "as_of")


@_rule
def _post_twice(data: Data) -> Case:
    row = data.take("positions", lambda row: not row["note"])
    again = {"position_id": row["position_id"] + "-again", "title": "The " + row["title"]}
    return (copy("positions", row, **again),), ("positions", again["position_id"], "title")


@_rule
def _human_rights_unlike_programme(data: Data) -> Case:
    programmes = data.index["programmes"]
    row = data.take("sanctions", lambda row: programmes.get(row["programme_id"], {}).get("human_rights"))
    other = "false" if programmes[row["programme_id"]]["human_rights"] == "true" else "true"
    return (change("sanctions", row, human_rights=other),), ("sanctions", row["sanction_id"], "human_rights")


@_rule
def _birth_date_too_fine_in_claim(data: Data) -> Case:
    holders = {row["holder_id"] for row in data.rows["positions"]}
    claim, _, _ = data.claimed("officials", "born", lambda claim, row, source: row["official_id"] not in holders)
    return (change("claims", claim, as_stated="5 May 1960"),), ("claims", claim["claim_id"], "as_stated")


@_rule
def _unused_passage(data: Data) -> Case:
    row = data.take("passages")
    other = f"{row['source_id']}.r-zz-unused"
    return (copy("passages", row, passage_id=other),), ("passages", other, "passage_id")


@_rule
def _no_without_a_list(data: Data) -> Case:
    row = data.take("fact_check_answers", lambda row: row["answer"] == "no" and row["authority_id"] and row["shown_by"])
    return (change("fact_check_answers", row, shown_by=""),), ("fact_check_answers", row["item_id"], "answer")


@_rule
def _dispute_of_the_same_value(data: Data) -> Case:
    claim = data.take("claims", lambda row: row["stance"] == "disputes" and row["target_id"] in data.facts)
    cell = data.index[data.facts[claim["target_id"]]][claim["target_id"]][claim["fields"]]
    return (change("claims", claim, value=cell),), ("claims", claim["claim_id"], "value")


@_rule
def _approximation_of_another_date(data: Data) -> Case:
    claim = data.take("claims", lambda row: row["stance"] == "approximates")
    return (change("claims", claim, value=_LONG_AGO),), ("claims", claim["claim_id"], "value")


@_rule
def _orphan(data: Data) -> Case:
    cells = {"official_id": "zz-nobody", "name": "Nobody"}
    return (Edit("officials", None, cells),), ("officials", "zz-nobody", "official_id")


@_rule
def _statement_after_its_source(data: Data) -> Case:
    _, row, _ = data.claimed("statements", "made", _published)
    return (change("statements", row, made=_SOME_DAY),), ("statements", row["statement_id"], "made")


@_rule
def _claim_about_the_future(data: Data) -> Case:
    claim = data.take("claims", lambda claim: data.source(claim)["published"])
    return (change("claims", claim, as_of=_SOME_DAY),), ("claims", claim["claim_id"], "as_of")


@_rule
def _claim_twice(data: Data) -> Case:
    claim = data.take("claims", lambda row: row["claim_id"].count(".") == 2)
    other = f"{claim['claim_id']}.again"
    return (copy("claims", claim, claim_id=other),), ("claims", other, "fields")


@_rule
def _retraction_of_nothing(data: Data) -> Case:
    once = Counter(row["target_id"] for row in data.rows["claims"])
    claim = data.take("claims", lambda row: once[row["target_id"]] == 1 and not row["stance"])
    return (change("claims", claim, stance="retracts"),), ("claims", claim["claim_id"], "stance")
