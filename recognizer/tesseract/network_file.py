"""Turns the integer network of a packaged Tesseract model into the float one that it came from.

Layout: tesseract 5.3.0, src/lstm/network.cpp, plumbing.cpp, lstm.cpp, weightmatrix.cpp and
lstmrecognizer.cpp (`Serialize`), little-endian throughout.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import numpy as np

PLUMBING = ("Series", "Parallel", "Replicated", "ParBidiLSTM", "DepParUDLSTM", "Par2dLSTM")
TURNED = ("RTLReversed", "TTBReversed", "XYTranspose")
RECURRENT = ("LSTM", "SummLSTM")
CONNECTED = ("Softmax", "SoftmaxNoCTC", "Relu", "Tanh", "Linear", "Logistic", "LinLogistic")
FIXED_SIZES = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}

LAYER_RATES = 64
"""Bit of the network's flags: a learning rate for each layer follows."""

INTEGER = 1
ADAM = 4
DOUBLE = 128
"""Bits of a weight matrix's mode."""

GATES = 4
"""Matrices of a one-dimensional LSTM; the fifth belongs to two-dimensional ones."""

INTEGER_NETWORK = 1
"""Bit of the recogniser's training flags."""


@dataclass(slots=True)
class _Copy:
    """Reads one file from its start and writes the other."""

    content: bytes
    offset: int = 0
    written: bytearray = field(default_factory=bytearray)

    def take(self, size: int) -> bytes:
        if self.offset + size > len(self.content):
            raise ValueError(f"the network file ends at byte {len(self.content)}")
        taken = self.content[self.offset : self.offset + size]
        self.offset += size
        return taken

    def keep(self, size: int) -> bytes:
        taken = self.take(size)
        self.written += taken
        return taken

    def keep_number(self) -> int:
        return int.from_bytes(self.keep(4), "little")

    def keep_text(self) -> str:
        return self.keep(self.keep_number()).decode("ascii")


def to_float(content: bytes) -> bytes:
    """The `lstm` component of a model with float weights in place of 8-bit ones.

    Raises:
        ValueError: it is not such a component.
    """
    copy = _Copy(content)
    _network(copy)
    copy.keep_text()  # the specification of the network
    flags = int.from_bytes(copy.take(4), "little")
    copy.written += (flags & ~INTEGER_NETWORK).to_bytes(4, "little")
    copy.keep(len(content) - copy.offset)
    return bytes(copy.written)


def _network(copy: _Copy) -> None:
    copy.keep(1)  # 0: the type follows by name
    kind = copy.keep_text()
    copy.keep(2)  # whether it is in training, whether it passes errors back
    flags = copy.keep_number()
    copy.keep(12)  # inputs, outputs, weights
    copy.keep_text()  # its name
    if kind in PLUMBING or kind in TURNED:
        for _ in range(copy.keep_number()):
            _network(copy)
        if flags & LAYER_RATES:
            copy.keep(4 * copy.keep_number())
    elif kind in RECURRENT:
        copy.keep(4)  # width of input and state together
        for _ in range(GATES):
            _weights(copy)
    elif kind in CONNECTED:
        _weights(copy)
    elif kind in FIXED_SIZES:
        copy.keep(FIXED_SIZES[kind])
    else:
        raise ValueError(f"a layer of an unknown kind: {kind!r}")


def _weights(copy: _Copy) -> None:
    """A matrix of bytes with a scale for each row becomes one of doubles."""
    mode = copy.take(1)[0]
    if not (mode & INTEGER and mode & DOUBLE):
        raise ValueError("the network is not an integer one")
    rows, columns = struct.unpack("<II", copy.take(8))
    copy.take(1)  # what an empty place would hold
    weights = np.frombuffer(copy.take(rows * columns), np.int8).reshape(rows, columns)
    (count,) = struct.unpack("<I", copy.take(4))
    # there may be more scales than rows: rounded up for the processor that wrote them
    scales = np.frombuffer(copy.take(8 * count), np.float64)[:rows]
    copy.written += bytes([(mode & ~INTEGER) | DOUBLE])
    copy.written += struct.pack("<II", rows, columns) + struct.pack("<d", 0.0)
    copy.written += (weights * scales[:, None]).astype("<f8").tobytes()
