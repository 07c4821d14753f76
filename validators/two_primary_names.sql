-- code: MST510
-- severity: warning
-- title: two primary names in one script
-- why: there is one usual name in a script; every other spelling is an alias or a transliteration
-- remedy: keep kind primary for the usual one and give the other its own kind
SELECT
    'names' AS table_name,
    names.name_id AS row_id,
    'kind' AS field,
    names.kind AS value,
    names.entity_id || ' has another primary name in the script ' || names.script || ': '
        || earlier.name_id || ' beside ' || names.name_id AS message
FROM names
INNER JOIN (
    SELECT entity_id, script, min(name_id) AS name_id
    FROM names
    WHERE kind = 'primary'
    GROUP BY entity_id, script
) AS earlier
    ON names.entity_id = earlier.entity_id AND names.script = earlier.script
WHERE names.kind = 'primary' AND names.name_id <> earlier.name_id
