"""How the lists write down what a message is understood to say."""

from actions.understanding.ranks import Places
from actions.understanding.when import When


def written(fact, value):
    """A value as the lists have it: a day, `from..to`, a number, a year of an award."""
    if isinstance(value, When):
        if fact == "previous_award_year" and value.earliest.year == value.latest.year:
            return value.earliest.year
        return value.earliest if value.exact else f"{value.earliest}..{value.latest}"
    if isinstance(value, Places):
        return value.best if value.exact else f"{value.best}..{value.worst}"
    return value


def facts_of(understanding):
    """Facts and mentions as one mapping."""
    facts = {fact: written(fact, value) for fact, value in understanding.facts.items()}
    return facts | {fact: "?" for fact in understanding.mentions}
