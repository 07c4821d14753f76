"""The methods that draw a release."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mostanad.loader.tables import Tables

if TYPE_CHECKING:
    from mostanad.loader.charts import Picture
    from mostanad.loader.reasons import Told


class Plotted(Tables):
    """Tables with methods that draw them; charts that the site shows too are in :mod:`mostanad.loader.charts`."""

    def plot_timeline(self, entity_id: str) -> Picture:
        """Draw what :meth:`timeline` returns; docs/plots.md says how to read the picture.

        Args:
            entity_id: the id of an official, a party or an event.

        Returns:
            the picture: a notebook shows it, ``str()`` returns the SVG, ``save("x.svg")`` writes it; ``csv``: its rows.

        Raises:
            KeyError, IdGone: as :meth:`timeline`.
        """
        from mostanad.loader.as_of import last_day
        from mostanad.loader.plots import timeline_of

        return timeline_of(self._by_id, entity_id, last_day(self)).picture(self)

    def plot_compare(self, about_id: str, measure: str | None = None) -> Picture:
        """Draw what :meth:`compare` returns; docs/plots.md says how to read the picture.

        Args:
            about_id: the event, group or programme.
            measure: what is counted, a word of the vocabulary Measure; None for all.

        Returns:
            the picture, as from :meth:`plot_timeline`, but without ``csv``.

        Raises:
            KeyError, IdGone: as :meth:`compare`.
        """
        from mostanad.loader.plots import plot_compare

        return plot_compare(self._by_id, about_id, self._by_id.rivals(about_id, measure))

    def plot_listings(self, of: str = "") -> Picture:
        """Draw all listings on their days, with the events before them; docs/plots.md says how to read the picture.

        Args:
            of: the id of an authority or a programme, for a strip per programme; by default a strip per authority.

        Returns:
            the picture, as from :meth:`plot_timeline`; its ``csv`` has the data.

        Raises:
            KeyError, IdGone: if there is no such party or programme.
        """
        from mostanad.loader.listings import plot_listings

        return plot_listings(self._by_id, of=of).picture(self)

    def plot_overlaps(self) -> Picture:
        """Draw how many are listed by exactly which authorities; returns a picture as :meth:`plot_listings` does."""
        from mostanad.loader.overlaps import plot_overlaps

        return plot_overlaps(self._by_id).picture(self)

    def plot_bodies(self, body_id: str = "") -> Picture:
        """Draw each body below the body that it is part of, who lists it, and how many listed people have a post in it.

        Args:
            body_id: this body and those below it; by default the bodies with most listed people and listings.

        Returns:
            the picture, as from :meth:`plot_listings`.

        Raises:
            KeyError, IdGone: if there is no such party.
        """
        from mostanad.loader.overlaps import plot_bodies

        return plot_bodies(self._by_id, body_id=body_id).picture(self)

    @cached_property
    def _by_id(self) -> Told:
        from mostanad.loader.reasons import Told

        return Told(self)
