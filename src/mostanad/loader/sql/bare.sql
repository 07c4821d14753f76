-- The listings whose entry says of whom it is by posts, ties and names, and gives no other reason: it alleges nothing, tells
-- of no part, and what it quotes is not the word of the authority.
SELECT reasons.sanction_id
FROM reasons
LEFT JOIN statements ON statements.statement_id = reasons.row_id
GROUP BY reasons.sanction_id
HAVING
    NOT bool_or(
        reasons.table_name NOT IN ('positions', 'affiliations', 'names', 'identifiers', 'sanctions')
        AND (
            reasons.table_name = 'participations'
            OR reasons.modality = 'allegation'
            OR coalesce(statements.speaker_id = reasons.asserted_by, FALSE)
        )
    )
