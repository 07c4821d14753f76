"""The version of the contract: what programs that read releases may rely on."""

#: The version of the schema of releases (Semantic Versioning 2.0.0), independent of the versions of the data (CalVer).
#: - The first number (major) rises when a program that reads the previous version can break: a table or column is
#:   removed or renamed, gets another type or key, or may be empty where it could not be before.
#: - The second (minor) rises when such a program still works: there is a new table, column or word, rows have another
#:   order, or a release derives values from the same claims in another way.
#: - The third (patch) rises when only texts for people changed: descriptions, examples, names of standards.
#: `mostanad contract` says which number must rise; :mod:`mostanad.contract.lock` has the rules.
SCHEMA_VERSION = "2.14.0"
