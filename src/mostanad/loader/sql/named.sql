-- The documents that name each post and tie: the days of the first and the last of them, and of the last that an authority
-- published with it but without a day of its own, as a list is, which prints old words again.
WITH lasting AS (
    SELECT position_id AS row_id FROM positions
    UNION ALL
    SELECT affiliation_id FROM affiliations
)

SELECT
    lasting.row_id,
    min(sources.published_max) AS first_named,
    max(sources.published_max) AS last_named,
    max(sources.published_max) FILTER (
        WHERE sources.kind IN ('sanctions_list', 'legal_act', 'official_record')
        AND coalesce(starts_with(claims.as_of, '[..'), TRUE)
    ) AS printed
FROM lasting
INNER JOIN claims ON claims.target_id = lasting.row_id
INNER JOIN passages ON passages.passage_id = claims.passage_id
INNER JOIN sources ON sources.source_id = passages.source_id
WHERE coalesce(claims.stance, 'asserts') = 'asserts' AND claims.fields <> ['ended']
GROUP BY lasting.row_id
