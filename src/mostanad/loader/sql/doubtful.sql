-- The listings of which nobody says without reservation that they are of their target.
SELECT sanctions.sanction_id
FROM sanctions
INNER JOIN evidence ON evidence.fact_id = sanctions.sanction_id || '/target_id'
GROUP BY sanctions.sanction_id
HAVING bool_and(evidence.hedge <> 'none')
