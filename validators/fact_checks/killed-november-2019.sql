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
        WHERE fact_checks.check_id = 'killed-november-2019'
    ),
    -- who speaks for whom: what is tied to the claimant is no other witness
    tied AS (
        SELECT
            affiliations.from_id AS one_id,
            affiliations.to_id AS other_id
        FROM affiliations
        WHERE affiliations.relation IN ('organ_of', 'part_of', 'led_by')
        UNION
        SELECT
            affiliations.to_id AS one_id,
            affiliations.from_id AS other_id
        FROM affiliations
        WHERE affiliations.relation IN ('organ_of', 'part_of', 'led_by')
    ),
    counts AS (
        SELECT
            estimates.estimate_id,
            estimates.counted_by,
            estimates.counted_by <> claimed.counted_by AND tied.other_id IS NULL AS by_another,
            bool_or(sources.publisher_id = estimates.counted_by) AS published,
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
        LEFT JOIN tied ON tied.one_id = claimed.counted_by AND tied.other_id = estimates.counted_by
        INNER JOIN claims ON claims.target_id = estimates.estimate_id
        INNER JOIN passages ON passages.passage_id = claims.passage_id
        INNER JOIN sources ON sources.source_id = passages.source_id
        WHERE
            estimates.measure IN ('killed')
            AND estimates.subset_of IS NULL
            AND estimates.estimate_id NOT IN (SELECT supersedes FROM estimates WHERE supersedes IS NOT NULL)
        GROUP BY ALL
    ),
    -- a witness speaks in a document of its own, and a passage shows whose side it is on: what is known from the report
    -- of somebody else alone, or from a site that nobody places, confirms and excludes nothing
    heard AS (
        SELECT
            *,
            by_another AND published AND counted_by IN (SELECT tied.one_id FROM tied) AS witness
        FROM counts
    )

SELECT
    counted_by AS entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    any_value(answer) AS answer,
    list(estimate_id) AS shown_by,
    (
        SELECT
            CASE
                WHEN bool_or(by_another AND proved AND answer = 'yes') THEN 'supported'
                WHEN bool_or(by_another AND proved AND answer = 'no') THEN 'contradicted'
                WHEN bool_or(repeated AND by_another AND answer <> 'yes') THEN 'missing_context'
                WHEN bool_or(witness AND answer = 'no') AND bool_or(witness AND answer <> 'no') THEN 'partly'
                WHEN bool_or(witness AND answer = 'yes') THEN 'supported'
                ELSE 'undecidable'
            END
        FROM heard
    ) AS verdict
FROM heard
GROUP BY counted_by
