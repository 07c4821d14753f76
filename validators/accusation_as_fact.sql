-- code: MST506
-- severity: error
-- title: accusation that is not marked as one
-- why: an accusation stays an accusation, however certain its author is
-- remedy: set modality of the claim to allegation, or correct part or standing if a court or the person confirms it
SELECT DISTINCT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    'modality' AS field,
    claim_cells.modality AS value,
    participations.participation_id || ' is an accusation against ' || participations.entity_id
        || ' (part ' || participations.part || ', standing '
        || coalesce(participations.standing, 'none') || '), but the claim gives it as '
        || claim_cells.modality AS message
FROM participations
INNER JOIN claim_cells
    ON participations.participation_id = claim_cells.row_id AND claim_cells.table_name = 'participations'
WHERE
    claim_cells.stance = 'asserts'
    AND claim_cells.modality <> 'allegation'
    AND (
        (participations.part = 'accused' AND claim_cells.field = 'part')
        OR (coalesce(participations.standing, '') = 'alleged' AND claim_cells.field IN ('part', 'standing'))
    )
