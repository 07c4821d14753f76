-- code: MST307
-- severity: error
-- title: passage that selects nothing
-- why: a passage that ends where it begins, or before, has no words that could support anything
-- remedy: locate the passage again (`mostanad locate`)
WITH ranges AS (
    SELECT
        passages.passage_id,
        passages.selector,
        TRY_CAST(substring(split_part(passages.selector, ',', 1), 6) AS BIGINT) AS starts,
        TRY_CAST(split_part(passages.selector, ',', 2) AS BIGINT) AS ends
    FROM passages
    WHERE passages.selector LIKE 'char=%' OR passages.selector LIKE 'line=%'
)

SELECT
    'passages' AS table_name,
    ranges.passage_id AS row_id,
    'selector' AS field,
    ranges.selector AS value,
    ranges.passage_id || ' begins at ' || CAST(ranges.starts AS STRING) || ' and ends at '
        || CAST(ranges.ends AS STRING) || ', so it holds nothing' AS message
FROM ranges
-- what is no number is found by a rule about the passage alone
WHERE ranges.starts IS NOT NULL AND ranges.ends IS NOT NULL AND ranges.ends <= ranges.starts
