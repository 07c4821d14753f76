-- code: MST409
-- severity: error
-- title: more members than the group has
-- why: at least one member is somebody whom the source does not mean
-- remedy: delete the member whom no passage names as one of the group, or correct the size
SELECT
    'groups' AS table_name,
    groups.group_id AS row_id,
    'size' AS field,
    CAST(groups.size AS STRING) AS value,
    groups.group_id || ' has ' || CAST(groups.size AS STRING) || ' members, but '
        || CAST(members.named AS STRING) || ' are named' AS message
FROM groups
INNER JOIN (
    SELECT group_id, count(DISTINCT entity_id) AS named
    FROM group_members
    GROUP BY group_id
) AS members
    ON groups.group_id = members.group_id
WHERE
    coalesce(groups.comparator, 'exactly') IN ('exactly', 'at_most')
    AND groups.size IS NOT NULL
    AND members.named > groups.size
