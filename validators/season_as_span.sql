-- code: MST430
-- severity: warning
-- title: season written as if the event had lasted through it
-- why: "the summer of 1988" or "late 2009" says in which months it happened, not that it went on from the first to the last
-- remedy: write [a..b]; where the words say that it went on (all through the summer), as_stated has these words
WITH words AS (
    SELECT 'spring' AS word
    UNION ALL
    SELECT 'summer' AS word
    UNION ALL
    SELECT 'autumn' AS word
    UNION ALL
    SELECT 'fall' AS word
    UNION ALL
    SELECT 'winter' AS word
    UNION ALL
    SELECT 'early' AS word
    UNION ALL
    SELECT 'late' AS word
),

leads AS (
    SELECT '' AS opening
    UNION ALL
    SELECT 'the ' AS opening
    UNION ALL
    SELECT 'in ' AS opening
    UNION ALL
    SELECT 'in the ' AS opening
),

tails AS (
    SELECT '' AS ending
    UNION ALL
    SELECT ' ____' AS ending
    UNION ALL
    SELECT ' of ____' AS ending
),

-- nothing but a season or a part of a year, with its year or without
patterns AS (
    SELECT leads.opening || words.word || tails.ending AS pattern
    FROM leads
    CROSS JOIN words
    CROSS JOIN tails
),

lasting AS (
    SELECT
        events.event_id,
        events.date
    FROM events
    WHERE events.date IS NOT NULL AND events.date LIKE '%/%'
),

dated AS (
    SELECT
        claim_cells.row_id,
        count(DISTINCT claim_cells.claim_id) AS claimed,
        count(DISTINCT CASE WHEN patterns.pattern IS NOT NULL THEN claim_cells.claim_id END) AS seasonal
    FROM lasting
    INNER JOIN claim_cells ON lasting.event_id = claim_cells.row_id
    LEFT JOIN patterns ON lower(coalesce(claim_cells.as_stated, '-')) LIKE patterns.pattern
    WHERE claim_cells.table_name = 'events' AND claim_cells.field = 'date' AND claim_cells.stance = 'asserts'
    GROUP BY claim_cells.row_id
)

SELECT
    'events' AS table_name,
    lasting.event_id AS row_id,
    'date' AS field,
    lasting.date AS value,
    'the date of ' || lasting.event_id || ' rests on no more than the name of a season or a part of a year, but '
        || lasting.date || ' says how long it lasted' AS message
FROM lasting
INNER JOIN dated ON lasting.event_id = dated.row_id
WHERE dated.claimed = dated.seasonal
