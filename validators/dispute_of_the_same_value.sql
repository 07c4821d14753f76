-- code: MST508
-- severity: error
-- title: dispute whose value is the cell's own
-- why: a rival value that is the cell's own value disputes nothing, yet marks the fact as disputed
-- remedy: set stance to asserts and empty value, or give the rival value
SELECT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    'value' AS field,
    claim_cells.value,
    'the claim disputes ' || claim_cells.field || ' of ' || claim_cells.row_id || ' with '
        || claim_cells.value || ', which is what the cell says' AS message
FROM claim_cells
INNER JOIN cells
    ON
        claim_cells.table_name = cells.table_name
        AND claim_cells.row_id = cells.row_id
        AND claim_cells.field = cells.field
        AND claim_cells.value = cells.value
WHERE claim_cells.stance = 'disputes'
