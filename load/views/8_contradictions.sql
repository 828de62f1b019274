-- Findings between reports that hold, with the places in both.
SELECT
  r.report_id AS report_id, -- The report.
  r.organisation_key AS organisation_key, -- Whose report it is, as a slug.
  o.name AS organisation, -- Whose report it is; NULL if not stated.
  r.quarter_key AS quarter_key, -- What time it is about.
  a.severity AS severity, -- How grave it is.
  a.code AS code, -- What kind of finding it is.
  a.ref AS ref, -- What it is about, such as indicator:2.2.5/targets/100.
  a.message AS message, -- What was found, in English.
  a.message_bn AS message_bn, -- What was found, in Bangla.
  a.evidence AS evidence, -- The proof: a JSON object.
  r.source_file AS source_file, -- The file that was read.
  a.page AS page, -- Where it stands.
  a.line AS line, -- Its line (text) or grid row (other formats).
  a.grid_column AS grid_column, -- Its tab column (text) or grid column (other formats).
  a.other_report_id AS other_report_id, -- The report that it disagrees with, if it is one.
  a.other_ref AS other_ref, -- The cell there.
  a.other_raw AS other_raw, -- What stands in that cell.
  a.other_page AS other_page, -- Where that cell stands.
  a.other_line AS other_line, -- Its line (text) or grid row (other formats).
  a.other_grid_column AS other_grid_column -- Its tab column (text) or grid column (other formats).
FROM archive_finding a
JOIN report r ON r.source_key = a.source_key AND r.is_current
JOIN organisation o ON o.organisation_key = r.organisation_key;
