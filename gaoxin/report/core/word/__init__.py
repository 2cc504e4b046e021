"""Word file (公文排版): GB/T 9704-2012 layout, from a template that an office can edit."""
