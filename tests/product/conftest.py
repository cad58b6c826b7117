from collections.abc import Iterator

import httpx
import pytest

from eval import wechat_wire
from eval.faults.clock import Clock
from eval.faults.matrix import behind_proxy
from eval.faults.proxy import SlowProxy
from eval.product import Product, own_data_dir, running_product
from tests.telemetry.collector import Collector


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector


@pytest.fixture(scope="session")
def product(tmp_path_factory, collector):
    data_dir = own_data_dir(tmp_path_factory.mktemp("product") / "var")
    settings = {
        "MQA_WECHAT_TOKEN": wechat_wire.TOKEN,
        "MQA_LOG_LEVEL": "INFO",
        "MQA_OTLP_ENDPOINT": collector.url,
        "OTEL_BSP_SCHEDULE_DELAY": "200",  # milliseconds
    }
    with running_product(data_dir, **settings) as running:
        yield running


@pytest.fixture
def client(product):
    with httpx.Client(base_url=product.url, timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def movable_clock(tmp_path_factory) -> Clock | None:
    """Where libfaketime is installed."""
    return Clock(tmp_path_factory.mktemp("clock")) if Clock.library() else None


@pytest.fixture(scope="session")
def behind_slow_proxy(tmp_path_factory, movable_clock) -> Iterator[tuple[Product, SlowProxy]]:
    """A product whose parts get killed and whose clock can be moved, with a proxy in front of knowledge that can be made slow."""
    with behind_proxy(own_data_dir(tmp_path_factory.mktemp("fragile") / "var"), movable_clock) as both:
        yield both


@pytest.fixture
def clock(movable_clock) -> Iterator[Clock]:
    """Of the fragile product; afterwards it is right again."""
    if movable_clock is None:
        pytest.skip("NOT PROVED HERE that a clock which is set does no harm: no libfaketime")
    yield movable_clock
    movable_clock.move("+0")


@pytest.fixture(scope="session")
def fragile(behind_slow_proxy) -> Product:
    return behind_slow_proxy[0]
