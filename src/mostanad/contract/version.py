"""The version of the contract: what programs that read releases may rely on."""

#: The version of the schema of releases (Semantic Versioning 2.0.0), apart from the versions of the data (CalVer).
#: - The first number (major) rises when a program that reads releases of the version before can break: a table or a
#:   column is gone or renamed, has another type or another key, may be empty where it could not.
#: - The second (minor) rises when such a program goes on working, and there is more to see: a table, a column, a word,
#:   or rows lie in another order, or what a release works out of the same claims is worked out in another way.
#: - The third (patch) rises when only texts for people changed: descriptions, examples, names of standards.
#: `mostanad contract` says which number must rise; :mod:`mostanad.contract.lock` has the rules.
SCHEMA_VERSION = "2.14.0"
