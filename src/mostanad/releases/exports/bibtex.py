"""The release and the documents behind it as a bibliography in BibLaTeX."""

from mostanad.releases.bibliography import write_bibtex as write

__all__ = ["write"]
