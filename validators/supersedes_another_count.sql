-- code: MST407
-- severity: error
-- title: number that supersedes a number of another kind
-- why: only a counter's own later number for the same thing replaces an earlier one; any other is a rival
-- remedy: let supersedes name the same counter's earlier number for the same thing, or empty the cell
SELECT
    'estimates' AS table_name,
    later.estimate_id AS row_id,
    'supersedes' AS field,
    later.supersedes AS value,
    later.estimate_id || ' (' || later.measure || ' of ' || later.about_id || ', counted by '
        || later.counted_by || ') supersedes ' || earlier.estimate_id || ' (' || earlier.measure
        || ' of ' || earlier.about_id || ', counted by ' || earlier.counted_by
        || '), which is another count' AS message
FROM estimates AS later
INNER JOIN estimates AS earlier ON later.supersedes = earlier.estimate_id
WHERE
    later.counted_by <> earlier.counted_by
    OR later.measure <> earlier.measure
    OR later.about_id <> earlier.about_id
