-- The planner's estimates pass by row policies: comparing texts counts as leakproof, so whoever may EXPLAIN could find
-- the values in a column's statistics by bisection, another agency's tickets and callers among them. What a person
-- wrote or is called by has none; nothing looks for a row by such a text but the number, whose index serves without.
ALTER TABLE siaga.ticket
    ALTER title SET STATISTICS 0, ALTER place SET STATISTICS 0, ALTER landmark SET STATISTICS 0,
    ALTER description SET STATISTICS 0, ALTER said SET STATISTICS 0;
ALTER TABLE siaga.assignment ALTER said SET STATISTICS 0;
ALTER TABLE siaga.report
    ALTER words SET STATISTICS 0, ALTER caller_name SET STATISTICS 0, ALTER caller_number SET STATISTICS 0,
    ALTER number_key SET STATISTICS 0;
ALTER TABLE siaga.nuisance ALTER caller_number SET STATISTICS 0, ALTER number_key SET STATISTICS 0;
ALTER TABLE siaga.transfer ALTER reason SET STATISTICS 0, ALTER answer SET STATISTICS 0;
ALTER TABLE siaga.step_answer ALTER note SET STATISTICS 0, ALTER reason SET STATISTICS 0;
ALTER TABLE siaga.audit ALTER said SET STATISTICS 0, ALTER facts SET STATISTICS 0;
ALTER TABLE siaga.saved_filter ALTER name SET STATISTICS 0, ALTER filter SET STATISTICS 0;
ALTER TABLE siaga.unit ALTER call_sign SET STATISTICS 0;
-- What was gathered before stays until it is taken away.
DELETE FROM pg_statistic s USING pg_attribute a
    WHERE s.starelid = a.attrelid AND s.staattnum = a.attnum AND a.attstattarget = 0
        AND a.attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'siaga'::regnamespace);
