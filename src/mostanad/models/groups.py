"""Descriptions of people."""

from mostanad.models.cells import Integer, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Problems, Row, Words
from mostanad.models.vocabularies import Comparator


class Group(Row):
    """People or bodies meant by a description, whom the source does not name, or names only elsewhere."""

    spoken = Words(label="description")
    suspects = "(size IS NOT NULL) <> (coalesce(comparator, 'unquantified') <> 'unquantified')"

    group_id: Slug = column("key", "Source or event, and description.", "council-session-2022-six-sanctioned")
    description: Text = column(
        "assertion", "Who is meant, in our words.", "six attendees said to be sanctioned by the US and the EU"
    )
    size: Integer | None = column("assertion", "How many, where a number is given.", "6")
    comparator: Comparator | None = column("assertion", "How the number relates to the truth.", "exactly")
    subset_of: Slug | None = column(
        "assertion", "The larger group to which they belong.", "council-session-2022-attendees", references=("groups",)
    )
    note: Note

    def problems(self) -> Problems:
        counted = self.comparator not in (None, Comparator.UNQUANTIFIED)
        if (self.size is not None) != counted:
            yield "MST423", "comparator", "size and comparator go together; only `unquantified` has no size"
