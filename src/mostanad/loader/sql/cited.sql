-- The documents behind rows, facts, claims, passages or documents ($wanted): how what they say stands to these, and which
-- of them each is behind.
WITH named AS (
    SELECT
        source_id,
        stance,
        unnest([evidence_id, fact_id, split_part(fact_id, '/', 1), claim_id, passage_id, source_id]) AS name
    FROM evidence
)

SELECT source_id, list(DISTINCT stance) AS stances, list(DISTINCT name) AS names
FROM named
WHERE name IN (SELECT unnest($wanted))
GROUP BY source_id
