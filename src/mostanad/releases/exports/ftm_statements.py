"""A release as FollowTheMoney statements."""

from mostanad.releases.exports import in_lines
from mostanad.releases.exports.ftm import statements

write = in_lines(lambda tables, about: (f"{line}\n" for line in statements(tables, about)))
