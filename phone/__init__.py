"""The visitor's own page, reached by the ticket's link."""
