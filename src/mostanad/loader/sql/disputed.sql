-- The facts that somebody denies, or of which somebody gives another value.
SELECT fact_id
FROM facts
WHERE disputed
