-- code: MST410
-- severity: error
-- title: birth date finer than a year
-- why: for anyone but an official with a post, only the year of birth is published: a full date helps those who would do harm
-- remedy: keep the year only, or add the post that the official holds or held
SELECT
    'officials' AS table_name,
    officials.official_id AS row_id,
    'born' AS field,
    -- not the date itself: reports end up in public logs
    '' AS value,
    'the birth date of ' || officials.official_id
        || ' is finer than a year, but no post of theirs is recorded' AS message
FROM officials
LEFT JOIN positions ON officials.official_id = positions.holder_id
WHERE officials.born IS NOT NULL AND officials.born LIKE '%-%' AND positions.position_id IS NULL
UNION ALL
SELECT
    'parties' AS table_name,
    parties.party_id AS row_id,
    'born' AS field,
    '' AS value,
    'the birth date of ' || parties.party_id || ' is finer than a year' AS message
FROM parties
WHERE parties.born IS NOT NULL AND parties.born LIKE '%-%'
