SELECT
    positions.holder_id AS entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    CASE
        WHEN
            max(spans.begun_by) <= CAST(max(fact_checks.as_of_min) AS VARCHAR)
            AND min(spans.last_documented) >= CAST(max(fact_checks.as_of_max) AS VARCHAR) THEN 'yes'
        WHEN
            min(spans.earliest) > CAST(max(fact_checks.as_of_min) AS VARCHAR)
            OR max(spans.latest) < CAST(max(fact_checks.as_of_max) AS VARCHAR) THEN 'no'
        ELSE 'unsure'
    END AS answer,
    list(positions.position_id) AS shown_by,
    CASE answer
        WHEN 'yes' THEN 'supported'
        WHEN 'no' THEN 'contradicted'
        ELSE 'undecidable'
    END AS verdict
FROM fact_checks
CROSS JOIN positions
INNER JOIN spans ON spans.row_id = positions.position_id
WHERE
    fact_checks.check_id = 'rouhani-president-before-and-after-2017'
    AND positions.holder_id = 'hassan-rouhani'
    AND positions.title = 'President of Iran'
GROUP BY positions.holder_id
