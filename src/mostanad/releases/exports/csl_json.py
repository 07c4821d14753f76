"""The documents behind a release as CSL-JSON."""

from mostanad.contract.lock import to_json
from mostanad.releases.bibliography import csl
from mostanad.releases.exports import in_lines

write = in_lines(lambda tables, about: [to_json(csl(tables, about)[1:])])
