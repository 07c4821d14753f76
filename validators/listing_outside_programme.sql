-- code: MST404
-- severity: error
-- title: listing before the programme began or after it ended
-- why: nobody can be listed under a programme before it begins or after it ends: a date or the programme is wrong
-- remedy: correct the date of the listing or of the programme, or name the programme under which it happened
WITH listings AS (
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        target_id,
        programme_id,
        listed,
        listed_min,
        listed_max
    FROM sanctions
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        target_id,
        programme_id,
        listed,
        listed_min,
        listed_max
    FROM tags
)

SELECT
    listings.table_name,
    listings.row_id,
    'listed' AS field,
    listings.listed AS value,
    CASE
        -- NULL counts as not before it: then the end is what is known
        WHEN listings.listed_max < programmes.started_min
            THEN listings.target_id || ' is listed ' || listings.listed || ' under '
                || programmes.programme_id || ', which began only ' || programmes.started
        ELSE listings.target_id || ' is listed ' || listings.listed || ' under '
            || programmes.programme_id || ', which had ended ' || programmes.ended
    END AS message
FROM listings
INNER JOIN programmes ON listings.programme_id = programmes.programme_id
WHERE
    (
        listings.listed_max IS NOT NULL
        AND programmes.started_min IS NOT NULL
        AND listings.listed_max < programmes.started_min
    )
    OR (
        listings.listed_min IS NOT NULL
        AND programmes.ended_max IS NOT NULL
        AND listings.listed_min > programmes.ended_max
    )
