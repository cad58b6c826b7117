"""Starts the whole product on one machine: checks, preparation, four supervised processes."""
