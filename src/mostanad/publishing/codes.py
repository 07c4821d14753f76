"""The catalogue of codes for what is published: MST630 and on. As everywhere, a code is never used again."""

from __future__ import annotations

from dataclasses import replace

from mostanad.validation.catalogue import Code

_AGAIN = "copy it again from another mirror, or from the releases with `mostanad publish`"
_NEVER = "find out who changed it; a release that was published is never changed, a new version says what is new"
_CODES = (
    Code(
        "MST630",
        "index that cannot be relied on",
        "programs know by index.json what there is and what its bytes must be",
        "put the last index.json that was published in its place; never edit it",
    ),
    Code(
        "MST631",
        "published file missing",
        "index.json names it, so that programs will ask for it",
        _AGAIN,
    ),
    Code("MST632", "published file changed", "its bytes are not those that index.json gives", _AGAIN),
    Code(
        "MST633",
        "file that the index does not name",
        "nobody vouches for it; a publication that was cut off leaves such files; the next uses or removes its own",
        "publish again, or remove it",
        "warning",
    ),
    Code(
        "MST634",
        "file in the place of another",
        "its bytes were published, but as another file or in another version: versions would be mixed",
        _AGAIN,
    ),
    Code(
        "MST635",
        "release that is not what the index says of it",
        "the root, the number of facts and the day follow from the release, and its archive holds the same files",
        _NEVER,
    ),
    Code(
        "MST636",
        "release that does not continue the one before",
        "what was published stands; a later release that tells it otherwise has been edited, or the earlier one has",
        _NEVER,
    ),
    Code(
        "MST637",
        "superseded facts that do not follow from the history",
        "whoever holds an older release learns from the index what is wrong in it",
        "publish again with `mostanad publish`",
    ),
    Code(
        "MST638",
        "schema of the index of another version",
        "programs of others check index.json against index.schema.json beside it",
        "publish again with `mostanad publish`",
        "warning",
    ),
    Code(
        "MST639",
        "file of a release that was withdrawn",
        "what was wrong in it, perhaps private, can still be fetched; a withdrawal that was cut off leaves such files",
        "run `mostanad publish` again, with or without `--withdraw`; on a mirror remove it",
    ),
)

#: All of them, in order.
PUBLISHING_CODES: tuple[Code, ...] = tuple(replace(code, layer="publication") for code in _CODES)
CODES: dict[str, Code] = {code.code: code for code in PUBLISHING_CODES}
