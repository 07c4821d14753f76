WITH
    day AS (
        SELECT
            as_of_min,
            as_of_max
        FROM fact_checks
        WHERE check_id = 'un-resolution-december-2019'
    ),
    votes AS (
        SELECT
            max(CASE WHEN measure = 'votes_for' THEN value END) AS votes_for,
            max(CASE WHEN measure = 'votes_against' THEN value END) AS votes_against
        FROM estimates
        WHERE about_id = 'unga-resolution-2019-12-18' AND counted_by = 'unvotes'
    ),
    answers AS (
        SELECT
            events.body_id AS entity_id,
            CAST(NULL AS VARCHAR) AS authority_id,
            CASE
                WHEN votes.votes_for IS NULL OR votes.votes_against IS NULL THEN 'unsure'
                WHEN votes.votes_for > votes.votes_against AND events.date_min >= day.as_of_min
                    AND events.date_max <= day.as_of_max THEN 'yes'
                ELSE 'no'
            END AS answer
        FROM events
        CROSS JOIN votes
        CROSS JOIN day
        WHERE events.event_id = 'unga-resolution-2019-12-18'
    )
SELECT
    entity_id,
    authority_id,
    answer,
    (
        SELECT
            list(estimate_id)
        FROM estimates
        WHERE about_id = 'unga-resolution-2019-12-18' AND counted_by = 'unvotes'
    ) AS shown_by,
    CASE answer
        WHEN 'yes' THEN 'supported'
        WHEN 'no' THEN 'contradicted'
        ELSE 'undecidable'
    END AS verdict
FROM answers
