-- code: MST408
-- severity: error
-- title: part greater than its whole
-- why: a subset cannot be larger than its whole: a number, a comparator or the reference is wrong
-- remedy: correct the number, its comparator, or what it is a subset of
WITH sizes AS (
    -- the least and the most that a number can mean; NULL where its comparator sets no bound, which exceeds nothing
    SELECT
        'estimates' AS table_name,
        estimate_id AS row_id,
        'value' AS field,
        subset_of,
        measure,
        comparator,
        CASE WHEN comparator IN ('exactly', 'at_least', 'more_than', 'between') THEN value END AS lower_bound,
        CASE
            WHEN comparator IN ('exactly', 'at_most') THEN value
            WHEN comparator = 'between' THEN value_to
        END AS upper_bound
    FROM estimates
    UNION ALL
    SELECT
        'groups' AS table_name,
        group_id AS row_id,
        'size' AS field,
        subset_of,
        'members' AS measure,
        coalesce(comparator, 'exactly') AS comparator,
        CASE WHEN coalesce(comparator, 'exactly') IN ('exactly', 'at_least', 'more_than') THEN size END AS lower_bound,
        CASE WHEN coalesce(comparator, 'exactly') IN ('exactly', 'at_most') THEN size END AS upper_bound
    FROM groups
)

SELECT
    part.table_name,
    part.row_id,
    'subset_of' AS field,
    part.subset_of AS value,
    part.row_id || ' (' || part.comparator || ' ' || part_cell.value || ') counts more than '
        || whole.row_id || ' (' || whole.comparator || ' ' || whole_cell.value
        || '), of which it is a part' AS message
FROM sizes AS part
INNER JOIN sizes AS whole ON part.table_name = whole.table_name AND part.subset_of = whole.row_id
INNER JOIN cells AS part_cell
    ON
        part.table_name = part_cell.table_name
        AND part.row_id = part_cell.row_id
        AND part.field = part_cell.field
INNER JOIN cells AS whole_cell
    ON
        whole.table_name = whole_cell.table_name
        AND whole.row_id = whole_cell.row_id
        AND whole.field = whole_cell.field
WHERE
    part.lower_bound IS NOT NULL
    AND whole.upper_bound IS NOT NULL
    AND part.lower_bound > whole.upper_bound
    -- per cent and heads do not compare
    AND (part.measure = 'share') = (whole.measure = 'share')
