-- A film says how it came: dicom, dicomweb, web, folder, or recovered (found on the disk after a power cut). A check cannot be altered and
-- films are evidence, so the rule is rewritten in place (https://www.sqlite.org/lang_altertable.html, section 7).
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '(''dicom'', ''web'')', '(''dicom'', ''dicomweb'', ''web'', ''folder'', ''recovered'')')
  where type = 'table' and name = 'film';
pragma writable_schema = reset;
