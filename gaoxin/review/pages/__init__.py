"""Pages of review (评审页面): what each screen prints, one call for each view."""
