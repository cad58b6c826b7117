"""A small crowd: nothing but answers, or being told when to come again."""

import asyncio

from eval.load import hold


def test_a_small_crowd_is_answered(product):
    seen = asyncio.run(hold(product.url, people=12, seconds=12))
    assert len(seen.took) > 12
    assert not seen.odd and not seen.apologies
