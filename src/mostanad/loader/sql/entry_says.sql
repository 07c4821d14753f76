-- What an authority says in the entry that shows a listing: of the target, or of its post or body.
SELECT DISTINCT sanctions.sanction_id, statements.statement_id
FROM sanctions
INNER JOIN statements ON statements.speaker_id = sanctions.authority_id
INNER JOIN claims AS said ON said.target_id = statements.statement_id
INNER JOIN claims AS shown ON shown.target_id = sanctions.sanction_id AND shown.passage_id = said.passage_id
WHERE coalesce(said.stance, 'asserts') = 'asserts'
ORDER BY sanctions.sanction_id, statements.statement_id
