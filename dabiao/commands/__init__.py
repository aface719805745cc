"""Commands about accounts, the audit trail and backups.

All but restoring work while the server runs, which does the job then.
"""
