-- code: MST405
-- severity: error
-- title: verdict without a record
-- why: only a court's own record or an official one shows what the court decided, not a report
-- remedy: add the passage of such a record that states it as a fact, or give the standing that the source supports
SELECT
    'participations' AS table_name,
    participations.participation_id AS row_id,
    'standing' AS field,
    participations.standing AS value,
    participations.entity_id || ' is called ' || participations.standing || ' ('
        || participations.participation_id
        || '), but no court record, official record or legal act states it as a fact' AS message
FROM participations
WHERE
    participations.standing IN ('convicted', 'acquitted', 'overturned')
    AND NOT EXISTS (
        SELECT 1
        FROM claim_cells
        INNER JOIN sources ON claim_cells.source_id = sources.source_id
        WHERE
            claim_cells.row_id = participations.participation_id
            AND claim_cells.table_name = 'participations'
            AND claim_cells.field = 'standing'
            AND claim_cells.stance = 'asserts'
            AND claim_cells.modality = 'fact'
            AND sources.kind IN ('court_record', 'official_record', 'legal_act')
    )
