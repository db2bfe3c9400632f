"""Goals, KPI definitions in code, month values, trends, dashboards, the monthly report."""
