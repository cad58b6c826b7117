import httpx
import pytest

from eval.product import own_data_dir, running_product


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    with running_product(own_data_dir(tmp_path_factory.mktemp("product") / "var")) as running:
        yield running


@pytest.fixture
def client(product):
    with httpx.Client(base_url=product.url, timeout=20, trust_env=False) as client:
        yield client
