-- code: MST504
-- severity: error
-- title: claim on a source without a document
-- why: a passage in a document that nobody has cannot be read again
-- remedy: register the document (`mostanad source add`) and locate the passage in it, or cite a source that has one
SELECT
    'claims' AS table_name,
    claims.claim_id AS row_id,
    'passage_id' AS field,
    claims.passage_id AS value,
    'the claim cites ' || sources.source_id || ', of which no document is registered' AS message
FROM claims
INNER JOIN passages ON claims.passage_id = passages.passage_id
INNER JOIN sources ON passages.source_id = sources.source_id
WHERE sources.sha256 IS NULL
