"""Arithmetic of KPIs on plain values, without Django."""
