-- code: MST526
-- severity: warning
-- title: retraction of what was never asserted
-- why: a speaker can retract only their own claim, and can deny or dispute the claim of another
-- remedy: add the claim that is taken back, or set stance to denies
SELECT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    'stance' AS field,
    claim_cells.stance AS value,
    claim_cells.asserted_by || ' takes back ' || claim_cells.field || ' of ' || claim_cells.row_id
        || ', but no claim of theirs asserts it' AS message
FROM claim_cells
LEFT JOIN claim_cells AS earlier
    ON
        claim_cells.table_name = earlier.table_name
        AND claim_cells.row_id = earlier.row_id
        AND claim_cells.field = earlier.field
        AND claim_cells.asserted_by = earlier.asserted_by
        AND earlier.stance = 'asserts'
WHERE claim_cells.stance = 'retracts' AND earlier.claim_id IS NULL
