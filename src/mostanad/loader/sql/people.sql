-- All posts in each body, and the trials and verdicts in which their holders, or others there, were judges or prosecutors;
-- with what each asserts of them.
WITH here AS (
    SELECT body_id, event_id
    FROM events
    UNION
    SELECT entity_id, event_id
    FROM participations
),

bench AS (
    SELECT participation_id, event_id, entity_id
    FROM participations
    WHERE part IN ('judge', 'prosecutor')
),

judged AS (
    SELECT here.body_id, bench.participation_id
    FROM here
    INNER JOIN bench ON bench.event_id = here.event_id
    UNION
    SELECT positions.body_id, bench.participation_id
    FROM positions
    INNER JOIN bench ON bench.entity_id = positions.holder_id
),

found AS (
    SELECT
        positions.body_id,
        positions.holder_id AS entity_id,
        positions.title AS said,
        positions.position_id AS row_id,
        'post' AS what,
        positions.ended,
        positions.started AS date
    FROM positions
    UNION ALL
    SELECT
        judged.body_id,
        participations.entity_id,
        events.title,
        participations.participation_id,
        participations.part,
        NULL,
        events.date
    FROM judged
    INNER JOIN participations ON participations.participation_id = judged.participation_id
    INNER JOIN events ON events.event_id = participations.event_id
)

SELECT found.*, our_said.basis, our_said.asserted_by, our_said.modality, our_said.hedge
FROM found
INNER JOIN our_said ON our_said.row_id = found.row_id
ORDER BY found.row_id, our_said.asserted_by
