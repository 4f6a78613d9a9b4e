SELECT tablename || '.' || policyname, format('%s %s to %s using (%s) check (%s)', permissive, cmd,
    (SELECT string_agg(r::text, ', ' ORDER BY r::text COLLATE "C") FROM unnest(roles) r),
    coalesce(qual, ''), coalesce(with_check, ''))
FROM pg_policies WHERE schemaname = 'siaga'
