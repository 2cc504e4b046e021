"""Exchange (导入导出): workbooks in, with a dry run; the ledger out, in the same columns."""
