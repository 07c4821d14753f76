"""Officials of the state that the dataset is about."""

from mostanad.models.cells import Moment, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Gender


class Official(Row):
    """A person who holds or held a post of the state in question, or is listed by a sanctions authority as such."""

    spoken = Words(label="name", times=())

    official_id: Slug = column("key", "The person's id, minted once from the usual Latin spelling.", "ebrahim-raisi")
    name: Text = column("coding", "Our label; the spellings that sources print are rows of names.", "Ebrahim Raisi")
    born: Moment | None = column(
        "assertion", "Date of birth: the year only, unless the person holds a named high office.", "1960"
    )
    birth_place: Text | None = column("assertion", "Place of birth, as a source prints it.", "Mashhad")
    died: Moment | None = column("assertion", "Date of death.", "2024-05-19")
    gender: Gender | None = column("assertion", "Gender, where a source states it.", "male")
    note: Note
