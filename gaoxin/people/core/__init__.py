"""People, pure part (人员的纯逻辑): what each role may do."""
