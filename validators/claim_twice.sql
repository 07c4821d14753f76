-- code: MST525
-- severity: error
-- title: same claim twice
-- why: a speaker counts once in a passage, or a single witness would look like two
-- remedy: keep one claim, or take the column out of fields of the other
SELECT
    'claims' AS table_name,
    max(claim_cells.claim_id) AS row_id,
    'fields' AS field,
    claim_cells.field AS value,
    min(claim_cells.claim_id) || ' already has ' || claim_cells.field || ' of '
        || claim_cells.row_id || ' from the same passage and the same asserter' AS message
FROM claim_cells
-- only of these there can be two
INNER JOIN (
    SELECT
        passage_id,
        target_id
    FROM claims
    GROUP BY passage_id, target_id
    HAVING count(*) > 1
) AS several ON claim_cells.passage_id = several.passage_id AND claim_cells.row_id = several.target_id
-- as_of and value may be NULL: two that are empty count as the same
GROUP BY
    claim_cells.passage_id,
    claim_cells.table_name,
    claim_cells.row_id,
    claim_cells.field,
    claim_cells.asserted_by,
    claim_cells.stance,
    claim_cells.as_of,
    claim_cells.value
HAVING min(claim_cells.claim_id) <> max(claim_cells.claim_id)
