-- What the release models facts and evidence would lose silently: the table, the id, and what is wrong.
SELECT cells.table_name, concat(cells.row_id, '/', cells.field) AS id, 'no claim asserts this cell' AS message
FROM cells
LEFT JOIN claim_cells
    ON claim_cells.row_id = cells.row_id AND claim_cells.field = cells.field AND claim_cells.stance = 'asserts'
WHERE claim_cells.claim_id IS NULL
ORDER BY ALL;

SELECT 'claims' AS table_name, concat(claim_cells.claim_id, '/', claim_cells.field) AS id,
       'the claim names a cell that is empty, or that no claim may name' AS message
FROM claim_cells
LEFT JOIN (SELECT * FROM cells UNION ALL SELECT * FROM coding_cells) AS claimable_cells
    ON claimable_cells.row_id = claim_cells.row_id AND claimable_cells.field = claim_cells.field
WHERE claimable_cells.row_id IS NULL
ORDER BY ALL;
