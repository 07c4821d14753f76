-- The listings about which a document says something; and whether they are entries of it: without a cell that only an entry
-- states one is, too. What else a list names is an entry of another, which it only marks, or shows when one began.
SELECT
    passages.source_id,
    sanctions.sanction_id,
    bool_or(
        coalesce(sanctions.entry, sanctions.programme_id) IS NULL
        OR list_has_any(claims.fields, ['entry', 'programme_id'])
    ) AS is_entry
FROM claims
INNER JOIN passages ON passages.passage_id = claims.passage_id
INNER JOIN sanctions ON sanctions.sanction_id = claims.target_id
GROUP BY passages.source_id, sanctions.sanction_id
ORDER BY passages.source_id, sanctions.sanction_id
