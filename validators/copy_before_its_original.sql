-- code: MST418
-- severity: error
-- title: copy published before its original
-- why: the order of copies decides whose word a fact is, and here it is reversed
-- remedy: reverse derived_from, or correct a date of publication
SELECT
    'sources' AS table_name,
    copies.source_id AS row_id,
    'derived_from' AS field,
    copies.derived_from AS value,
    copies.source_id || ' (published ' || copies.published || ') is derived from '
        || originals.source_id || ', which was published later (' || originals.published || ')' AS message
FROM sources AS copies
INNER JOIN sources AS originals ON copies.derived_from = originals.source_id
WHERE
    copies.published_max IS NOT NULL
    AND originals.published_min IS NOT NULL
    AND copies.published_max < originals.published_min
