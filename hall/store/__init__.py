"""What a hall remembers: the only place that speaks SQL."""
