-- code: MST404
-- severity: error
-- title: listing before the programme began or after it ended
-- why: nobody can be listed under a programme before it begins or after it ends: a date or the programme is wrong
-- remedy: correct the date of the listing or of the programme, or name the programme under which it happened
SELECT
    'sanctions' AS table_name,
    sanctions.sanction_id AS row_id,
    'listed' AS field,
    sanctions.listed AS value,
    CASE
        -- NULL counts as not before it: then the end is what is known
        WHEN sanctions.listed_max < programmes.started_min
            THEN sanctions.target_id || ' is listed ' || sanctions.listed || ' under '
                || programmes.programme_id || ', which began only ' || programmes.started
        ELSE sanctions.target_id || ' is listed ' || sanctions.listed || ' under '
            || programmes.programme_id || ', which had ended ' || programmes.ended
    END AS message
FROM sanctions
INNER JOIN programmes ON sanctions.programme_id = programmes.programme_id
WHERE
    (
        sanctions.listed_max IS NOT NULL
        AND programmes.started_min IS NOT NULL
        AND sanctions.listed_max < programmes.started_min
    )
    OR (
        sanctions.listed_min IS NOT NULL
        AND programmes.ended_max IS NOT NULL
        AND sanctions.listed_min > programmes.ended_max
    )
