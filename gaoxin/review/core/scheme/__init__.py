"""Admission scheme (评审方案): versioned, dated, sourced data by which projects are scored."""
