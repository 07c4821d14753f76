-- code: MST417
-- severity: error
-- title: listing earlier than the act that makes it
-- why: a listing begins with the act that makes it, or later: a date is wrong, or it was another act
-- remedy: correct the date of the listing or of the act, or action_id
WITH listings AS (
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        target_id,
        action_id,
        listed,
        listed_max
    FROM sanctions
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        target_id,
        action_id,
        listed,
        listed_max
    FROM tags
)

SELECT
    listings.table_name,
    listings.row_id,
    'listed' AS field,
    listings.listed AS value,
    listings.target_id || ' is listed ' || listings.listed || ', before ' || events.event_id
        || ' (' || events.date || '), the act by which it was listed' AS message
FROM listings
INNER JOIN events ON listings.action_id = events.event_id
WHERE
    listings.listed_max IS NOT NULL
    AND events.date_min IS NOT NULL
    AND listings.listed_max < events.date_min
