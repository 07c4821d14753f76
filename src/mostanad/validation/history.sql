-- Each entry with its neighbours of the same fact; the fact is there until the place of the next one.
CREATE OR REPLACE TEMP TABLE history_entries AS
WITH recorded(version, place) AS (VALUES {recorded})
SELECT *, lag(gone, 1, true) OVER of_fact AS was_gone, lead(place) OVER of_fact AS until
FROM (
    SELECT history.*, place, change IN ({gone}) AS gone,
           coalesce(place IS NULL OR entry_id <> fact_id || '@' || history.version, true) AS strays
    FROM history LEFT JOIN recorded ON recorded.version = history.version
)
WINDOW of_fact AS (PARTITION BY fact_id, strays ORDER BY place);

-- Errors, by code, table, row and column: a version has no day, or a day before that of an earlier version; an entry's
-- version was not recorded; its id is not made of its fact and version; its change contradicts the entry before; it has
-- a digest where it must not, or none where it must.
SELECT 'MST541' AS code, 'releases' AS table_name, version AS row_id, 'date' AS field, date AS value,
       CASE WHEN date LIKE '____-__-__' THEN version || ' is dated before the version that it follows (' || before || ')'
       ELSE 'the date of a version must be one day: YYYY-MM-DD' END AS message
FROM (
    SELECT releases.version, releases.date,
           max(releases.date) OVER (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM releases JOIN (VALUES {recorded}) AS recorded(version, place) ON recorded.version = releases.version
)
WHERE date NOT LIKE '____-__-__' OR date < before
UNION ALL
SELECT 'MST541', 'history', entry_id, 'version', version, 'no release ' || version || ' was recorded'
FROM history_entries
WHERE strays AND place IS NULL
UNION ALL
SELECT 'MST542', 'history', entry_id, 'entry_id', entry_id,
       'the entry of ' || fact_id || ' in ' || version || ' must have the id ' || fact_id || '@' || version
FROM history_entries
WHERE strays AND place IS NOT NULL
UNION ALL
SELECT 'MST542', 'history', entry_id, 'change', change,
       fact_id || CASE WHEN was_gone THEN ' does not exist' ELSE ' exists already' END || ' in the version before'
FROM history_entries
WHERE NOT strays AND (change = 'added') <> was_gone
UNION ALL
SELECT 'MST542', 'history', entry_id, field, coalesce(held, ''),
       CASE WHEN gone THEN 'a fact that is gone must not have a digest' ELSE 'a fact must have a digest' END
FROM (
    SELECT *, 'digest' AS field, digest AS held FROM history_entries
    UNION ALL
    SELECT *, 'value_digest' AS field, value_digest AS held FROM history_entries
) AS odd
WHERE NOT strays AND (held IS NOT NULL) = gone AND (held IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM history_entries AS later
    WHERE later.fact_id = odd.fact_id AND later.place > odd.place AND later.change = 'privacy' AND NOT later.strays
));

-- The leaves of Merkle trees: all facts that ever existed. A tree with a leaf without a digest is incomplete.
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
