-- code: MST503
-- severity: error
-- title: claim on an empty cell
-- why: the value that the passage backs is gone, or was never entered
-- remedy: enter the value that the passage supports, or take the column out of fields
WITH checkable AS (
    SELECT columns.table_name, columns.field FROM columns
    WHERE columns.role = 'assertion'
    UNION
    SELECT reference_targets.table_name, reference_targets.field FROM reference_targets
),

filled AS (
    SELECT cells.table_name, cells.row_id, cells.field FROM cells
    UNION ALL
    SELECT row_references.table_name, row_references.row_id, row_references.field FROM row_references
)

SELECT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    'fields' AS field,
    claim_cells.field AS value,
    'the claim names ' || claim_cells.field || ' of ' || claim_cells.row_id
        || ', but that cell is empty' AS message
FROM claim_cells
INNER JOIN checkable ON claim_cells.table_name = checkable.table_name AND claim_cells.field = checkable.field
LEFT JOIN filled
    ON
        claim_cells.table_name = filled.table_name
        AND claim_cells.row_id = filled.row_id
        AND claim_cells.field = filled.field
WHERE filled.row_id IS NULL
