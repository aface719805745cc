"""Commands about accounts and the audit trail; they work while the server runs, which does the job then."""
