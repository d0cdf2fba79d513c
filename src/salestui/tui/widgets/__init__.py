"""Widgets that know no record: tables, bars, fields."""
