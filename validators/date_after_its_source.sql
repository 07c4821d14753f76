-- code: MST416
-- severity: error
-- title: date later than a source that asserts it
-- why: a document can give what was still to come only as a plan or a forecast, never as a fact
-- remedy: correct the date or that of the publication, or code what the passage says as a statement
-- Events, listings and statements have rules of their own. Programmes and their bases have none: a legal act does fix
-- when it enters into force and when it expires.
WITH dated AS (
    SELECT 'officials' AS table_name, official_id AS row_id, 'born' AS field, born AS when_text, born_min AS when_first
    FROM officials
    UNION ALL
    SELECT 'officials' AS table_name, official_id AS row_id, 'died' AS field, died AS when_text, died_min AS when_first
    FROM officials
    UNION ALL
    SELECT 'parties' AS table_name, party_id AS row_id, 'born' AS field, born AS when_text, born_min AS when_first
    FROM parties
    UNION ALL
    SELECT
        'affiliations' AS table_name,
        affiliation_id AS row_id,
        'started' AS field,
        started AS when_text,
        started_min AS when_first
    FROM affiliations
    UNION ALL
    SELECT
        'affiliations' AS table_name,
        affiliation_id AS row_id,
        'ended' AS field,
        ended AS when_text,
        ended_min AS when_first
    FROM affiliations
    UNION ALL
    SELECT
        'positions' AS table_name,
        position_id AS row_id,
        'started' AS field,
        started AS when_text,
        started_min AS when_first
    FROM positions
    UNION ALL
    SELECT
        'positions' AS table_name,
        position_id AS row_id,
        'ended' AS field,
        ended AS when_text,
        ended_min AS when_first
    FROM positions
    UNION ALL
    SELECT
        'participations' AS table_name,
        participation_id AS row_id,
        'standing_date' AS field,
        standing_date AS when_text,
        standing_date_min AS when_first
    FROM participations
    UNION ALL
    SELECT
        'estimates' AS table_name,
        estimate_id AS row_id,
        'as_of' AS field,
        as_of AS when_text,
        as_of_min AS when_first
    FROM estimates
)

SELECT DISTINCT
    dated.table_name,
    dated.row_id,
    dated.field,
    dated.when_text AS value,
    dated.field || ' of ' || dated.row_id || ' is ' || dated.when_text || ', but '
        || sources.source_id || ', which says so, was published ' || sources.published AS message
FROM dated
INNER JOIN claim_cells
    ON
        dated.table_name = claim_cells.table_name
        AND dated.row_id = claim_cells.row_id
        AND dated.field = claim_cells.field
        AND claim_cells.stance = 'asserts'
INNER JOIN sources ON claim_cells.source_id = sources.source_id
WHERE
    dated.when_first IS NOT NULL
    AND sources.published_max IS NOT NULL
    AND dated.when_first > sources.published_max
