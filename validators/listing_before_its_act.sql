-- code: MST417
-- severity: error
-- title: listing earlier than the act that makes it
-- why: a listing begins with the act that makes it, or later: a date is wrong, or it was another act
-- remedy: correct the date of the listing or of the act, or action_id
SELECT
    'sanctions' AS table_name,
    sanctions.sanction_id AS row_id,
    'listed' AS field,
    sanctions.listed AS value,
    sanctions.target_id || ' is listed ' || sanctions.listed || ', before ' || events.event_id
        || ' (' || events.date || '), the act by which it was listed' AS message
FROM sanctions
INNER JOIN events ON sanctions.action_id = events.event_id
WHERE
    sanctions.listed_max IS NOT NULL
    AND events.date_min IS NOT NULL
    AND sanctions.listed_max < events.date_min
