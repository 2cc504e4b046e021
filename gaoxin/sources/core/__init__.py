"""Sources, pure part (来源的纯逻辑): what a file really is."""
