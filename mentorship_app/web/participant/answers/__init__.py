"""One's own answers to surveys: seen, downloaded, taken back while the survey is open. Nothing here is logged."""
