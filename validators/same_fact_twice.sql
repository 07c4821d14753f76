-- code: MST309
-- severity: error
-- title: same fact under two ids
-- why: a fact in two rows is counted twice, and its evidence is split between them
-- remedy: keep one row, let the claims of the other name it, and leave a row in redirects if the other was published
-- Cells that may be empty are among those compared: GROUP BY takes two that are NULL for the same.
WITH twins AS (
    SELECT
        'affiliations' AS table_name,
        max(affiliation_id) AS row_id,
        min(affiliation_id) AS twin_id,
        'from_id' AS field,
        from_id AS value
    FROM affiliations
    GROUP BY from_id, to_id, relation, started, ended
    HAVING min(affiliation_id) <> max(affiliation_id)
    UNION ALL
    SELECT
        'identifiers' AS table_name,
        max(identifier_id) AS row_id,
        min(identifier_id) AS twin_id,
        'value' AS field,
        value
    FROM identifiers
    GROUP BY entity_id, scheme, value
    HAVING min(identifier_id) <> max(identifier_id)
    UNION ALL
    SELECT
        'positions' AS table_name,
        max(position_id) AS row_id,
        min(position_id) AS twin_id,
        'title' AS field,
        title AS value
    FROM positions
    GROUP BY holder_id, title, body_id, started, ended
    HAVING min(position_id) <> max(position_id)
    UNION ALL
    SELECT
        'programmes' AS table_name,
        max(programme_id) AS row_id,
        min(programme_id) AS twin_id,
        'code' AS field,
        code AS value
    FROM programmes
    GROUP BY authority_id, code
    HAVING min(programme_id) <> max(programme_id)
    UNION ALL
    SELECT
        'legal_bases' AS table_name,
        max(basis_id) AS row_id,
        min(basis_id) AS twin_id,
        'act' AS field,
        act AS value
    FROM legal_bases
    GROUP BY programme_id, act, started, ended
    HAVING min(basis_id) <> max(basis_id)
    UNION ALL
    SELECT
        'sanctions' AS table_name,
        max(sanction_id) AS row_id,
        min(sanction_id) AS twin_id,
        'target_id' AS field,
        target_id AS value
    FROM sanctions
    GROUP BY target_id, authority_id, programme_id, listed, entry
    HAVING min(sanction_id) <> max(sanction_id)
    UNION ALL
    SELECT
        'tags' AS table_name,
        max(tag_id) AS row_id,
        min(tag_id) AS twin_id,
        'target_id' AS field,
        target_id AS value
    FROM tags
    GROUP BY target_id, authority_id, programme_id, listed, entry
    HAVING min(tag_id) <> max(tag_id)
    UNION ALL
    SELECT
        'participations' AS table_name,
        max(participation_id) AS row_id,
        min(participation_id) AS twin_id,
        'part' AS field,
        part AS value
    FROM participations
    -- two authorities may give two grades
    GROUP BY event_id, entity_id, part, basis, standing, standing_date
    HAVING min(participation_id) <> max(participation_id)
    UNION ALL
    SELECT
        'group_members' AS table_name,
        max(member_id) AS row_id,
        min(member_id) AS twin_id,
        'entity_id' AS field,
        entity_id AS value
    FROM group_members
    GROUP BY group_id, entity_id
    HAVING min(member_id) <> max(member_id)
    UNION ALL
    SELECT
        'estimates' AS table_name,
        max(estimate_id) AS row_id,
        min(estimate_id) AS twin_id,
        'population' AS field,
        population AS value
    FROM estimates
    GROUP BY about_id, measure, population, comparator, value, value_to, counted_by, as_of
    HAVING min(estimate_id) <> max(estimate_id)
    UNION ALL
    SELECT
        'fact_check_answers' AS table_name,
        max(item_id) AS row_id,
        min(item_id) AS twin_id,
        'entity_id' AS field,
        entity_id AS value
    FROM fact_check_answers
    GROUP BY check_id, entity_id, authority_id
    HAVING min(item_id) <> max(item_id)
)

SELECT
    twins.table_name,
    twins.row_id,
    twins.field,
    twins.value,
    twins.row_id || ' says the same as ' || twins.twin_id || ' in the same table' AS message
FROM twins
