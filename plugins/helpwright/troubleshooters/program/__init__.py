"""A troubleshooter compiled to what Python and browsers evaluate alike."""
