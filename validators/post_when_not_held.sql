-- code: MST420
-- severity: error
-- title: post or tie asserted for a day when it was not held
-- why: a title in an old list or article must not put somebody into a post before or after they held it
-- remedy: correct as_of of the claim, or the dates of the row
WITH held AS (
    SELECT
        'positions' AS table_name,
        position_id AS row_id,
        started,
        started_min,
        ended,
        ended_max
    FROM positions
    UNION ALL
    SELECT
        'affiliations' AS table_name,
        affiliation_id AS row_id,
        started,
        started_min,
        ended,
        ended_max
    FROM affiliations
)

SELECT DISTINCT
    'claims' AS table_name,
    claims.claim_id AS row_id,
    'as_of' AS field,
    claims.as_of AS value,
    'the claim is about ' || claims.as_of || ', but ' || held.row_id || ' lasted from '
        || coalesce(held.started, 'an unknown day') || ' to '
        || coalesce(held.ended, 'an unknown day') AS message
FROM claims
INNER JOIN claim_cells ON claims.claim_id = claim_cells.claim_id AND claim_cells.stance = 'asserts'
INNER JOIN held ON claim_cells.table_name = held.table_name AND claim_cells.row_id = held.row_id
WHERE
    (claims.as_of_max IS NOT NULL AND held.started_min IS NOT NULL AND claims.as_of_max < held.started_min)
    OR (claims.as_of_min IS NOT NULL AND held.ended_max IS NOT NULL AND claims.as_of_min > held.ended_max)
