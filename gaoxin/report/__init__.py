"""Report (通报): bulletins, checking of bulletins, today's page."""
