-- code: MST502
-- severity: error
-- title: claim on a column that no source can back
-- why: a source can say what happened; ids, labels and notes are ours, and no passage says them
-- remedy: name columns of the row's table that have what the passage says
SELECT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    'fields' AS field,
    claim_cells.field AS value,
    CASE
        WHEN columns.role IS NULL
            THEN claim_cells.field || ' is not a column of ' || claim_cells.table_name
                || ', the table of ' || claim_cells.row_id
        WHEN columns.role = 'key'
            THEN claim_cells.field || ' is the id of ' || claim_cells.row_id || ', which we made'
        ELSE claim_cells.field || ' of ' || claim_cells.row_id || ' is a remark of ours'
    END AS message
FROM claim_cells
LEFT JOIN columns ON claim_cells.table_name = columns.table_name AND claim_cells.field = columns.field
WHERE coalesce(columns.role, '') NOT IN ('assertion', 'coding')
