-- code: MST428
-- severity: warning
-- title: event that lasted, dated as one day among several
-- why: [a..b] means one day from a to b; an uprising, arrests, torture, or what was done to a whole group lasts longer
-- remedy: write a/b, in months or years if need be; if no beginning is known, only a note; for one day, its month or year
SELECT
    'events' AS table_name,
    events.event_id AS row_id,
    'date' AS field,
    events.date AS value,
    events.event_id || ' is of kind ' || events.kind || ', but ' || events.date
        || ' means one day among these' AS message
FROM events
WHERE
    events.date IS NOT NULL AND events.date LIKE '[%'
    -- what is known to the month may have been over in a day
    AND (
        events.date_min IS NULL
        OR substring(CAST(events.date_min AS VARCHAR), 1, 7) <> substring(CAST(events.date_max AS VARCHAR), 1, 7)
    )
    AND (
        events.kind IN ('uprising', 'repression', 'torture', 'ill_treatment', 'detention', 'surveillance')
        OR (
            events.kind IN ('killing', 'execution', 'attack', 'protest', 'shutdown')
            AND events.event_id IN (
                SELECT participations.event_id
                FROM participations
                INNER JOIN groups ON participations.entity_id = groups.group_id
                WHERE coalesce(groups.size, 2) > 1
            )
        )
    )
    -- a season says among which months it was, and not how long it lasted
    AND NOT EXISTS (
        SELECT 1
        FROM claim_cells
        WHERE
            claim_cells.row_id = events.event_id
            AND claim_cells.table_name = 'events' AND claim_cells.field = 'date' AND claim_cells.stance = 'asserts'
            AND (
                lower(coalesce(claim_cells.as_stated, '')) LIKE '%spring%'
                OR lower(coalesce(claim_cells.as_stated, '')) LIKE '%summer%'
                OR lower(coalesce(claim_cells.as_stated, '')) LIKE '%autumn%'
                OR lower(coalesce(claim_cells.as_stated, '')) LIKE '%fall%'
                OR lower(coalesce(claim_cells.as_stated, '')) LIKE '%winter%'
                OR lower(coalesce(claim_cells.as_stated, '')) LIKE '%early%'
                OR lower(coalesce(claim_cells.as_stated, '')) LIKE '%late%'
            )
    )
