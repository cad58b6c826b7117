from collections.abc import Iterator

import pytest

from tests.scale.parts import Cluster, missing, running


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if absent := missing():
        pytest.skip(f"NOT PROVED HERE that several gateways and Rasa servers work together: no {absent}")
    with running(tmp_path_factory.mktemp("scale")) as cluster:
        yield cluster
