-- The facts as a version ($version, by its numbers) had them: of each the last change up to it, unless that ended it.
WITH numbered AS (
    SELECT *, CAST(string_split(version, '.') AS INTEGER[]) AS numbers
    FROM changes
),

latest AS (
    SELECT *
    FROM numbered
    WHERE numbers <= $version
    QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY numbers DESC) = 1
)

SELECT
    fact_id,
    regexp_replace(fact_id, '/[^/]*$', '') AS row_id,
    regexp_extract(fact_id, '[^/]*$') AS field,
    value,
    value IS NOT NULL AS value_known,
    version AS since,
    known_from,
    known_to,
    superseded_in
FROM latest
WHERE change NOT IN ('retraction', 'merge', 'privacy') AND ($row_id IS NULL OR starts_with(fact_id, concat($row_id, '/')))
ORDER BY fact_id
