"""A real server of language models on loopback, with a model of random weights: it speaks nonsense.

`python -m tests.stages.tiny_server FOLDER` writes the model there, prints the server's address, and
serves until its standard input ends. What is tested with it is the protocol.
"""

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

_WIDTH, _INNER, _HEADS = 32, 64, 2
_LETTERS = '▁abcdefghijklmnoprstuwyzółąęśżźćńvxqABCDEFGHPO{}":[],.0123456789'


def write_model(path: Path) -> None:
    """A model of one layer that knows bytes and some letters, as a GGUF file of 130 kB."""
    import gguf

    writer = gguf.GGUFWriter(path, "llama")
    tokens = [b"<unk>", b"<s>", b"</s>", *(b"<0x%02X>" % n for n in range(256))]
    tokens += [letter.encode() for letter in _LETTERS]
    kinds = [gguf.TokenType.UNKNOWN, *[gguf.TokenType.CONTROL] * 2, *[gguf.TokenType.BYTE] * 256]
    kinds += [gguf.TokenType.NORMAL] * len(_LETTERS)
    writer.add_context_length(8192)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([int(kind) for kind in kinds])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    for name, weights in _weights(len(tokens)):
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _weights(vocabulary: int) -> list[tuple[str, npt.NDArray[np.float32]]]:
    chance = np.random.default_rng(0)
    shapes = {
        "token_embd": (vocabulary, _WIDTH),
        "output": (vocabulary, _WIDTH),
        **{f"blk.0.attn_{name}": (_WIDTH, _WIDTH) for name in ("q", "k", "v", "output")},
        **{f"blk.0.ffn_{name}": (_INNER, _WIDTH) for name in ("gate", "up")},
        "blk.0.ffn_down": (_WIDTH, _INNER),
    }
    found = [
        (f"{name}.weight", (chance.standard_normal(shape) * 0.05).astype(np.float32))
        for name, shape in shapes.items()
    ]
    norms = ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm")
    return [*found, *((f"{name}.weight", np.ones(_WIDTH, np.float32)) for name in norms)]


def main() -> None:
    """Write, serve, wait."""
    import xllamacpp

    model = Path(sys.argv[1]) / "tiny.gguf"
    write_model(model)
    options = xllamacpp.CommonParams()
    options.model.path = str(model)
    options.n_predict, options.n_ctx, options.n_parallel = 64, 8192, 1
    options.use_jinja, options.chat_template = False, "chatml"
    server = xllamacpp.Server(options)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
