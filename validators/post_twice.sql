-- code: MST427
-- severity: warning
-- title: one post in two rows
-- why: a post has one row, however many documents print it; in two rows it is counted twice and its evidence is split
-- remedy: merge the rows, or say in the note of one of them why they are two posts
-- Near-equal: of the words that tell posts apart, one title has all of the other's, or each has two thirds.
WITH places AS (
    SELECT fours.place + ones.place AS place
    FROM (
        SELECT 0 AS place
        UNION ALL
        SELECT 4 AS place
        UNION ALL
        SELECT 8 AS place
        UNION ALL
        SELECT 12 AS place
    ) AS fours
    CROSS JOIN (
        SELECT 1 AS place
        UNION ALL
        SELECT 2 AS place
        UNION ALL
        SELECT 3 AS place
        UNION ALL
        SELECT 4 AS place
    ) AS ones
),

-- two posts of one person that can be one: who has looked into it says so in a note
twins AS (
    SELECT
        later.position_id,
        earlier.position_id AS twin_id,
        later.holder_id,
        later.title,
        earlier.title AS twin_title
    FROM positions AS later
    INNER JOIN positions AS earlier
        ON later.holder_id = earlier.holder_id AND later.position_id > earlier.position_id
    WHERE
        later.note IS NULL
        AND earlier.note IS NULL
        -- two bodies, two posts
        AND (later.body_id IS NULL OR earlier.body_id IS NULL OR later.body_id = earlier.body_id)
        -- the one may have begun before the other ended
        AND (later.started_min IS NULL OR earlier.ended_max IS NULL OR later.started_min <= earlier.ended_max)
        AND (earlier.started_min IS NULL OR later.ended_max IS NULL OR earlier.started_min <= later.ended_max)
),

plain AS (
    SELECT
        either.position_id,
        either.holder_id,
        translate(lower(either.title), '-,.()’', '      ') AS title
    FROM (
        SELECT twins.position_id, twins.holder_id, twins.title FROM twins
        UNION
        SELECT twins.twin_id AS position_id, twins.holder_id, twins.twin_title AS title FROM twins
    ) AS either
),

printed AS (
    SELECT
        plain.position_id,
        plain.holder_id,
        split_part(plain.title, ' ', places.place) AS word
    FROM plain
    INNER JOIN places ON places.place + length(translate(plain.title, ' ', '')) <= length(plain.title) + 1
),

words AS (
    SELECT DISTINCT
        position_id,
        holder_id,
        CASE
            WHEN word IN ('chief', 'commander', 'director', 'chairman', 'president', 'warden') THEN 'head'
            WHEN word = 'lef' THEN 'police'
            WHEN word = 'advisor' THEN 'adviser'
            WHEN word = 'vice' THEN 'deputy'
            ELSE word
        END AS word
    FROM printed
    WHERE
        length(word) > 1
        AND word NOT IN ('of', 'the', 'in', 'for', 'and', 'to', 'at', 'iran', 'iranian', 'general', 'province')
        AND NOT word LIKE 'iran_s'
),

titles AS (
    SELECT
        position_id,
        count(*) AS words,
        -- what is under, beside or for the head is another post than the head's
        min(rank) || ' ' || max(rank) AS rank
    FROM (
        SELECT
            position_id,
            CASE
                WHEN word IN ('acting', 'adviser', 'assistant', 'deputy', 'member', 'secretary', 'spokesman') THEN word
            END AS rank
        FROM words
    ) AS ranks
    GROUP BY position_id
),

pairs AS (
    SELECT
        later.position_id,
        earlier.position_id AS twin_id,
        count(*) AS words
    FROM words AS later
    INNER JOIN words AS earlier
        ON
            later.holder_id = earlier.holder_id
            AND later.word = earlier.word
            AND later.position_id > earlier.position_id
    GROUP BY later.position_id, earlier.position_id
)

SELECT
    'positions' AS table_name,
    twins.position_id AS row_id,
    'title' AS field,
    twins.title AS value,
    twins.position_id || ' seems to be the post of ' || twins.twin_id || ' (' || twins.twin_title || ')' AS message
FROM pairs
INNER JOIN twins ON pairs.position_id = twins.position_id AND pairs.twin_id = twins.twin_id
INNER JOIN titles AS later_title ON pairs.position_id = later_title.position_id
INNER JOIN titles AS earlier_title ON pairs.twin_id = earlier_title.position_id
WHERE
    (
        pairs.words IN (later_title.words, earlier_title.words)
        OR pairs.words + pairs.words + pairs.words >= later_title.words + earlier_title.words
    )
    AND coalesce(later_title.rank, '') = coalesce(earlier_title.rank, '')
