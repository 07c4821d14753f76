-- Of checks and their answers ($wanted): the claim that is checked, and the rows that show the answers.
SELECT claim_id AS id
FROM fact_checks
WHERE list_contains($wanted, check_id)
UNION
SELECT unnest(list_prepend(fact_checks.claim_id, coalesce(fact_check_answers.shown_by, []))) AS id
FROM fact_check_answers
INNER JOIN fact_checks ON fact_checks.check_id = fact_check_answers.check_id
WHERE list_has_any($wanted, [fact_check_answers.check_id, fact_check_answers.item_id])
