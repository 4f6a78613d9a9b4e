-- Areas of one import in one statement. A list of names takes no boundary away.
INSERT INTO siaga.area AS a (code, kecamatan, desa, boundary)
SELECT r.code, r.kecamatan, r.desa, r.boundary
FROM json_to_recordset(CAST(:rows AS json)) AS r (code text, kecamatan text, desa text, boundary text)
ON CONFLICT (code) DO UPDATE SET
    kecamatan = excluded.kecamatan, desa = excluded.desa,
    boundary = coalesce(nullif(excluded.boundary, ''), a.boundary)
WHERE (a.kecamatan, a.desa, a.boundary)
    IS DISTINCT FROM (excluded.kecamatan, excluded.desa, coalesce(nullif(excluded.boundary, ''), a.boundary))
