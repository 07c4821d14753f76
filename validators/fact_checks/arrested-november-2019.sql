WITH
    claimed AS (
        SELECT
            estimates.about_id,
            estimates.counted_by,
            sources.derived_from,
            -- more than so many is at least one more
            estimates.value + CASE WHEN estimates.comparator = 'more_than' THEN 1 ELSE 0 END AS value
        FROM fact_checks
        INNER JOIN claims ON claims.claim_id = fact_checks.claim_id
        INNER JOIN passages ON passages.passage_id = claims.passage_id
        INNER JOIN sources ON sources.source_id = passages.source_id
        INNER JOIN estimates ON estimates.estimate_id = claims.target_id
        WHERE fact_checks.check_id = 'arrested-november-2019'
    ),
    counts AS (
        SELECT
            estimates.estimate_id,
            estimates.counted_by,
            estimates.counted_by <> claimed.counted_by AS by_another,
            bool_or(sources.kind IN ('official_record', 'court_record')) AS proved,
            bool_or(sources.source_id = claimed.derived_from) AS repeated,
            CASE
                WHEN estimates.comparator IN ('exactly', 'at_least') AND estimates.value >= claimed.value THEN 'yes'
                WHEN estimates.comparator = 'more_than' AND estimates.value + 1 >= claimed.value THEN 'yes'
                WHEN estimates.comparator IN ('exactly', 'as_many_as') AND estimates.value < claimed.value THEN 'no'
                ELSE 'unsure'
            END AS answer
        FROM claimed
        INNER JOIN estimates ON estimates.about_id = claimed.about_id
        INNER JOIN claims ON claims.target_id = estimates.estimate_id
        INNER JOIN passages ON passages.passage_id = claims.passage_id
        INNER JOIN sources ON sources.source_id = passages.source_id
        WHERE
            estimates.measure IN ('arrested', 'injured_or_arrested')
            AND estimates.subset_of IS NULL
            AND estimates.estimate_id NOT IN (SELECT supersedes FROM estimates WHERE supersedes IS NOT NULL)
        GROUP BY ALL
    )

SELECT
    counted_by AS entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    any_value(answer) AS answer,
    list(estimate_id) AS shown_by,
    (
        SELECT
            CASE
                WHEN bool_or(proved AND answer = 'yes') THEN 'supported'
                WHEN bool_or(proved AND answer = 'no') THEN 'contradicted'
                WHEN bool_or(repeated AND by_another AND answer <> 'yes') THEN 'missing_context'
                WHEN bool_or(answer = 'no') THEN 'partly'
                WHEN bool_or(by_another AND answer = 'yes') THEN 'supported'
                ELSE 'undecidable'
            END
        FROM counts
    ) AS verdict
FROM counts
GROUP BY counted_by
