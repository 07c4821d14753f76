-- code: MST411
-- severity: error
-- title: number that supersedes a later one
-- why: an earlier number cannot replace a later one: the two are swapped, or a date is wrong
-- remedy: reverse supersedes, or correct as_of
SELECT
    'estimates' AS table_name,
    newer.estimate_id AS row_id,
    'supersedes' AS field,
    newer.supersedes AS value,
    newer.estimate_id || ' (as of ' || newer.as_of || ') supersedes ' || older.estimate_id
        || ', which is later (as of ' || older.as_of || ')' AS message
FROM estimates AS newer
INNER JOIN estimates AS older ON newer.supersedes = older.estimate_id
WHERE
    newer.as_of_max IS NOT NULL
    AND older.as_of_min IS NOT NULL
    AND newer.as_of_max < older.as_of_min
