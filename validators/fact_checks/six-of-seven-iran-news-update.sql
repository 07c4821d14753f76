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
        fact_checks.check_id = 'six-of-seven-iran-news-update'
        AND on_lists.human_rights
        AND on_lists.authority_id IN ('european-union', 'united-states')
        AND on_lists.entity_id IN (SELECT entity_id FROM group_members WHERE group_id = 'human-rights-staff-session-attendees')
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
                WHEN count(*) FILTER (WHERE surely) >= 6 THEN 'supported'
                WHEN count(*) FILTER (WHERE perhaps) < 6 THEN 'missing_context' -- others may have attended
                ELSE 'undecidable'
            END
        FROM (
            SELECT
                bool_and(answer = 'yes') AS surely,
                bool_and(answer <> 'no') AS perhaps
            FROM answers
            GROUP BY entity_id
        )
    ) AS verdict
FROM answers
