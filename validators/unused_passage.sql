-- code: MST507
-- severity: warning
-- title: passage that no claim uses
-- why: it was located for something that was never entered, or whose claim is gone
-- remedy: add the claim for which it was located, or delete the passage
SELECT
    'passages' AS table_name,
    passages.passage_id AS row_id,
    'passage_id' AS field,
    passages.passage_id AS value,
    'no claim rests on ' || passages.passage_id AS message
FROM passages
LEFT JOIN claims ON passages.passage_id = claims.passage_id
WHERE claims.claim_id IS NULL
