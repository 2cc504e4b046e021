"""Sources (来源): documents, cited places, evidence files, audit events."""
