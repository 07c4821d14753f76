-- Every claim with the content of its seal, in the SQL of Spark.
SELECT claims.claim_id, ids.table_name, claims.target_id, claims.fields, claims.modality, claims.hedge, claims.stance,
       claims.as_of, claims.value, claims.as_stated, passages.selector, passages.sha256 AS passage,
       sources.source_id, sources.sha256 AS source, sources.published, lineage.origin, seals.seal,
       filled.names, filled.texts,
       coalesce(claims.asserted_by, lineage.asserter) AS asserter
FROM claims
LEFT JOIN ids ON ids.row_id = claims.target_id
LEFT JOIN passages ON passages.passage_id = claims.passage_id
LEFT JOIN sources ON sources.source_id = passages.source_id
LEFT JOIN lineage ON lineage.source_id = passages.source_id
LEFT JOIN seals ON seals.claim_id = claims.claim_id
LEFT JOIN (
    SELECT row_id, transform(both, one -> one.field) AS names, transform(both, one -> one.value) AS texts
    FROM (
        SELECT row_id, collect_list(struct(field, value)) AS both
        FROM (SELECT * FROM cells UNION ALL SELECT * FROM coding_cells)
        GROUP BY row_id
    )
) AS filled ON filled.row_id = claims.target_id;

SELECT count(*) FROM seals LEFT ANTI JOIN claims ON claims.claim_id = seals.claim_id;
