"""Pages of the KPI room."""
