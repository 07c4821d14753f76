"""Which document each FollowTheMoney dataset is."""

from mostanad.releases.exports.ftm import write_catalog as write

__all__ = ["write"]
