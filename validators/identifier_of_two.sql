-- code: MST519
-- severity: error
-- title: one identifier for two persons or organisations
-- why: an identifier means one person or organisation: the two rows are one, or it was given to the wrong one
-- remedy: merge the two rows, or delete the identifier of the one to whom it does not belong
SELECT
    'identifiers' AS table_name,
    identifiers.identifier_id AS row_id,
    'value' AS field,
    identifiers.value,
    identifiers.scheme || ' ' || identifiers.value || ' is given to ' || identifiers.entity_id
        || ' and to ' || min(others.entity_id) AS message
FROM identifiers
INNER JOIN identifiers AS others
    ON
        identifiers.scheme = others.scheme
        AND identifiers.value = others.value
        AND identifiers.entity_id <> others.entity_id
GROUP BY identifiers.identifier_id, identifiers.scheme, identifiers.value, identifiers.entity_id
