-- code: MST518
-- severity: error
-- title: claim about a day after its source was published
-- why: a document supports what was true when it was published or before, never what came later
-- remedy: correct as_of of the claim, or the date of the publication
SELECT
    'claims' AS table_name,
    claims.claim_id AS row_id,
    'as_of' AS field,
    claims.as_of AS value,
    'the claim is about ' || claims.as_of || ', but ' || sources.source_id || ' was published '
        || sources.published AS message
FROM claims
INNER JOIN passages ON claims.passage_id = passages.passage_id
INNER JOIN sources ON passages.source_id = sources.source_id
WHERE
    claims.as_of_min IS NOT NULL
    AND sources.published_max IS NOT NULL
    AND claims.as_of_min > sources.published_max
