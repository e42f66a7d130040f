-- Triggers, those that no constraint made. A partition's copy of its table's trigger is shown only
-- where something was done to it: up to 14 such copies count as internal.
SELECT
  'pg_trigger/' || t.oid AS "@address",
  'pg_class/' || t.tgrelid AS "@parent",
  ARRAY[nspname, relname, t.tgname]::text[] AS "@name",
  pg_get_triggerdef(t.oid) AS "definition",
  CASE t.tgenabled WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE t.tgenabled::text END AS "enabled",
  CASE WHEN t.tgparentid <> 0 THEN 'yes' END AS "inherited"
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = relnamespace
LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
WHERE nspname = ANY (?)
  AND CASE WHEN parent.oid IS NULL THEN NOT t.tgisinternal
      ELSE NOT parent.tgisinternal AND (t.tgenabled <> parent.tgenabled
        OR EXISTS (SELECT FROM pg_description WHERE classoid = 'pg_trigger'::regclass AND objoid = t.oid)) END
