-- code: MST403
-- severity: error
-- title: event later than a source that asserts its date
-- why: a document can give what was still to come only as a plan or a forecast, never as an act
-- remedy: correct the date of the event or of the publication, or code what the passage says as a statement
SELECT DISTINCT
    'events' AS table_name,
    events.event_id AS row_id,
    'date' AS field,
    events.date AS value,
    events.event_id || ' is dated ' || events.date || ', but ' || sources.source_id
        || ', which says so, was published ' || sources.published AS message
FROM events
INNER JOIN claim_cells
    ON
        events.event_id = claim_cells.row_id
        AND claim_cells.table_name = 'events'
        AND claim_cells.field = 'date'
        AND claim_cells.stance = 'asserts'
INNER JOIN sources ON claim_cells.source_id = sources.source_id
WHERE
    events.date_min IS NOT NULL
    AND sources.published_max IS NOT NULL
    AND events.date_min > sources.published_max
