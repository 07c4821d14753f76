-- What was said about some rows ($wanted), in order of time, and who says so: a denial stands beside the accusation.
SELECT
    statements.statement_id,
    statements.speaker_id,
    statements.kind,
    statements.made,
    statements.about_id,
    statements.gist,
    facts.asserted_by,
    facts.modalities
FROM statements
INNER JOIN facts ON facts.fact_id = concat(statements.statement_id, '/kind')
WHERE list_contains($wanted, statements.about_id)
ORDER BY coalesce(statements.made_min, statements.made_max, DATE '9999-12-31'), statements.statement_id
