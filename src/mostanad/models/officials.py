"""Officials of the Iranian state."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Moment, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Gender


class Official(Row):
    """A person who holds or held a post of the Iranian state, or is listed by a sanctions authority as such."""

    table: ClassVar[str] = "officials"
    spoken: ClassVar[Words] = Words(label="name", times=())

    official_id: Slug = column(
        "key", "The person's id, minted once from the usual Latin spelling.", example="ebrahim-raisi"
    )
    name: Text = column(
        "coding", "Our label; the spellings that sources print are rows of names.", example="Ebrahim Raisi"
    )
    born: Moment | None = column(
        "assertion",
        "Date of birth: the year only, unless the person holds a named high office.",
        example="1960",
        optional=True,
    )
    birth_place: Text | None = column(
        "assertion", "Place of birth, as a source prints it.", example="Mashhad", optional=True
    )
    died: Moment | None = column("assertion", "Date of death.", example="2024-05-19", optional=True)
    gender: Gender | None = column("assertion", "Gender, where a source states it.", example="male", optional=True)
    note: Note = None
