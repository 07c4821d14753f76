SELECT
    positions.holder_id AS entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    CASE
        WHEN positions.started_min >= fact_checks.as_of_min AND positions.started_max <= fact_checks.as_of_max THEN 'yes'
        WHEN positions.started_max < fact_checks.as_of_min OR positions.started_min > fact_checks.as_of_max THEN 'no'
        ELSE 'unsure'
    END AS answer,
    [positions.position_id] AS shown_by,
    CASE answer
        WHEN 'yes' THEN 'supported'
        ELSE 'undecidable' -- a post held from another day says nothing of the day of a ceremony
    END AS verdict
FROM fact_checks
CROSS JOIN positions
WHERE
    fact_checks.check_id = 'raisi-president-from-the-inauguration'
    AND positions.position_id = 'ebrahim-raisi-president'
