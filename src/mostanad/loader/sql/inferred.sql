-- The facts that nobody states: they are concluded.
SELECT fact_id
FROM facts
WHERE modalities = ['inference']
