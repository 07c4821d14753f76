-- The entries beside those of the same fact before and after; the fact is there until the place of the latter.
CREATE OR REPLACE TEMP TABLE history_entries AS
WITH recorded(version, place) AS (VALUES {recorded})
SELECT *, lag(gone, 1, true) OVER of_fact AS was_gone, lead(place) OVER of_fact AS until
FROM (
    SELECT history.*, place, change IN ({gone}) AS gone,
           coalesce(place IS NULL OR entry_id <> fact_id || '@' || history.version, true) AS strays
    FROM history LEFT JOIN recorded ON recorded.version = history.version
)
WINDOW of_fact AS (PARTITION BY fact_id, strays ORDER BY place);

SELECT entry_id, fact_id, version, place IS NULL AS unknown FROM history_entries WHERE strays;

-- An entry that could not happen to its fact, or has a digest where it must not, or none where it must.
SELECT entry_id, fact_id, change, was_gone, gone, digest, value_digest, EXISTS (
    SELECT 1 FROM history_entries AS later
    WHERE later.fact_id = odd.fact_id AND later.place > odd.place AND later.change = 'privacy' AND NOT later.strays
) AS private_later
FROM history_entries AS odd
WHERE NOT strays AND ((change = 'added') <> was_gone OR (digest IS NULL) <> gone OR (value_digest IS NULL) <> gone);

-- The entries in Merkle trees of every fact that there was; those without a digest are not whole.
SELECT fact_id || ' ' || coalesce(digest, '') AS entry, place AS first, coalesce(until, 1 << 20) AS until,
       CAST(digest IS NOT NULL AS UTINYINT) AS whole
FROM history_entries
WHERE NOT gone
ORDER BY fact_id;

SELECT published.fact_id, published.value_digest, published.entry_id, sha256(cells.value) AS now
FROM history_entries AS published
LEFT JOIN cells ON cells.row_id || '/' || cells.field = published.fact_id
WHERE NOT gone AND until IS NULL AND (cells.value IS NULL OR sha256(cells.value) <> published.value_digest)
ORDER BY ALL;
