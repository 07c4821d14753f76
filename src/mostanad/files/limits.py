"""How much of a package is read, so that nobody who hands one in can fill the memory or hold up a machine: more than
ten times today's dataset. Times and memory of queries stand where they are run."""

DESCRIPTOR_BYTES = 4_000_000
#: Lists and objects inside each other in datapackage.json.
DEPTH = 50
#: Resources in datapackage.json.
RESOURCES = 1_000
#: Characters of the path of a resource.
PATH = 1_000
TABLE_BYTES = 32_000_000
#: Bytes of the files of all tables together.
PACKAGE_BYTES = 64_000_000
#: Lines of the file of a table.
LINES = 200_000
#: Lines of the files of all tables together.
PACKAGE_LINES = 400_000
LINE_BYTES = 64_000
#: Commas of a line; each can part two cells.
COMMAS = 1_000
QUERY_BYTES = 100_000
#: Findings of one code in one file that are listed; the others are counted.
FINDINGS = 1_000
#: Findings of one layer in one file after which it is not looked at further.
LOOKED = 50_000
