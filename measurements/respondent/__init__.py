"""The form as respondents see it: lean pages without session, cookies, scripts or widgets."""
