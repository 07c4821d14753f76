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
    """The report as text, json, github, sarif or markdown, without a final line end.

    ``prefix`` is the path of the package in its repository, empty or with a final slash. ``has_summary``: whether the
    job has a summary, to which the github format leaves the findings that GitHub would not show as annotations.
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
