WITH
    asked AS (
        SELECT
            as_of_min,
            as_of_max
        FROM fact_checks
        WHERE check_id = 'us-sanctions-again-in-may-2018'
    ),
    answers AS (
        -- decided in that month, as the order itself says
        SELECT
            events.body_id AS entity_id,
            CASE
                WHEN events.date_min >= asked.as_of_min AND events.date_max <= asked.as_of_max THEN 'yes'
                WHEN events.date_min > asked.as_of_max OR events.date_max < asked.as_of_min THEN 'no'
                ELSE 'unsure'
            END AS answer,
            [events.event_id] AS shown_by
        FROM events
        CROSS JOIN asked
        WHERE events.event_id = 'us-sanctions-2018-05'
        UNION ALL
        -- in force in that month
        SELECT
            programmes.authority_id AS entity_id,
            CASE
                WHEN spans.begun_by <= CAST(asked.as_of_max AS VARCHAR) THEN 'yes'
                WHEN spans.earliest > CAST(asked.as_of_max AS VARCHAR) THEN 'no'
                ELSE 'unsure'
            END AS answer,
            [legal_bases.basis_id, 'us-president-imposes-sanctions-again-2018'] AS shown_by
        FROM legal_bases
        INNER JOIN programmes ON programmes.programme_id = legal_bases.programme_id
        INNER JOIN spans ON spans.row_id = legal_bases.basis_id
        CROSS JOIN asked
        WHERE legal_bases.basis_id = 'us-iran-eo13846-eo-13846'
    )

SELECT
    entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    answer,
    shown_by,
    (
        SELECT
            CASE
                WHEN bool_and(answer = 'yes') THEN 'supported'
                WHEN bool_and(answer = 'no') THEN 'contradicted'
                WHEN bool_or(answer = 'unsure') THEN 'undecidable'
                ELSE 'partly'
            END
        FROM answers
    ) AS verdict
FROM answers
