"""Whether an applicant meets the conditions of the award: facts in, a report with its clauses out.

Pure: the standard library only, no input or output, Python 3.10 syntax; the gateway imports it as well.
"""

from actions.eligibility.assessment import assess
from actions.eligibility.errors import EligibilityError, FactError, UnknownEdition

__all__ = ["EligibilityError", "FactError", "UnknownEdition", "assess"]
