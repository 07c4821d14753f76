-- code: MST413
-- severity: warning
-- title: event outside the event that it is part of
-- why: a part happens while the whole does: one of the dates is wrong or too narrow, or it belongs to another event
-- remedy: correct the date that its passage does not support, or part_of
SELECT
    'events' AS table_name,
    part.event_id AS row_id,
    'date' AS field,
    part.date AS value,
    part.event_id || ' (' || part.date || ') is a part of ' || whole.event_id || ' (' || whole.date
        || '), but not of the same time' AS message
FROM events AS part
INNER JOIN events AS whole ON part.part_of = whole.event_id
WHERE
    (part.date_min IS NOT NULL AND whole.date_max IS NOT NULL AND part.date_min > whole.date_max)
    OR (part.date_max IS NOT NULL AND whole.date_min IS NOT NULL AND part.date_max < whole.date_min)
