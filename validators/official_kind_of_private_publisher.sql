-- code: MST527
-- severity: error
-- title: official document not published by an authority
-- why: a record, a list or an act of an authority proves what a text by anybody else only claims
-- remedy: correct the kind of the source, or name the authority as its publisher and derive the copy from it
SELECT
    'sources' AS table_name,
    sources.source_id AS row_id,
    'kind' AS field,
    sources.kind AS value,
    sources.source_id || ' is a ' || sources.kind || ', but its publisher ' || sources.publisher_id || ' is a '
        || parties.kind || ' and no authority' AS message
FROM sources
INNER JOIN parties ON sources.publisher_id = parties.party_id
WHERE
    sources.kind IN ('official_record', 'sanctions_list', 'legal_act', 'court_record')
    AND sources.derivation = 'original'
    AND parties.kind IN (
        'media', 'ngo', 'political_organisation', 'company', 'movement', 'person', 'unnamed'
    )
