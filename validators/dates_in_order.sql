-- code: MST401
-- severity: error
-- title: end before the beginning
-- why: one of the two dates is wrong, or the cells were swapped
-- remedy: read both passages again and correct the date that they do not support
WITH times AS (
    SELECT
        'officials' AS table_name,
        official_id AS row_id,
        'died' AS field,
        'born' AS begin_field,
        born AS begin_text,
        born_min AS begin_first,
        died AS end_text,
        died_max AS end_last
    FROM officials
    UNION ALL
    SELECT
        'affiliations' AS table_name,
        affiliation_id AS row_id,
        'ended' AS field,
        'started' AS begin_field,
        started AS begin_text,
        started_min AS begin_first,
        ended AS end_text,
        ended_max AS end_last
    FROM affiliations
    UNION ALL
    SELECT
        'positions' AS table_name,
        position_id AS row_id,
        'ended' AS field,
        'started' AS begin_field,
        started AS begin_text,
        started_min AS begin_first,
        ended AS end_text,
        ended_max AS end_last
    FROM positions
    UNION ALL
    SELECT
        'programmes' AS table_name,
        programme_id AS row_id,
        'ended' AS field,
        'started' AS begin_field,
        started AS begin_text,
        started_min AS begin_first,
        ended AS end_text,
        ended_max AS end_last
    FROM programmes
    UNION ALL
    SELECT
        'legal_bases' AS table_name,
        basis_id AS row_id,
        'ended' AS field,
        'started' AS begin_field,
        started AS begin_text,
        started_min AS begin_first,
        ended AS end_text,
        ended_max AS end_last
    FROM legal_bases
    UNION ALL
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        'delisted' AS field,
        'listed' AS begin_field,
        listed AS begin_text,
        listed_min AS begin_first,
        delisted AS end_text,
        delisted_max AS end_last
    FROM sanctions
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        'delisted' AS field,
        'listed' AS begin_field,
        listed AS begin_text,
        listed_min AS begin_first,
        delisted AS end_text,
        delisted_max AS end_last
    FROM tags
)

SELECT
    times.table_name,
    times.row_id,
    times.field,
    times.end_text AS value,
    times.row_id || ': ' || times.field || ' ' || times.end_text || ' lies before '
        || times.begin_field || ' ' || times.begin_text AS message
FROM times
-- only where they are reversed however the dates are taken; a date that is not known reverses nothing
WHERE times.end_last IS NOT NULL AND times.begin_first IS NOT NULL AND times.end_last < times.begin_first
