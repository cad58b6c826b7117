"""Are there known vulnerabilities in what the lock files name? By pip-audit, also where nothing of the internet is reached."""
