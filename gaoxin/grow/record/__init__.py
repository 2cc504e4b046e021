"""Record (企业档案): an enterprise's page, its ladder, what-if, and entry by hand."""
