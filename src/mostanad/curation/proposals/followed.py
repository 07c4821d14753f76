"""The official lists that the dataset follows: whose they are, how they are read, and whom of them it takes in."""

from __future__ import annotations

from dataclasses import dataclass

from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme


@dataclass(frozen=True)
class FollowedList:
    """A list of which the dataset takes in version after version.

    Attributes:
        list_id: its id here, and the source of which every version is derived.
        title: its title.
        authority_id: the party that lists.
        authority: that party's name, kind and country, for when it is not in the dataset yet.
        formats: the formats in which it can be read, the usual one first.
        scheme: the scheme of its entry numbers, if there is one.
        prefix: how entry numbers begin, where two lists share a scheme and an authority.
        codes: programmes of which everybody is taken in; of all others only who is in the dataset already.
        has_acts: whether its changes are recorded as events, because it prints no date of listing.
        programme_prefix: how ids of its programmes begin.
    """

    list_id: str
    title: str
    authority_id: str
    authority: tuple[str, str, str]
    formats: tuple[DocumentFormat, ...]
    scheme: IdentifierScheme | None
    programme_prefix: str
    codes: frozenset[str] = frozenset()
    prefix: str = ""
    has_acts: bool = False


_US = ("us-ofac", ("Office of Foreign Assets Control", "state_body", "US"))
_EU = ("european-union", ("European Union", "intergovernmental", "EU"))
_UK = ("united-kingdom", ("United Kingdom", "state", "GB"))
_CA = ("canada", ("Canada", "state", "CA"))
_ANNEX_I = "Annex I to Council Regulation (EU) No 359/2011"

#: By id.
LISTS: dict[str, FollowedList] = {
    followed.list_id: followed
    for followed in (
        FollowedList(
            "us-ofac-sdn",
            "Specially Designated Nationals and Blocked Persons List",
            *_US,
            (DocumentFormat.OFAC_SDN, DocumentFormat.OFAC_SDN_ADVANCED),
            IdentifierScheme.OFAC_ENT_NUM,
            "us",
            frozenset({"IRAN-HR", "HRIT-IR", "IRAN-TRA"}),
            has_acts=True,
        ),
        FollowedList(
            "us-ofac-alt",
            "Specially Designated Nationals and Blocked Persons List: other names (ALT.CSV)",
            *_US,
            (DocumentFormat.OFAC_ALT,),
            IdentifierScheme.OFAC_ENT_NUM,
            "us",
        ),
        FollowedList(
            "eu-359-2011-persons",
            f"{_ANNEX_I}: persons",
            *_EU,
            (DocumentFormat.EU_ANNEX,),
            IdentifierScheme.EU_359_2011,
            "eu",
            frozenset({"359/2011"}),
            "p",
        ),
        FollowedList(
            "eu-359-2011-entities",
            f"{_ANNEX_I}: entities",
            *_EU,
            (DocumentFormat.EU_ANNEX,),
            IdentifierScheme.EU_359_2011,
            "eu",
            frozenset({"359/2011"}),
            "e",
        ),
        FollowedList(
            "eu-267-2012-annex-ix",
            "Annex IX to Council Regulation (EU) No 267/2012",
            *_EU,
            (DocumentFormat.EU_ANNEX,),
            None,
            "eu",
        ),
        FollowedList(
            "uk-conlist",
            "Consolidated List of Financial Sanctions Targets in the UK",
            *_UK,
            (DocumentFormat.UK_CONLIST,),
            IdentifierScheme.UK_GROUP_ID,
            "uk",
        ),
        FollowedList(
            "ca-sema",
            "Consolidated Canadian Autonomous Sanctions List",
            *_CA,
            (DocumentFormat.CANADA_SEMA,),
            IdentifierScheme.CA_SEMA,
            "ca-sema",
        ),
    )
}
