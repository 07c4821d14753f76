-- code: MST414
-- severity: error
-- title: listing later than a source that asserts its date
-- why: a document reports a listing or its end once it has happened: a date is wrong, or a plan was taken for an act
-- remedy: correct the date of the listing or of the publication, or code what the passage says as a statement
-- A list from before a change bounds it (the annex of an act too), and so does a log of its versions: that an entry is not there yet, or still
-- there, is an inference from a record, from the absence of one, or from the line that says when the list was seen.
WITH listings AS (
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        target_id,
        'listed' AS field,
        listed AS when_text,
        listed_min AS when_first
    FROM sanctions
    UNION ALL
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        target_id,
        'delisted' AS field,
        delisted AS when_text,
        delisted_min AS when_first
    FROM sanctions
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        target_id,
        'listed' AS field,
        listed AS when_text,
        listed_min AS when_first
    FROM tags
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        target_id,
        'delisted' AS field,
        delisted AS when_text,
        delisted_min AS when_first
    FROM tags
)

SELECT DISTINCT
    listings.table_name,
    listings.row_id,
    listings.field,
    listings.when_text AS value,
    listings.target_id || ' is ' || listings.field || ' ' || listings.when_text || ', but '
        || sources.source_id || ', which says so, was published ' || sources.published AS message
FROM listings
INNER JOIN claim_cells
    ON
        listings.row_id = claim_cells.row_id
        AND listings.field = claim_cells.field
        AND claim_cells.table_name = listings.table_name
        AND claim_cells.stance = 'asserts'
INNER JOIN sources ON claim_cells.source_id = sources.source_id
INNER JOIN passages ON claim_cells.passage_id = passages.passage_id
WHERE
    listings.when_first IS NOT NULL
    AND sources.published_max IS NOT NULL
    AND listings.when_first > sources.published_max
    AND NOT (
        claim_cells.modality = 'inference'
        AND (
            (sources.kind IN ('sanctions_list', 'legal_act') AND passages.selector LIKE 'record=%')
            OR (sources.kind IN ('sanctions_list', 'legal_act') AND passages.selector LIKE 'absent=%')
            OR (sources.kind = 'dataset' AND passages.selector LIKE 'line=%')
        )
    )
