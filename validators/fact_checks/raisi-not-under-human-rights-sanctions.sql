WITH answers AS (
    SELECT
        on_lists.entity_id,
        on_lists.authority_id,
        CASE WHEN min(on_lists.answer) = max(on_lists.answer) THEN min(on_lists.answer) ELSE 'unsure' END AS answer,
        flatten(list(coalesce(on_lists.shown_by, []))) AS shown_by
    FROM fact_checks
    INNER JOIN on_lists
        ON
            on_lists.first_day <= CAST(fact_checks.as_of_max AS VARCHAR)
            AND on_lists.last_day >= CAST(fact_checks.as_of_min AS VARCHAR)
    WHERE
        fact_checks.check_id = 'raisi-not-under-human-rights-sanctions'
        AND on_lists.human_rights
        AND on_lists.authority_id IN ('european-union', 'united-states')
        AND on_lists.entity_id IN ('ebrahim-raisi')
    GROUP BY on_lists.entity_id, on_lists.authority_id
)

SELECT
    entity_id,
    authority_id,
    answer,
    shown_by,
    (
        SELECT
            CASE
                WHEN bool_or(answer = 'yes') THEN 'contradicted'
                WHEN bool_or(answer = 'unsure') THEN 'undecidable'
                WHEN
                    EXISTS (
                        SELECT 1
                        FROM on_lists
                        INNER JOIN fact_checks
                            ON CAST(fact_checks.as_of_min AS VARCHAR) BETWEEN on_lists.first_day AND on_lists.last_day
                        WHERE
                            fact_checks.check_id = 'raisi-not-under-human-rights-sanctions'
                            AND on_lists.entity_id = 'ebrahim-raisi'
                            AND on_lists.answer = 'yes'
                    ) THEN 'missing_context'
                ELSE 'supported'
            END
        FROM answers
    ) AS verdict
FROM answers
