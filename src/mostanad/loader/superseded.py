"""Whether newer releases changed facts of a release, by the indexes seen last; without access to the network."""

import contextlib
import json
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mostanad.loader.download.cache import Cache
from mostanad.loader.download.trusted_index import all_seen

#: How many facts the sentence names; it only counts the others.
NAMED = 3
_DONE = {
    "correction": "corrected",
    "retraction": "withdrawn",
    "merge": "merged into another",
    "privacy": "removed for privacy",
}


class SupersededWarning(UserWarning):
    """A newer release corrects, withdraws, merges or removes facts of the release that you open."""


@dataclass(frozen=True)
class Superseded:
    """What newer releases changed in a release; made by :meth:`Release.superseded`. Prints as a sentence.

    Attributes:
        version: the version of the release.
        by: the newest version that the index offers.
        facts: the facts that a later release changed, as the index lists them: ``fact_id``; ``change``
            (``correction``, ``retraction``, ``merge``, ``privacy``); ``in``, the version that changed it;
            ``reason_id``, the correction or redirect that says why, or None.
        withdrawn: if the release itself was withdrawn, a sentence that says when and why; else None.
    """

    version: str
    by: str
    facts: tuple[Mapping[str, str | None], ...] = ()
    withdrawn: str | None = None

    def __str__(self) -> str:
        said = [f"release {self.version} is superseded by {self.by}"]
        if self.withdrawn:
            said.append(self.withdrawn)
        if self.facts:
            named = [f"{one['fact_id']} ({_DONE[str(one['change'])]} in {one['in']})" for one in self.facts[:NAMED]]
            if rest := Counter(_DONE[str(one["change"])] for one in self.facts[NAMED:]):
                named.append(f"and {rest.total()} more ({', '.join(f'{many} {done}' for done, many in rest.items())})")
            what = f"{len(self.facts)} fact{'' if len(self.facts) == 1 else 's'}"
            said.append(f"newer releases changed {what}: {', '.join(named)}")
        advice = f"Use version={self.by!r}, mostanad.download({self.by!r}) or pip install -U mostanad"
        return f"{'; '.join(said)}. {advice}"


def superseded(path: Path, version: str) -> Superseded | None:
    """See :meth:`Release.superseded`."""
    cache = Cache.named()
    if not (cache.root / "seen").exists():
        return None
    from mostanad.models.cells import version_order

    try:
        root = json.loads((path / "proofs" / "root.json").read_bytes())["root"]
    except (OSError, ValueError, KeyError, TypeError):  # not a published release
        return None
    found = None
    for seen in sorted(all_seen(cache), key=lambda seen: version_order(seen.index["latest"])):  # the newest counts
        one, latest = seen.releases.get(version), seen.index["latest"]
        if one and one["root"] == root and version != latest:
            found = Superseded(version, latest, tuple(one["superseded_facts"]), seen.withdrawn.get(version))
    return found


def warn_if_superseded(path: Path, version: str, stacklevel: int) -> None:
    """Warn if a release was withdrawn or its facts changed. `download` reports stored indexes that are damaged."""
    found = None
    with contextlib.suppress(OSError):
        found = superseded(path, version)
    if found and (found.facts or found.withdrawn):
        warnings.warn(str(found), SupersededWarning, stacklevel + 1)
