-- code: MST301
-- severity: error
-- title: same id on two rows of a table
-- why: a reference or a claim cannot say which of the two rows it means
-- remedy: give one of the rows another id, or delete it if it is the same row again
WITH all_keys AS (
    SELECT ids.table_name, ids.row_id FROM ids
    -- seals, history and releases have keys of their own, outside the one space of ids
    UNION ALL
    SELECT 'seals' AS table_name, seals.claim_id AS row_id FROM seals
    UNION ALL
    SELECT 'history' AS table_name, history.entry_id AS row_id FROM history
    UNION ALL
    SELECT 'releases' AS table_name, releases.version AS row_id FROM releases
)

SELECT
    all_keys.table_name,
    all_keys.row_id,
    columns.field,
    all_keys.row_id AS value,
    all_keys.row_id || ' is the id of ' || CAST(count(*) AS STRING) || ' rows of '
        || all_keys.table_name AS message
FROM all_keys
INNER JOIN columns ON all_keys.table_name = columns.table_name AND columns.role = 'key'
GROUP BY all_keys.table_name, all_keys.row_id, columns.field
HAVING count(*) > 1
