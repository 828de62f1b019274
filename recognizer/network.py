"""The net: convolutions over the picture, then along the line, then one output per two pixels."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from extract.scan.number_reader import ALPHABET

CHANNELS = (24, 48, 64, 80)
LINE_CHANNELS = 96
DILATIONS = (1, 3, 1)
"""A digit sees one or two neighbours on each side: enough to know the script, too little to learn
what dates are possible."""


class _Along(nn.Module):
    def __init__(self, dilation: int) -> None:
        super().__init__()
        channels = LINE_CHANNELS
        self.step = nn.Sequential(
            nn.Conv2d(
                channels,
                channels,
                (1, 5),
                padding=(0, 2 * dilation),
                dilation=(1, dilation),
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
        )

    def forward(self, line: Tensor) -> Tensor:
        result: Tensor = line + self.step(line)
        return result


def _layer(inward: int, outward: int, size: int | tuple[int, int], padding: int) -> list[nn.Module]:
    conv = nn.Conv2d(inward, outward, size, padding=padding, bias=False)
    return [conv, nn.BatchNorm2d(outward), nn.ReLU()]


class Network(nn.Module):
    """Ink (batch x 1 x 40 x width) to logits (batch x width / 2 x outputs)."""

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth = CHANNELS
        self.picture = nn.Sequential(
            *_layer(1, first, 3, 1),
            nn.MaxPool2d(2),
            *_layer(first, second, 3, 1),
            nn.MaxPool2d((2, 1)),
            *_layer(second, third, 3, 1),
            nn.MaxPool2d((2, 1)),
            *_layer(third, fourth, 3, 1),
            *_layer(fourth, LINE_CHANNELS, (5, 1), 0),
        )
        self.line = nn.Sequential(*(_Along(dilation) for dilation in DILATIONS), nn.Dropout(0.1))
        self.outputs = nn.Conv2d(LINE_CHANNELS, len(ALPHABET) + 1, 1)

    def forward(self, ink: Tensor) -> Tensor:
        """Logits of all frames."""
        logits: Tensor = self.outputs(self.line(self.picture(ink)))
        return logits.squeeze(2).transpose(1, 2)


def export(network: Network, target: Path) -> None:
    """Write the net as ONNX, for any number of lines of any width."""
    network.eval()
    torch.onnx.export(
        network,
        (torch.zeros(2, 1, 40, 96),),
        str(target),
        input_names=["ink"],
        output_names=["logits"],
        dynamic_axes={"ink": {0: "lines", 3: "width"}, "logits": {0: "lines", 1: "frames"}},
        opset_version=17,
        dynamo=False,
    )
