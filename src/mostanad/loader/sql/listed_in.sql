-- The listings about which a document says something; and whether they are entries of it: without a cell that only an entry
-- states one is, too. What else a list names is an entry of another, which it only marks, or shows when one began. A list is
-- that of the authority with most of its entries: it can print the number of an entry of another's list.
WITH named AS (
    SELECT
        passages.source_id,
        sanctions.sanction_id,
        sanctions.authority_id,
        bool_or(
            coalesce(sanctions.entry, sanctions.programme_id) IS NULL
            OR list_has_any(claims.fields, ['entry', 'programme_id'])
        ) AS is_entry
    FROM claims
    INNER JOIN passages ON passages.passage_id = claims.passage_id
    INNER JOIN sanctions ON sanctions.sanction_id = claims.target_id
    GROUP BY passages.source_id, sanctions.sanction_id, sanctions.authority_id
)

SELECT
    source_id,
    sanction_id,
    is_entry
    AND authority_id = coalesce(mode(authority_id) FILTER (WHERE is_entry) OVER (PARTITION BY source_id), authority_id)
        AS is_entry
FROM named
ORDER BY source_id, sanction_id
