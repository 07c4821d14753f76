-- code: MST515
-- severity: error
-- title: statement later than a source that asserts its date
-- why: nobody can report what was not yet said: a date is wrong
-- remedy: correct the date of the statement or of the publication
SELECT DISTINCT
    'statements' AS table_name,
    statements.statement_id AS row_id,
    'made' AS field,
    statements.made AS value,
    statements.statement_id || ' is dated ' || statements.made || ', but ' || sources.source_id
        || ', which says so, was published ' || sources.published AS message
FROM statements
INNER JOIN claim_cells
    ON
        statements.statement_id = claim_cells.row_id
        AND claim_cells.table_name = 'statements'
        AND claim_cells.field = 'made'
        AND claim_cells.stance = 'asserts'
INNER JOIN sources ON claim_cells.source_id = sources.source_id
WHERE
    statements.made_min IS NOT NULL
    AND sources.published_max IS NOT NULL
    AND statements.made_min > sources.published_max
