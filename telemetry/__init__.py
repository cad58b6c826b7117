"""What all four processes say about themselves, tied together by the id of the turn: logs, and spans for OpenTelemetry.

The one package that all of them import. It needs the standard library only (3.10 syntax); OpenTelemetry is imported where a
collector is named.
"""
