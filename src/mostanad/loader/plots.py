"""Pictures of a timeline and of rival numbers (the extra ``plot``); nothing of matplotlib is imported before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mostanad.loader.plot_page import Picture
    from mostanad.loader.release import Release
    from mostanad.loader.timeline import Record


def plot_timeline(release: Release, entity_id: str, rows: list[Record]) -> Picture:
    """What is on record about a person or organisation, as a picture.

    Each row is one mark: on its day, in the middle of the days that it can have been, or at the one end that is known.
    Its shape says on what the row rests, and a ring that it is disputed. Bars are dark where it is sure, light where
    it may be, and fade where an end is not known. A birth long before everything else stands at the edge.

    Args:
        release: the release.
        entity_id: the person or organisation.
        rows: those of the frame that :meth:`mostanad.loader.Release.timeline` gives, in its order.

    Returns:
        a figure of matplotlib that belongs to no window: a notebook shows it, ``savefig("x.png")`` writes it as PNG,
        SVG or PDF. In SVG the mark of row N of the frame has the id ``row-N``.

    Raises:
        ModuleNotFoundError: if matplotlib is not installed; the message says how to install it.
    """
    _refuse_without_matplotlib()
    from mostanad.loader.plot_times import draw

    return draw(release, entity_id, rows)


def plot_compare(release: Release, about_id: str, rows: list[Record]) -> Picture:
    """Rival numbers as a picture, each drawn as it was said; nothing is added up or averaged.

    Each measure has an axis of its own, each population a panel on it. An axis is logarithmic, and says so, if the
    largest number is more than 50 times the smallest.

    Args:
        release: the release.
        about_id: the event, group or programme.
        rows: those of the frame that :meth:`mostanad.loader.Release.compare` gives, in its order.

    Returns:
        a figure, as :func:`plot_timeline` does.

    Raises:
        ModuleNotFoundError: if matplotlib is not installed; the message says how to install it.
    """
    _refuse_without_matplotlib()
    from mostanad.loader.plot_numbers import draw

    return draw(release, about_id, rows)


def _refuse_without_matplotlib() -> None:
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError:
        message = 'matplotlib is not installed; run: pip install "mostanad[plot]"'
        raise ModuleNotFoundError(message, name="matplotlib") from None
