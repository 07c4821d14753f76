-- code: MST305
-- severity: error
-- title: passage id that does not say where the passage is
-- why: ids made of source and place keep the file in reading order, and two people never make one id for two places
-- remedy: let the tool make the passage (`mostanad locate`), or write the id as the message says
WITH ranges AS (
    SELECT
        passages.passage_id,
        passages.source_id,
        passages.selector,
        split_part(substring(passages.selector, 6), ',', 1) AS starts,
        split_part(substring(passages.selector, 6), ',', 2) AS ends
    FROM passages
    WHERE passages.selector LIKE 'char=%' OR passages.selector LIKE 'line=%'
),

padded AS (
    -- six digits, more where the number has more: lpad alone would cut it
    SELECT
        ranges.passage_id,
        ranges.source_id,
        ranges.selector,
        CASE WHEN length(ranges.starts) < 6 THEN lpad(ranges.starts, 6, '0') ELSE ranges.starts END AS starts,
        CASE WHEN length(ranges.ends) < 6 THEN lpad(ranges.ends, 6, '0') ELSE ranges.ends END AS ends
    FROM ranges
),

-- of a record only how the id begins is certain: the rest is the record's key in other letters
keyed AS (
    SELECT
        passages.passage_id,
        passages.selector,
        CASE
            WHEN passages.selector LIKE 'record=%' THEN passages.source_id || '.r-'
            ELSE passages.source_id || '.absent-'
        END AS beginning
    FROM passages
    WHERE passages.selector LIKE 'record=%' OR passages.selector LIKE 'absent=%'
),

expected AS (
    SELECT
        padded.passage_id,
        padded.passage_id AS compared,
        padded.source_id || '.' || substring(padded.selector, 1, 1) || padded.starts || '-' || padded.ends AS wanted,
        'the id of the passage at ' || padded.selector || ' is ' AS words
    FROM padded
    UNION ALL
    SELECT
        keyed.passage_id,
        substring(keyed.passage_id, 1, length(keyed.beginning)) AS compared,
        keyed.beginning AS wanted,
        'the id of the passage at ' || keyed.selector || ' begins with ' AS words
    FROM keyed
)

SELECT
    'passages' AS table_name,
    expected.passage_id AS row_id,
    'passage_id' AS field,
    expected.passage_id AS value,
    expected.words || expected.wanted AS message
FROM expected
WHERE expected.compared <> expected.wanted
