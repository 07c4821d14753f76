-- The listings of which a reason speaks of an event: each with the parts in it of the one who is listed, or if the entry
-- gives them none, without. Of several claims on one part the first counts, with what all of them give; of claims on an
-- event those on what it was, if there are any: not those on where, when or how many. What is only inferred comes last.
WITH about AS (
    SELECT event_id AS row_id, event_id
    FROM events
    UNION ALL
    SELECT participation_id, event_id
    FROM participations
    UNION ALL
    SELECT statement_id, coalesce(event_id, about_id)
    FROM statements
    UNION ALL
    SELECT estimate_id, about_id
    FROM estimates
),

placed AS (
    SELECT *, min(reason_id) OVER (PARTITION BY sanction_id) AS first_reason
    FROM reasons
),

told AS (
    SELECT
        placed.*,
        about.event_id,
        participations.participation_id,
        participations.part,
        participations.basis,
        placed.row_id = about.event_id AND list_has_any(placed.fields, ['kind', 'title']) AS is_of_event
    FROM placed
    INNER JOIN sanctions ON sanctions.sanction_id = placed.sanction_id
    INNER JOIN about ON about.row_id = placed.row_id
    LEFT JOIN participations
        ON participations.participation_id = placed.row_id AND participations.entity_id = sanctions.target_id
    WHERE placed.stance = 'asserts' AND about.event_id IS NOT NULL
    QUALIFY
        is_of_event
        OR NOT bool_or(is_of_event)
            OVER (PARTITION BY placed.sanction_id, about.event_id, participations.participation_id)
),

speaking AS (
    SELECT
        sanction_id,
        event_id,
        participation_id,
        any_value(first_reason) AS first_reason,
        any_value(part) AS part,
        if(list_contains(flatten(list(fields)), 'basis'), any_value(basis), NULL) AS basis,
        list(modality ORDER BY modality = 'inference', place)[1] AS modality,
        if(bool_or(hedge = 'none'), 'none', min(hedge)) AS hedge,
        list(asserted_by ORDER BY modality = 'inference', place)[1] AS asserted_by
    FROM told
    GROUP BY sanction_id, event_id, participation_id
    QUALIFY participation_id IS NOT NULL OR count(participation_id) OVER (PARTITION BY sanction_id, event_id) = 0
)

SELECT
    sanctions.sanction_id,
    sanctions.target_id,
    sanctions.target_id AS name,
    sanctions.authority_id,
    sanctions.programme_id,
    sanctions.listed,
    sanctions.delisted,
    speaking.event_id,
    speaking.event_id AS title,
    speaking.part,
    speaking.basis,
    speaking.modality,
    speaking.hedge,
    speaking.asserted_by,
    speaking.participation_id
FROM speaking
INNER JOIN sanctions ON sanctions.sanction_id = speaking.sanction_id
ORDER BY speaking.first_reason, speaking.participation_id
