"""Everyone who is not an official of the state that the dataset is about."""

from mostanad.models.cells import Country, Moment, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Problems, Row, Words
from mostanad.models.vocabularies import PartyKind


class Party(Row):
    """Anyone else who speaks, publishes, lists, judges or takes part; sanctioned organisations; `unnamed`."""

    spoken = Words(label="name", times=(), found=("name", "kind"))
    suspects = "(kind = 'unnamed') <> (party_id = 'unnamed') OR (born IS NOT NULL AND kind <> 'person')"

    party_id: Slug = column("key", "The party's id, minted once.", "amnesty-international")
    name: Text = column(
        "coding", "Our label; the spellings that sources print are rows of names.", "Amnesty International"
    )
    kind: PartyKind = column("coding", "What sort of party it is.", "ngo")
    country: Country | None = column(
        "coding", "The state whose body or citizen it is; empty if several or not known.", "US"
    )
    born: Moment | None = column("assertion", "Year of birth of a person; never a finer date.", "1960")
    note: Note

    def problems(self) -> Problems:
        if (self.kind == PartyKind.UNNAMED) != (self.party_id == "unnamed"):
            yield "MST424", "kind", "the party `unnamed`, and no other, is of kind unnamed"
        if self.born and self.kind != PartyKind.PERSON:
            yield "MST445", "born", "only a party of kind person has a year of birth"
