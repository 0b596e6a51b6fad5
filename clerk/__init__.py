"""The console: a clerk calls, serves and finishes."""
