"""The release and the documents behind it as a bibliography in BibLaTeX."""

from mostanad.releases.bibliography import bibtex, csl
from mostanad.releases.exports import in_lines

write = in_lines(lambda tables, about: [bibtex(csl(tables, about), tables["sources"])])
