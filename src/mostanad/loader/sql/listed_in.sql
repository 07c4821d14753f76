-- The listings about which a document says something.
SELECT DISTINCT passages.source_id, claims.target_id AS sanction_id
FROM claims
INNER JOIN passages ON passages.passage_id = claims.passage_id
INNER JOIN sanctions ON sanctions.sanction_id = claims.target_id
ORDER BY ALL
