"""What is proven of a troubleshooter: states, gaps, scenarios, coverage."""
