import httpx
import pytest

from eval import wechat_wire
from eval.product import own_data_dir, running_product


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    data_dir = own_data_dir(tmp_path_factory.mktemp("product") / "var")
    with running_product(data_dir, MQA_WECHAT_TOKEN=wechat_wire.TOKEN) as running:
        yield running


@pytest.fixture
def client(product):
    with httpx.Client(base_url=product.url, timeout=20, trust_env=False) as client:
        yield client
