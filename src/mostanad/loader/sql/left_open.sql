-- The listings without an end that were last seen more than half a year before the last entries on lists of their authority,
-- which has several lists, of different days: nobody can say from this release whether they still stand.
WITH seen AS (
    SELECT
        sanctions.sanction_id,
        CAST(spans.last_documented AS DATE) AS day,
        max(CASE WHEN sanctions.entry IS NOT NULL THEN CAST(spans.last_documented AS DATE) END)
            OVER (PARTITION BY sanctions.authority_id) AS last_day
    FROM sanctions
    INNER JOIN spans ON spans.row_id = sanctions.sanction_id
    WHERE sanctions.delisted IS NULL
)

SELECT sanction_id
FROM seen
WHERE day < last_day - 183
