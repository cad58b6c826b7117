"""For all tests of the main environment."""

from hypothesis import settings

# No deadline: a busy machine is no fault. The same examples each time, else a landing fails by what it did not change; to
# look for new ones: python -m pytest --hypothesis-profile=default …
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")
