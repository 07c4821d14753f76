-- The posts by which the article calls them; "another" is a document that is neither the article nor derived from it.
WITH
    asked AS (
        SELECT
            passages.source_id,
            fact_checks.as_of_min,
            fact_checks.as_of_max
        FROM fact_checks
        INNER JOIN claims ON claims.claim_id = fact_checks.claim_id
        INNER JOIN passages ON passages.passage_id = claims.passage_id
        WHERE fact_checks.check_id = 'attendees-held-their-posts'
    ),
    posts AS (
        SELECT
            positions.position_id,
            positions.holder_id,
            bool_or(passages.source_id = asked.source_id) AS called,
            bool_or(
                passages.source_id <> asked.source_id
                AND coalesce(sources.derived_from, '') <> asked.source_id
                AND list_contains(claims.fields, 'started')
                AND positions.started_max <= asked.as_of_min
            ) AS by_another,
            bool_or(spans.latest < CAST(asked.as_of_max AS VARCHAR)) AS over
        FROM asked
        CROSS JOIN positions
        INNER JOIN group_members
            ON
                group_members.entity_id = positions.holder_id
                AND group_members.group_id = 'human-rights-staff-session-attendees'
        INNER JOIN spans ON spans.row_id = positions.position_id
        INNER JOIN claims ON claims.target_id = positions.position_id
        INNER JOIN passages ON passages.passage_id = claims.passage_id
        INNER JOIN sources ON sources.source_id = passages.source_id
        GROUP BY positions.position_id, positions.holder_id
    ),
    answers AS (
        SELECT
            holder_id AS entity_id,
            CASE
                WHEN bool_or(over) THEN 'no'
                WHEN bool_and(by_another) THEN 'yes'
                ELSE 'unsure'
            END AS answer,
            list(position_id) AS shown_by
        FROM posts
        WHERE called
        GROUP BY holder_id
    )

SELECT
    entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    answer,
    shown_by,
    (
        SELECT
            CASE
                WHEN bool_or(answer = 'no') THEN 'partly'
                WHEN bool_and(answer = 'yes') THEN 'supported'
                ELSE 'undecidable'
            END
        FROM answers
    ) AS verdict
FROM answers
