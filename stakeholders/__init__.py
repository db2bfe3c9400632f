"""Who: organisations, persons, relations, account managers and handovers, contact moments, gatherings."""
