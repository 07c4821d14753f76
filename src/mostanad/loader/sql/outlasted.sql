-- The listings that ended while the same authority still lists their target by another.
SELECT ended.sanction_id
FROM sanctions AS ended
WHERE
    ended.delisted IS NOT NULL
    AND EXISTS (
        SELECT 1
        FROM sanctions AS other
        WHERE
            other.authority_id = ended.authority_id
            AND other.target_id = ended.target_id
            AND other.delisted IS NULL
            AND other.sanction_id NOT IN (SELECT our_left_open.sanction_id FROM our_left_open)
    )
