"""Redirects."""

from mostanad.models.cells import AnyId, Moment, column
from mostanad.models.fields import Note, Reason
from mostanad.models.row import Row


class Redirect(Row):
    """An id that was merged into another; an id is never used again."""

    old_id: AnyId = column("key", "The id that is gone.", "mohammad-moghisseh")
    new_id: AnyId = column("coding", "The id that stands for it.", "mohammad-moghiseh")
    date: Moment = column("coding", "When it was merged.", "2026-12-01")
    reason: Reason
    note: Note
