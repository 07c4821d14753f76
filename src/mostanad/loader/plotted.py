"""What a release can be drawn as."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mostanad.loader.tables import Tables

if TYPE_CHECKING:
    from mostanad.loader.charts import Picture
    from mostanad.loader.reasons import Told


class Plotted(Tables):
    """Tables with pictures of them; what is drawn of a site too is in :mod:`mostanad.loader.charts`."""

    def plot_timeline(self, entity_id: str) -> Picture:
        """What :meth:`timeline` gives, as a picture; docs/plots.md says how to read it.

        Args:
            entity_id: the id of an official, a party or an event.

        Returns:
            the picture: a notebook shows it, ``str()`` gives its SVG, ``save("x.svg")`` writes it; ``csv``: its rows.

        Raises:
            KeyError, IdGone: as :meth:`timeline`.
        """
        from mostanad.loader.as_of import last_day
        from mostanad.loader.plots import timeline_of

        return timeline_of(self._by_id, entity_id, last_day(self)).picture(self)

    def plot_compare(self, about_id: str, measure: str | None = None) -> Picture:
        """What :meth:`compare` gives, as a picture; docs/plots.md says how to read it.

        Args:
            about_id: the event, group or programme.
            measure: what is counted, a word of the vocabulary Measure; None for all.

        Returns:
            the picture, as :meth:`plot_timeline` does.

        Raises:
            KeyError, IdGone: as :meth:`compare`.
        """
        from mostanad.loader.plots import plot_compare

        return plot_compare(self._by_id, about_id, self._by_id.rivals(about_id, measure))

    def plot_listings(self, of: str = "") -> Picture:
        """All listings on their days, with the events that preceded them; docs/plots.md says how to read it.

        Args:
            of: the id of an authority or a programme: a strip for each programme; by default one for each authority.

        Returns:
            the picture, as :meth:`plot_timeline` does; its ``csv`` has the data.

        Raises:
            KeyError, IdGone: if there is no such party or programme.
        """
        from mostanad.loader.listings import plot_listings

        return plot_listings(self._by_id, of=of).picture(self)

    def plot_overlaps(self) -> Picture:
        """How many are listed by exactly which authorities; as :meth:`plot_listings`."""
        from mostanad.loader.overlaps import plot_overlaps

        return plot_overlaps(self._by_id).picture(self)

    def plot_bodies(self, body_id: str = "") -> Picture:
        """Each body below the body that it is part of, who lists it, and how many listed people have a post in it.

        Args:
            body_id: this body and those below it; by default the bodies that are listed most, or whose people are.

        Returns:
            the picture, as :meth:`plot_listings` does.

        Raises:
            KeyError, IdGone: if there is no such party.
        """
        from mostanad.loader.overlaps import plot_bodies

        return plot_bodies(self._by_id, body_id=body_id).picture(self)

    @cached_property
    def _by_id(self) -> Told:
        from mostanad.loader.reasons import Told

        return Told(self)
