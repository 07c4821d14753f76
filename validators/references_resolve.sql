-- code: MST303
-- severity: error
-- title: reference to nothing
-- why: an id that leads nowhere breaks the chain from a fact to its passage
-- remedy: correct the id, or add the row that it means
SELECT
    refs.table_name,
    refs.row_id,
    refs.field,
    refs.value,
    refs.field || ' names ' || refs.value || ', but no table to which it may refer has such a row' AS message
FROM row_references AS refs
LEFT JOIN (
    SELECT targets.table_name, targets.field, ids.row_id
    FROM reference_targets AS targets
    INNER JOIN ids ON targets.target = ids.table_name
) AS allowed
    ON refs.table_name = allowed.table_name AND refs.field = allowed.field AND refs.value = allowed.row_id
WHERE allowed.row_id IS NULL
