"""Limits on reading a package, so that a submitted one can neither fill the memory nor block a machine. They exceed ten
times today's dataset. Limits on time and memory of queries are where the queries run."""

DESCRIPTOR_BYTES = 4_000_000
#: Nesting depth of lists and objects in datapackage.json.
DEPTH = 50
#: Resources in datapackage.json.
RESOURCES = 1_000
#: Characters in the path of a resource.
PATH = 1_000
TABLE_BYTES = 32_000_000
#: Bytes in the files of all tables together.
PACKAGE_BYTES = 64_000_000
#: Lines in the file of a table.
LINES = 200_000
#: Lines in the files of all tables together.
PACKAGE_LINES = 400_000
LINE_BYTES = 64_000
#: Commas in a line; each can separate two cells.
COMMAS = 1_000
QUERY_BYTES = 100_000
#: Listed findings with one code in one file; the others are only counted.
FINDINGS = 1_000
#: Findings of one layer in one file after which the layer stops checking that file.
LOOKED = 50_000
