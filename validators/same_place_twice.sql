-- code: MST308
-- severity: error
-- title: one place with two passages
-- why: claims on the same words must name the same passage, or their agreement cannot be seen
-- remedy: keep one of the passages and let the claims of the other name it
SELECT
    'passages' AS table_name,
    passages.passage_id AS row_id,
    'selector' AS field,
    passages.selector AS value,
    passages.passage_id || ' is the same place of ' || passages.source_id || ' as '
        || earlier.passage_id AS message
FROM passages
INNER JOIN (
    SELECT source_id, selector, min(passage_id) AS passage_id
    FROM passages
    GROUP BY source_id, selector
    HAVING count(*) > 1
) AS earlier
    ON passages.source_id = earlier.source_id AND passages.selector = earlier.selector
WHERE passages.passage_id <> earlier.passage_id
