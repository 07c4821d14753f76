-- code: MST419
-- severity: warning
-- title: statement made before or after its event
-- why: what is said at an event is said while it lasts: one of the dates is wrong, or it was said elsewhere
-- remedy: correct the date that its passage does not support, or event_id
SELECT
    'statements' AS table_name,
    statements.statement_id AS row_id,
    'made' AS field,
    statements.made AS value,
    statements.statement_id || ' was made ' || statements.made
        || ', but the event at which it was made, ' || events.event_id || ', was ' || events.date AS message
FROM statements
INNER JOIN events ON statements.event_id = events.event_id
WHERE
    (statements.made_min IS NOT NULL AND events.date_max IS NOT NULL AND statements.made_min > events.date_max)
    OR (statements.made_max IS NOT NULL AND events.date_min IS NOT NULL AND statements.made_max < events.date_min)
