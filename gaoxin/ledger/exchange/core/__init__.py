"""Exchange, pure part (导入导出的纯逻辑): open, find tables, read cells, check, plan, write."""
