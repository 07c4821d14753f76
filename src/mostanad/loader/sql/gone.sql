-- The last change of each fact that was published and is gone.
SELECT changes.*
FROM changes
WHERE
    changes.change IN ('retraction', 'merge', 'privacy')
    AND changes.known_to IS NULL
    AND changes.fact_id NOT IN (SELECT facts.fact_id FROM facts)
ORDER BY changes.change_id
