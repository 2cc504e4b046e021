"""Web (外观): looks only: base pages, components, lists; knows no room."""
