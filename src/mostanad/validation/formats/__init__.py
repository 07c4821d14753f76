"""Reports as text, JSON, GitHub annotations, SARIF and Markdown."""

import json

from mostanad.validation.findings import Report
from mostanad.validation.formats import github, paragraphs, sarif
from mostanad.validation.formats.visible import in_json


def render(
    report: Report,
    format: str,
    *,
    prefix: str = "",
    width: int = paragraphs.WIDTH,
    is_coloured: bool = False,
    has_summary: bool = False,
) -> str:
    """The report as text, json, github, sarif or markdown, without a line end at its end.

    The prefix is where the package lies in its repository (empty, or with a slash at its end). With a summary of the
    job GitHub need not list what it does not show beside lines.
    """
    match format:
        case "json":
            return in_json(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
        case "sarif":
            return sarif.as_sarif(report, prefix)
        case "github":
            return github.as_commands(report, prefix, has_summary=has_summary)
        case "markdown":
            return github.as_markdown(report, prefix)
    return paragraphs.as_text(report, width=width, is_coloured=is_coloured)
