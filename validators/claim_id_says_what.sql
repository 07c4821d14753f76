-- code: MST306
-- severity: error
-- title: claim id that does not say which passage backs which row
-- why: ids made of passage and row keep the file in reading order, and two people never make one id for two claims
-- remedy: let the tool make the claim (`mostanad locate`), or write the id as the message says
WITH expected AS (
    SELECT
        claims.claim_id,
        claims.passage_id || '.' || claims.target_id AS base
    FROM claims
)

SELECT
    'claims' AS table_name,
    expected.claim_id AS row_id,
    'claim_id' AS field,
    expected.claim_id AS value,
    'the id of this claim is ' || expected.base || ', where needed with a dot and its asserter or a number' AS message
FROM expected
WHERE
    expected.claim_id <> expected.base
    -- not LIKE: an id is no pattern
    AND substring(expected.claim_id, 1, length(expected.base) + 1) <> (expected.base || '.')
