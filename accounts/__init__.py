"""Users, roles, sign-in, second factor, who may see what, and the audit trail."""
