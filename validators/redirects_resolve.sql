-- code: MST304
-- severity: error
-- title: redirect that does not lead from an old id to a row
-- why: an old id must lead, in one step, to the row that replaced it
-- remedy: delete the row that was merged, or let new_id name the row that exists now
WITH living AS (
    SELECT ids.row_id, min(ids.table_name) AS table_name
    FROM ids
    WHERE
        ids.table_name <> 'redirects'
        AND ids.row_id IN (SELECT redirects.old_id FROM redirects UNION ALL SELECT redirects.new_id FROM redirects)
    GROUP BY ids.row_id
)

SELECT
    'redirects' AS table_name,
    redirects.old_id AS row_id,
    'old_id' AS field,
    redirects.old_id AS value,
    redirects.old_id || ' was merged into ' || redirects.new_id || ', but is still a row of '
        || living.table_name AS message
FROM redirects
INNER JOIN living ON redirects.old_id = living.row_id
UNION ALL
SELECT
    'redirects' AS table_name,
    redirects.old_id AS row_id,
    'new_id' AS field,
    redirects.new_id AS value,
    redirects.old_id || ' was merged into ' || redirects.new_id || ', but no row has the id '
        || redirects.new_id AS message
FROM redirects
LEFT JOIN living ON redirects.new_id = living.row_id
WHERE living.row_id IS NULL
