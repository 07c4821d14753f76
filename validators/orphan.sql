-- code: MST512
-- severity: warning
-- title: row that nothing uses
-- why: a row to which nothing refers and which no passage backs says nothing, and may be left from a split or a merge
-- remedy: refer to it from the row it was made for, or delete it
SELECT
    ids.table_name,
    ids.row_id,
    columns.field,
    ids.row_id AS value,
    'nothing refers to ' || ids.row_id || ', and no passage backs it' AS message
FROM ids
INNER JOIN columns ON ids.table_name = columns.table_name AND columns.role = 'key'
-- claims are among what refers
LEFT JOIN row_references ON ids.row_id = row_references.value AND ids.row_id <> row_references.row_id
WHERE ids.table_name IN ('officials', 'parties', 'groups', 'events', 'sources') AND row_references.row_id IS NULL
