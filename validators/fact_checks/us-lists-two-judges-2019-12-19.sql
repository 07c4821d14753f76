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
        fact_checks.check_id = 'us-lists-two-judges-2019-12-19'
        AND on_lists.human_rights
        AND on_lists.authority_id IN ('european-union', 'united-states')
        AND on_lists.entity_id IN ('abolghassem-salavati', 'mohammad-moghisseh')
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
                WHEN bool_or(answer = 'no') THEN 'contradicted'
                WHEN bool_and(answer = 'yes') THEN 'supported'
                ELSE 'undecidable'
            END
        FROM answers
        WHERE authority_id = 'united-states'
    ) AS verdict
FROM answers
