"""Backup and restore: one file with database, attachments and checksums; never keys, drafts or sessions."""
