-- The listings of which the record has reasons: what their entry says, also on a post or a body, or if an authority has no
-- statement of reasons for somebody, what it says of them elsewhere, as in the comments of a list.
SELECT reasons.sanction_id
FROM reasons
WHERE reasons.sanction_id NOT IN (SELECT our_bare.sanction_id FROM our_bare)
UNION
SELECT our_entry_says.sanction_id
FROM our_entry_says
UNION
SELECT sanctions.sanction_id
FROM sanctions
INNER JOIN statements ON statements.speaker_id = sanctions.authority_id AND statements.about_id = sanctions.target_id
WHERE
    NOT EXISTS (
        SELECT 1
        FROM reasons
        INNER JOIN sanctions AS other ON other.sanction_id = reasons.sanction_id
        WHERE other.authority_id = sanctions.authority_id AND other.target_id = sanctions.target_id
    )
