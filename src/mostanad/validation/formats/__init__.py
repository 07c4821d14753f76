"""Reports as text, JSON, GitHub annotations, SARIF and Markdown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mostanad.validation.findings import Report
from mostanad.validation.formats import github, markdown, sarif, statistics, text
from mostanad.validation.formats.visible import in_json

__all__ = ["Format", "Options", "as_json", "as_text", "render"]

as_text = text.as_text


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Options:
    """How a report is rendered.

    Attributes:
        statistics: whether counts per code and the time of each layer are part of it.
        prefix: where the package lies in its repository: an empty string, or a path that ends in a slash.
        width: how many characters a line of text may have.
        is_coloured: whether text has colours.
        has_summary: whether there is a summary of the job for what GitHub does not show beside lines.
    """

    statistics: bool = False
    prefix: str = ""
    width: int = text.WIDTH
    is_coloured: bool = False
    has_summary: bool = False


def render(report: Report, format: Format, options: Options = Options()) -> str:
    """The report in a format, without a line end at its end."""
    if format is Format.JSON:
        return as_json(report, with_statistics=options.statistics)
    if format is Format.SARIF:
        return sarif.as_sarif(report, options.prefix, with_statistics=options.statistics)
    if format is Format.GITHUB:
        return github.as_commands(
            report, options.prefix, has_summary=options.has_summary, with_statistics=options.statistics
        )
    if format is Format.MARKDOWN:
        return markdown.as_markdown(report, options.prefix, with_statistics=options.statistics)
    body = as_text(report, width=options.width, is_coloured=options.is_coloured)
    return "\n".join([body, *(statistics.as_lines(report) if options.statistics else [])])


def as_json(report: Report, *, with_statistics: bool = False) -> str:
    """The report as one JSON object: ``{"findings": [...], "not_checked": [...], "not_run": [...]}``."""
    content: dict[str, Any] = report.as_dict()
    if with_statistics:
        content["statistics"] = statistics.as_dict(report)
    return in_json(json.dumps(content, ensure_ascii=False, indent=2))
