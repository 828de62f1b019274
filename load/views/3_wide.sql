-- One row per indicator, quarter and organisation, of the reports that hold now.
SELECT
  report_id, -- The report.
  version, -- 1 for the first version loaded of this source, and so on.
  version_key, -- The version, as in the tables.
  indicator_no, -- The indicator's place in the report, from 1.
  organisation_key, -- Whose report it is, as a slug.
  organisation, -- Whose report it is; NULL if not stated.
  organisation_en, -- The same in English, where the registry has it.
  organisation_state, -- Whether the office is stated, inferred or missing.
  plan_type, -- The kind of plan, such as egov_innovation.
  level, -- ministry, department, field or unknown.
  fiscal_year, -- July to June, such as 2022-23; unknown if not stated.
  quarter, -- 1 to 4; NULL if not stated.
  indicator_key, -- The indicator of the plan.
  concept, -- What it measures, in one name over the years.
  concept_state, -- value (equal wording, a verdict), inferred or missing.
  section_id, -- The section (কর্মসম্পাদন ক্ষেত্র).
  section_title, -- Its title.
  section_weight, -- The weight that the section declares (মান).
  section_weight_sum, -- The weights of its indicators, added up.
  section_weight_missing, -- Declared less sum; 0 if they agree.
  activity_id, -- The activity (কার্যক্রম).
  activity_title, -- Its title.
  indicator_id, -- The indicator (কর্মসম্পাদন সূচক), as printed.
  indicator_text, -- Its text, in NFC.
  indicator_text_raw, -- Its text, as written.
  unit, -- date, count, percent, amount or text (একক).
  weight, -- The weight of the indicator.
  weight_state, -- Why there is a weight, or none.
  target_100, -- The target for 100 %: an ISO date, a number or text.
  target_100_number, -- The target for 100 %, if it is a number.
  target_100_date, -- The target for 100 %, if it is a date.
  target_100_state, -- Why there is a target for 100 %; NULL if the form has no such band.
  target_100_raw, -- The target for 100 %, as written.
  target_100_candidates, -- Readings of it to choose from: a JSON array.
  target_90, -- The target for 90 %: an ISO date, a number or text.
  target_90_number, -- The target for 90 %, if it is a number.
  target_90_date, -- The target for 90 %, if it is a date.
  target_90_state, -- Why there is a target for 90 %; NULL if the form has no such band.
  target_90_raw, -- The target for 90 %, as written.
  target_90_candidates, -- Readings of it to choose from: a JSON array.
  target_80, -- The target for 80 %: an ISO date, a number or text.
  target_80_number, -- The target for 80 %, if it is a number.
  target_80_date, -- The target for 80 %, if it is a date.
  target_80_state, -- Why there is a target for 80 %; NULL if the form has no such band.
  target_80_raw, -- The target for 80 %, as written.
  target_80_candidates, -- Readings of it to choose from: a JSON array.
  target_70, -- The target for 70 %: an ISO date, a number or text.
  target_70_number, -- The target for 70 %, if it is a number.
  target_70_date, -- The target for 70 %, if it is a date.
  target_70_state, -- Why there is a target for 70 %; NULL if the form has no such band.
  target_70_raw, -- The target for 70 %, as written.
  target_70_candidates, -- Readings of it to choose from: a JSON array.
  target_60, -- The target for 60 %: an ISO date, a number or text.
  target_60_number, -- The target for 60 %, if it is a number.
  target_60_date, -- The target for 60 %, if it is a date.
  target_60_state, -- Why there is a target for 60 %; NULL if the form has no such band.
  target_60_raw, -- The target for 60 %, as written.
  target_60_candidates, -- Readings of it to choose from: a JSON array.
  remark, -- The remark (মন্তব্য), in NFC.
  remark_raw, -- The remark, as written.
  remark_state, -- Why there is a remark, or none.
  remark_dates, -- Dates that the remark states.
  remark_percents, -- Percents that the remark states.
  remark_counts, -- Counts that the remark states.
  achievement, -- What the remark says was achieved: interpretation.
  achievement_number, -- The achievement, if it is a number.
  achievement_date, -- The achievement, if it is a date.
  achievement_confidence, -- How sure the interpretation is, 0 to 1.
  min_confidence, -- The least confidence of all its readings.
  findings, -- Errors and warnings about it.
  source_file, -- The file that was read.
  source_sha256, -- Its fingerprint.
  page, -- Where the indicator stands, from 1.
  line, -- Its line (text) or grid row (other formats), from 1.
  program_version, -- The program that converted it.
  loaded_at -- When this version was loaded, in UTC.
FROM history
WHERE is_current;
