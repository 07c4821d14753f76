-- code: MST507
-- severity: warning
-- title: passage that no claim and no check uses
-- why: it was located for something that was never entered, or whose claim is gone
-- remedy: add the claim for which it was located, or delete the passage
SELECT
    'passages' AS table_name,
    passages.passage_id AS row_id,
    'passage_id' AS field,
    passages.passage_id AS value,
    'no claim and no check rests on ' || passages.passage_id AS message
FROM passages
LEFT JOIN claims ON passages.passage_id = claims.passage_id
LEFT JOIN row_references
    ON
        row_references.value = passages.passage_id
        AND row_references.table_name = 'fact_check_answers'
WHERE claims.claim_id IS NULL AND row_references.row_id IS NULL
