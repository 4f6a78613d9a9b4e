-- Landmarks of one import in one statement; one that stands already as it is imported is left alone.
INSERT INTO siaga.place AS p (id, name, kecamatan, desa, latitude, longitude)
SELECT r.id, r.name, r.kecamatan, r.desa, r.latitude, r.longitude
FROM json_to_recordset(CAST(:rows AS json)) AS r (
    id uuid, name text, kecamatan text, desa text, latitude double precision, longitude double precision)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, kecamatan = excluded.kecamatan, desa = excluded.desa,
    latitude = excluded.latitude, longitude = excluded.longitude
WHERE (p.name, p.kecamatan, p.desa, p.latitude, p.longitude)
    IS DISTINCT FROM (excluded.name, excluded.kecamatan, excluded.desa, excluded.latitude, excluded.longitude)
