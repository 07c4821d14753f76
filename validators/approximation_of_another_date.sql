-- code: MST509
-- severity: error
-- title: approximation that does not fit the date
-- why: a coarser date agrees with the cell only if the cell's own date lies within it; any other date is a rival
-- remedy: set stance to disputes if the passage gives another date, to asserts if it gives the same, or correct value
SELECT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    CASE WHEN approximations.claim_id IS NULL THEN 'fields' ELSE 'value' END AS field,
    CASE
        WHEN approximations.claim_id IS NULL THEN claim_cells.field
        ELSE claim_cells.value
    END AS value,
    CASE
        WHEN approximations.claim_id IS NULL
            THEN claim_cells.field || ' of ' || claim_cells.row_id
                || ' is not a date, and only a date can be approximated'
        WHEN approximations.value_min IS NULL
            THEN claim_cells.value || ' is not a date that ' || claim_cells.field || ' of '
                || claim_cells.row_id || ' could have'
        WHEN claim_cells.value = approximations.cell
            THEN claim_cells.value || ' is just what ' || claim_cells.field || ' of '
                || claim_cells.row_id || ' says'
        ELSE claim_cells.field || ' of ' || claim_cells.row_id || ' is '
            || approximations.cell || ', which does not lie within ' || claim_cells.value
    END AS message
FROM claim_cells
LEFT JOIN approximations
    ON claim_cells.claim_id = approximations.claim_id AND claim_cells.field = approximations.field
WHERE
    claim_cells.stance = 'approximates'
    -- an approximation without a value is found by a rule about the claim alone
    AND claim_cells.value IS NOT NULL
    AND (
        -- no date at all: the column holds none, or the claim gives none
        approximations.value_min IS NULL
        -- an empty cell has no date and is found by a rule of its own
        OR (
            approximations.cell_min IS NOT NULL
            AND (
                claim_cells.value = approximations.cell
                OR approximations.cell_min < approximations.value_min
                OR approximations.cell_max > approximations.value_max
            )
        )
    )
