-- The last day of which a document says that an event goes on; that of a list, or of an act that lists, which print old words
-- again, is none.
SELECT
    events.event_id,
    max(least(evidence.as_of_max, sources.published_max)) AS last_documented
FROM events
INNER JOIN evidence ON split_part(evidence.fact_id, '/', 1) = events.event_id
INNER JOIN sources ON sources.source_id = evidence.source_id
WHERE
    evidence.stance <> 'disputes'
    AND (evidence.as_of_min IS NOT NULL OR sources.kind NOT IN ('sanctions_list', 'legal_act', 'official_record'))
GROUP BY events.event_id
