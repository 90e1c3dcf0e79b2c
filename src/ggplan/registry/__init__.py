"""Agencies, provinces and the national plan as dated, cited records, and recognition of bodies in text."""
