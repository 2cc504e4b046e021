"""Papers (评审文书): minutes and result letter as documents, written to .docx and read back."""
