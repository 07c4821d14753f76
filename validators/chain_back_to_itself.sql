-- code: MST406
-- severity: error
-- title: chain that leads back to itself
-- why: nothing is a part, a copy, a report or a later version of itself; following the chain would never end
-- remedy: find the row of the chain that names the wrong one, and correct it
SELECT
    cycles.table_name,
    cycles.row_id,
    cycles.field,
    row_references.value,
    'following ' || cycles.field || ' from ' || cycles.row_id || ' to '
        || row_references.value || ' leads back to ' || cycles.row_id AS message
FROM cycles
INNER JOIN row_references
    ON
        cycles.table_name = row_references.table_name
        AND cycles.row_id = row_references.row_id
        AND cycles.field = row_references.field
