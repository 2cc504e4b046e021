"""Experts' area (专家工作区): own reviews, recusal, calibration, the sheet, drafts, signature."""
