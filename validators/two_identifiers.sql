-- code: MST520
-- severity: warning
-- title: two identifiers from one database
-- why: a database usually has a person or organisation once: here two with similar names may have been joined
-- remedy: find out whether both are meant; split the rows if not, and say in the note why if so
SELECT
    'identifiers' AS table_name,
    identifiers.identifier_id AS row_id,
    'value' AS field,
    identifiers.value,
    identifiers.entity_id || ' has the ' || identifiers.scheme || ' ids ' || min(others.value)
        || ' and ' || identifiers.value AS message
FROM identifiers
INNER JOIN identifiers AS others
    ON
        identifiers.entity_id = others.entity_id
        AND identifiers.scheme = others.scheme
        AND others.value < identifiers.value
-- who has looked into it says so in a note
WHERE identifiers.note IS NULL AND others.note IS NULL
GROUP BY identifiers.identifier_id, identifiers.entity_id, identifiers.scheme, identifiers.value
