"""A release as FollowTheMoney statements."""

from mostanad.releases.exports.ftm import write_statements as write

__all__ = ["write"]
