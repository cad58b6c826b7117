from collections.abc import Iterator

import httpx
import pytest

from eval import wechat_wire
from eval.product import own_data_dir, running_product
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
