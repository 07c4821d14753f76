WITH
    counts AS (
        SELECT
            counted_by AS entity_id,
            estimate_id
        FROM estimates
        WHERE about_id IN ('uprising-2019-11') AND measure IN ('killed')
    ),
    proved AS (
        SELECT DISTINCT
            counts.estimate_id
        FROM counts
        INNER JOIN claims ON claims.target_id = counts.estimate_id
        INNER JOIN passages ON passages.passage_id = claims.passage_id
        INNER JOIN sources ON sources.source_id = passages.source_id
        WHERE sources.kind IN ('official_record', 'court_record')
    )
SELECT
    counts.entity_id,
    CAST(NULL AS VARCHAR) AS authority_id,
    CASE
        WHEN bool_or(proved.estimate_id IS NOT NULL) THEN 'yes'
        ELSE 'unsure'
    END AS answer,
    list(counts.estimate_id) AS shown_by,
    (
        SELECT
            CASE
                WHEN count(*) = 0 THEN 'undecidable'
                ELSE 'partly'
            END
        FROM proved
    ) AS verdict
FROM counts
LEFT JOIN proved ON proved.estimate_id = counts.estimate_id
GROUP BY counts.entity_id
ORDER BY counts.entity_id
