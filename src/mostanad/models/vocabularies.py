"""The closed vocabularies: every word that a coded cell may hold, with what it means.

A word is added by pull request, with a definition and an example of a text that needs it.
"""

from __future__ import annotations

from enum import StrEnum


class Vocabulary(StrEnum):
    """A closed list of words. Each member is its word; ``meaning`` says when to use it."""

    meaning: str

    def __new__(cls, word: str, meaning: str = "") -> Vocabulary:
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member


class EventKind(Vocabulary):
    """What happened."""

    SESSION = "session", "a meeting of a body"
    UPRISING = "uprising", "a revolt across many places"
    PROTEST = "protest", "a demonstration, strike, rally or boycott"
    KILLING = "killing", "people were killed outside any procedure"
    EXECUTION = "execution", "people were put to death after a sentence, however summary"
    TORTURE = "torture", "people were tortured"
    DETENTION = "detention", "people were arrested or held"
    ELECTION = "election", "a vote of the people"
    INAUGURATION = "inauguration", "someone was sworn into an office"
    APPOINTMENT = "appointment", "someone was given an office"
    TRIAL = "trial", "a court heard a case"
    VERDICT = "verdict", "a court decided a case"
    VOTE = "vote", "a body voted; what it voted on is a resolution or legislation"
    RESOLUTION = "resolution", "a body adopted a text that is no law"
    LEGISLATION = "legislation", "a law was made"
    DESIGNATION = "designation", "an authority put somebody on a list, or suspended or re-imposed sanctions"
    DECREE = "decree", "an order by someone with the power to give it, a fatwa too"
    AGREEMENT = "agreement", "parties agreed on something"
    ANNOUNCEMENT = "announcement", "something was made public orally or by press release"
    PUBLICATION = "publication", "a report, book or statement was published"
    ESTABLISHMENT = "establishment", "a body or a place was set up"
    RELOCATION = "relocation", "people were moved from one place to another"
    ATTACK = "attack", "an armed assault"
    SHUTDOWN = "shutdown", "the internet or another service was cut off"
    GATHERING = "gathering", "a conference, summit or commemoration"


class Part(Vocabulary):
    """How someone took part in an event."""

    CHAIR = "chair", "presided"
    ATTENDEE = "attendee", "was present"
    ORGANISER = "organiser", "prepared or staged it"
    SPEAKER = "speaker", "spoke at it"
    SPONSOR = "sponsor", "put the motion or paid for it"
    DECIDER = "decider", "took the decision"
    ANNOUNCER = "announcer", "made it public"
    JUDGE = "judge", "sat in judgment"
    PROSECUTOR = "prosecutor", "prosecuted"
    DEFENDANT = "defendant", "stands or stood trial"
    ACCUSED = "accused", "is said by somebody to have done it; not a finding"
    COMMANDER = "commander", "gave the orders"
    TARGET = "target", "it was done to them"
    APPOINTEE = "appointee", "was given the office"
    APPOINTER = "appointer", "gave the office"
    CANDIDATE = "candidate", "stood for election"
    VOTER = "voter", "voted"
    MEMBER = "member", "belonged to the body that acted"
    SIGNATORY = "signatory", "signed"


class Basis(Vocabulary):
    """On what a part rests: the grade of responsibility that the words of the passage give, and no more."""

    OWN_ACT = "own_act", "did it with their own hands, voice or signature"
    ORDER = "order", "ordered it"
    DIRECTION = "direction", "directed those who did it"
    COMMAND = "command", "commanded those who did it"
    OFFICE = "office", "held the office that answers for it"
    SUPPLY = "supply", "gave money, equipment or premises for it"
    KNOWLEDGE = "knowledge", "knew of it and let it happen"
    STATEMENT = "statement", "spoke for it"


class Standing(Vocabulary):
    """How far a part has been established, as of ``standing_date``."""

    REPORTED = "reported", "reported as having happened, without accusation"
    ALLEGED = "alleged", "somebody accuses"
    ADMITTED = "admitted", "the person said so themselves, according to the passage"
    DENIED = "denied", "the person denies it"
    INVESTIGATED = "investigated", "an authority investigates"
    CHARGED = "charged", "a prosecutor has charged"
    ON_TRIAL = "on_trial", "a court hears the case"
    CONVICTED = "convicted", "a court convicted; only with a court or official record"
    ACQUITTED = "acquitted", "a court acquitted"
    DROPPED = "dropped", "the case was dropped"
    OVERTURNED = "overturned", "a higher court set the decision aside"


class Measure(Vocabulary):
    """What a number counts."""

    KILLED = "killed", "people killed, in whatever way"
    EXECUTED = "executed", "people put to death after a sentence"
    INJURED = "injured", "people injured"
    ARRESTED = "arrested", "people arrested"
    INJURED_OR_ARRESTED = "injured_or_arrested", "injuries and arrests given as one number; never split"
    IDENTIFIED = "identified", "people identified, by name or otherwise"
    LISTED = "listed", "people or bodies on a list"
    PLACES = "places", "cities, towns, provinces, localities"
    COUNTRIES = "countries", "countries"
    PARTICIPANTS = "participants", "people who took part"
    RESIDENTS = "residents", "people who live there"
    MEMBERS = "members", "members of a body or group"
    OCCURRENCES = "occurrences", "how many times it happened, or how many things of a kind there are"
    MESSAGES = "messages", "messages sent or received"
    VIOLATIONS = "violations", "breaches of a rule"
    VOTES_FOR = "votes_for", "votes in favour"
    VOTES_AGAINST = "votes_against", "votes against"
    ABSTENTIONS = "abstentions", "abstentions"
    SHARE = "share", "a part of a population, in per cent where it is a number (a majority: unquantified)"


class Comparator(Vocabulary):
    """How a number relates to the truth, in the words of the one who counted."""

    EXACTLY = "exactly", "the number, plainly given"
    ABOUT = "about", "about, some, roughly, an estimated"
    AT_LEAST = "at_least", "at least, upwards of, or more"
    MORE_THAN = "more_than", "more than, over"
    AS_MANY_AS = "as_many_as", "as many as, up to (an estimate that may be lower)"
    AT_MOST = "at_most", "at most, no more than"
    NEARLY = "nearly", "nearly, almost"
    BETWEEN = "between", "from value to value_to"
    UNQUANTIFIED = "unquantified", "no number: thousands, many, dozens, most; value is blank"


class StatementKind(Vocabulary):
    """What someone did by saying something."""

    ASSERTS = "asserts", "says that something is so"
    REPORTS = "reports", "passes on what happened or what others said or counted"
    DEMANDS = "demands", "says that somebody must do something"
    URGES = "urges", "asks or recommends strongly that somebody do something"
    PROPOSES = "proposes", "suggests a course"
    PROMISES = "promises", "says that they will do something welcome"
    THREATENS = "threatens", "says that they will or may do something harmful"
    PREDICTS = "predicts", "says what will or may happen; also an author's own forecast"
    WARNS = "warns", "points to a danger"
    ADMITS = "admits", "says something against their own interest, or acknowledges it"
    DENIES = "denies", "says that something is not so"
    CONDEMNS = "condemns", "says that something is wrong"
    WELCOMES = "welcomes", "says that something is good"
    OPPOSES = "opposes", "is against a course"
    ASKS = "asks", "puts a question"
    DECLINES_TO_STATE = "declines_to_state", "is said to have taken no position"


class Polarity(Vocabulary):
    """Whether what is said is said to be so or not to be so."""

    AFFIRMATIVE = "affirmative", "it is so, was done, should be done"
    NEGATIVE = "negative", "it is not so, was not done, should not be done"


class SourceKind(Vocabulary):
    """What sort of document a source is."""

    NEWS = "news", "an article or report of a medium"
    OP_ED = "op_ed", "an opinion piece, asserted by its author"
    PARTY_PUBLICATION = "party_publication", "published by a party to the matter"
    PRESS_RELEASE = "press_release", "a release to the press"
    OFFICIAL_RECORD = "official_record", "a record kept by an authority of its own acts"
    SANCTIONS_LIST = "sanctions_list", "a list of sanctioned persons, published by the authority"
    LEGAL_ACT = "legal_act", "a law, regulation, executive order or decision"
    COURT_RECORD = "court_record", "a judgment, indictment or transcript of a court"
    NGO_REPORT = "ngo_report", "a report or statement by a non-governmental organisation"
    DATASET = "dataset", "a compilation of data by a third party"


class Derivation(Vocabulary):
    """How a document came from the one it is derived from."""

    ORIGINAL = "original", "not derived from another"
    SYNDICATED = "syndicated", "printed again, as it was, by another publisher"
    ADAPTED = "adapted", "rewritten from it, with words or facts changed"
    TRANSLATED = "translated", "put into another language"
    QUOTES = "quotes", "rests on long quotations from it"
    CUT = "cut", "a part of it, otherwise unchanged"
    TRANSCRIBED = "transcribed", "its data typed or converted into another form"
    MIRRORED = "mirrored", "a copy kept elsewhere, unchanged"


class PartyKind(Vocabulary):
    """What sort of party."""

    STATE = "state", "a state or its government"
    STATE_BODY = "state_body", "a ministry, council, agency or commission of a state or of a union of states"
    INTERGOVERNMENTAL = "intergovernmental", "an organisation of states or a body of one"
    COURT = "court", "a court"
    LEGISLATURE = "legislature", "a parliament, a chamber or a committee of one"
    MEDIA = "media", "a newspaper, agency, magazine, broadcaster or news site"
    NGO = "ngo", "a non-governmental organisation"
    POLITICAL_ORGANISATION = "political_organisation", "a party, coalition or opposition group"
    ARMED_FORCE = "armed_force", "an army, militia or police force"
    PRISON = "prison", "a prison"
    COMPANY = "company", "a company"
    MOVEMENT = "movement", "people who act together without an organisation"
    PERSON = "person", "a person who is not an official of the Iranian state"
    UNNAMED = "unnamed", "someone whom an article does not name"


class Relation(Vocabulary):
    """How two parties are tied. The tie runs from ``from_id`` to ``to_id``."""

    ORGAN_OF = "organ_of", "is a body of, or speaks for"
    MEMBER_OF = "member_of", "belongs to, with a will of its own (joins no camp)"
    LED_BY = "led_by", "is led by"
    PART_OF = "part_of", "is a division of"


class NameKind(Vocabulary):
    """What sort of spelling a row of names is."""

    PRIMARY = "primary", "the usual name in that script"
    ALIAS = "alias", "another name, a short form or an acronym"
    TRANSLITERATION = "transliteration", "another Latin spelling of the same name"
    FORMER = "former", "a name no longer used"
    MISPRINT = "misprint", "a slip of the source, kept because it is in print"


class IdentifierScheme(Vocabulary):
    """Whose identifier it is."""

    WIKIDATA = "wikidata", "Wikidata item, Q and digits"
    OFAC_ENT_NUM = "ofac-ent-num", "entry number of the US Treasury's SDN list"
    EU_359_2011 = "eu-359-2011", "Annex I of Regulation (EU) No 359/2011: p and number, or e and number"
    UK_GROUP_ID = "uk-group-id", "group id of the UK consolidated list"
    CA_SEMA = "ca-sema", "schedule and item of Canada's consolidated list"


class SanctionMeasure(Vocabulary):
    """What a listing does."""

    ASSET_FREEZE = "asset_freeze", "property is blocked"
    TRAVEL_BAN = "travel_ban", "entry is refused"
    EXPORT_BAN = "export_ban", "exports to the target are forbidden"
    TRANSACTION_BAN = "transaction_ban", "dealings with the target are forbidden or restricted"
    SECONDARY_SANCTIONS = "secondary_sanctions", "third parties who deal with the target can be sanctioned"


class ProgrammeKind(Vocabulary):
    """What a programme's mark on an entry means."""

    DESIGNATION = "designation", "it lists people"
    SECONDARY_SANCTIONS_TAG = "secondary_sanctions_tag", "it marks listed people for secondary sanctions"
    REGULATORY_TAG = "regulatory_tag", "it says under which regulations an entry is handled"
    MIXED = "mixed", "it does more than one of these"


class Modality(Vocabulary):
    """The asserter's stance to the row."""

    FACT = "fact", "says it is so"
    ALLEGATION = "allegation", "accuses"
    OPINION = "opinion", "judges or interprets"
    INFERENCE = "inference", "concludes from something else"


class Hedge(Vocabulary):
    """How far the asserter holds back."""

    NONE = "none", "not at all"
    LIKELY = "likely", "likely, probably, no doubt"
    POSSIBLE = "possible", "may, might, could"
    APPEARS = "appears", "appears, seems, presumably"
    UNCLEAR = "unclear", "leaves it open"


class Stance(Vocabulary):
    """Whether the passage backs the row or speaks against it."""

    ASSERTS = "asserts", "says so"
    DENIES = "denies", "says it is not so"
    APPROXIMATES = (
        "approximates",
        "says less of one date than the cell does (1988 for the summer of 1988); value holds it",
    )
    DISPUTES = "disputes", "gives another value for one cell"
    RETRACTS = "retracts", "takes back what the same asserter said before"


class PublishedBasis(Vocabulary):
    """How a date of publication is known."""

    STATED = "stated", "the document or its page says so"
    INFERRED = "inferred", "worked out; the note says how"


class Coverage(Vocabulary):
    """How much of a document is held."""

    WHOLE = "whole", "all of it"
    EXCERPT = "excerpt", "a part, or a text with pieces missing"


class Gender(Vocabulary):
    """A person's gender, as a source states it."""

    FEMALE = "female", "a source says female"
    MALE = "male", "a source says male"


class Verdict(Vocabulary):
    """What a check found."""

    SUPPORTED = "supported", "the record shows it"
    CONTRADICTED = "contradicted", "the record shows otherwise"
    PARTLY = "partly", "some of it holds"
    UNDECIDABLE = "undecidable", "nothing we hold decides it"


class Answer(Vocabulary):
    """What a check found for one person or thing."""

    YES = "yes", "the record shows it"
    NO = "no", "the record excludes it"
    UNSURE = "unsure", "the record leaves it open"


class CorrectionKind(Vocabulary):
    """Why a published cell changed."""

    CORRECTION = "correction", "it was wrong"
    RETRACTION = "retraction", "it is withdrawn"
    RE_SOURCED = "re_sourced", "it stands, on another passage"
    MERGE = "merge", "its row was merged into another"
    FORMAT = "format", "the same value, written otherwise"
    PRIVACY = "privacy", "removed to protect a person"


class Change(Vocabulary):
    """What became of a fact in a version."""

    ADDED = "added", "not in the version before"
    CORRECTION = "correction", "another value: it was wrong"
    FORMAT = "format", "the same value, written otherwise"
    RE_SOURCED = "re_sourced", "the same value, on other evidence"
    RETRACTION = "retraction", "withdrawn"
    MERGE = "merge", "gone, because its row was merged into another"
    PRIVACY = "privacy", "removed to protect a person"


class DocumentFormat(Vocabulary):
    """How a document is read, which decides what selectors it takes."""

    TEXT = "text", "plain text in UTF-8: char=START,END and line=START,END"
    CSV = "csv", "lines of values: line=START,END"
    OFAC_SDN = "ofac_sdn", "OFAC's SDN.CSV: record=ENT_NUM"
    OFAC_ALT = "ofac_alt", "OFAC's ALT.CSV, other names: record=ENT_NUM/ALT_NUM"
    OFAC_ADD = "ofac_add", "OFAC's ADD.CSV, addresses: record=ENT_NUM/ADD_NUM"
    OFAC_SDN_ADVANCED = (
        "ofac_sdn_advanced",
        "OFAC's SDN_ADVANCED.XML: record=ENT_NUM for a party, record=entry/ID for its entry in the list",
    )
    EU_ANNEX = "eu_annex", "an annex of an EU regulation as a tab separated table: record=NUMBER or PART/NUMBER"
    EU_FSF_XML = "eu_fsf_xml", "EU Financial Sanctions Files 1.1, XML: record=EU_REFERENCE"
    EU_FSF_CSV = "eu_fsf_csv", "EU Financial Sanctions Files 1.1, CSV: record=EU_REFERENCE/ROW_OF_THE_ENTRY"
    UK_CONLIST = "uk_conlist", "the UK's ConList.csv: record=GROUP_ID/ROW_OF_THE_GROUP"
    CANADA_SEMA = "canada_sema", "Canada's autonomous sanctions list, XML: record=SCHEDULE/ITEM"


class Support(Vocabulary):
    """On what a fact rests; computed, never typed."""

    OFFICIAL = (
        "official",
        "the acting authority's own record of its act: it proves that it acted, not that its grounds are true",
    )
    CORROBORATED = "corroborated", "two or more origins from two or more known camps"
    SINGLE = "single", "one origin, however many copies"
    ONE_CAMP = "one_camp", "several origins, all of one camp"
    UNPLACED = "unplaced", "independence unknown: several origins, fewer than two known camps"
