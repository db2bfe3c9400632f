"""What may be done in the KPI room: fill, compute, set targets, make and send reports."""
