-- code: MST501
-- severity: error
-- title: cell without evidence
-- why: every fact needs a passage: what no source supports cannot be published
-- remedy: locate the passage that says so (`mostanad locate`), or empty the cell
SELECT
    cells.table_name,
    cells.row_id,
    cells.field,
    cells.value,
    'no claim asserts that ' || cells.field || ' of ' || cells.row_id || ' is ' || cells.value AS message
FROM cells
LEFT JOIN claim_cells
    ON
        cells.table_name = claim_cells.table_name
        AND cells.row_id = claim_cells.row_id
        AND cells.field = claim_cells.field
        AND claim_cells.stance = 'asserts'
WHERE claim_cells.claim_id IS NULL
