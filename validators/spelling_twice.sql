-- code: MST511
-- severity: error
-- title: same spelling in two rows
-- why: a spelling has one row; its evidence must not be split between two
-- remedy: keep one of the rows and let the claims of the other name it
SELECT
    'names' AS table_name,
    names.name_id AS row_id,
    'name' AS field,
    names.name AS value,
    names.entity_id || ' has the spelling ' || names.name || ' twice: ' || earlier.name_id
        || ' and ' || names.name_id AS message
FROM names
INNER JOIN (
    SELECT entity_id, name, min(name_id) AS name_id
    FROM names
    GROUP BY entity_id, name
    HAVING count(*) > 1
) AS earlier
    ON names.entity_id = earlier.entity_id AND names.name = earlier.name
WHERE names.name_id <> earlier.name_id
