"""Report, pure part (通报的纯逻辑): document, checking, layout; no database, no clock."""
