"""The FollowTheMoney catalogue: which document each dataset is."""

from mostanad.releases.exports import in_lines
from mostanad.releases.exports.ftm import catalog

write = in_lines(lambda tables, about: [catalog(tables, about)])
