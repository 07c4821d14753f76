-- code: MST524
-- severity: warning
-- title: one spelling for two persons or organisations
-- why: the two may be one person with two rows, or namesakes whose evidence can be confused
-- remedy: merge the two rows, or say in the note of one of the names why they are two
SELECT
    'names' AS table_name,
    names.name_id AS row_id,
    'name' AS field,
    names.name AS value,
    names.name || ' is a name of ' || names.entity_id || ' and of ' || min(others.entity_id) AS message
FROM names
INNER JOIN names AS others ON names.name = others.name AND others.entity_id < names.entity_id
-- who has looked into it says so in a note
WHERE names.note IS NULL AND others.note IS NULL
GROUP BY names.name_id, names.name, names.entity_id
