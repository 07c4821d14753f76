-- code: MST302
-- severity: error
-- title: id used in two tables
-- why: claims and references name a row by its id alone, so an id may belong to one row only
-- remedy: make another id for one of the rows, and change what refers to it
SELECT
    here.table_name,
    here.row_id,
    columns.field,
    here.row_id AS value,
    here.row_id || ' is an id in ' || here.table_name || ' and in ' || min(there.table_name) AS message
FROM ids AS here
INNER JOIN ids AS there ON here.row_id = there.row_id AND here.table_name <> there.table_name
INNER JOIN columns ON here.table_name = columns.table_name AND columns.role = 'key'
-- a merged id that is still a row has a rule of its own
WHERE here.table_name <> 'redirects' AND there.table_name <> 'redirects'
GROUP BY here.table_name, here.row_id, columns.field
