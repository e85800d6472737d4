"""The protocol of language models, spoken with a server that others wrote."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.stages.summarise.asking import ask
from pipeline.stages.summarise.endpoint import Endpoint
from tests.stages.test_model import UNITS

pytestmark = pytest.mark.slow
pytest.importorskip("xllamacpp")
pytest.importorskip("gguf")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("model")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stages.tiny_server", str(folder)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        told = next((line for line in process.stdout if line.startswith("http")), "")
        assert told, "the server did not start"
        yield f"{told.strip().rstrip('/')}/v1"
        process.stdin.close()
        process.kill()


def test_a_real_server_answers(address: str) -> None:
    assert isinstance(Endpoint(address, "tiny", 60.0).answer("Odpowiedz JSON.", "Raz.", 20), str)


def test_nonsense_from_a_real_model_gives_no_sentence_and_is_told(address: str) -> None:
    answer = ask("Dane", UNITS, Endpoint(address, "tiny", 60.0), 5)
    assert answer.sentences == ()
    assert answer.dropped
