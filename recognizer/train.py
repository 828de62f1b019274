"""Train the reader: `python -m recognizer.train --minutes 45 --out number_reader.onnx`."""

from __future__ import annotations

import argparse
import copy
import math
import multiprocessing
import queue
import random
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from extract.scan.number_reader import ALPHABET, prepare
from recognizer.crops import Order, Studio
from recognizer.faces import latin_fonts, seen_faces
from recognizer.network import Network, export

SEED = 20240611
BATCH = 64
CHUNK = 16 * BATCH
WIDEST = 512
"""Pixels; wider crops cost more than they teach."""
PEAK_RATE = 3e-3
GOING_ON = 0.35
"""Part of the rate when trained weights are gone on with."""
WARMING = 0.08
AVERAGING = 0.999
REPLAYED = 24
"""Chunks that are shown again while the worker draws new ones."""
SAVE_EVERY_S = 150.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A prepared line and the numbers of its outputs."""

    ink: NDArray[np.uint8]
    answer: tuple[int, ...]


def draw_chunks(chunks: multiprocessing.Queue[list[Sample]], fonts: Path, seed: int) -> None:
    """Worker: draw crops without end."""
    cv2.setNumThreads(1)
    studio = Studio(seen_faces(fonts), latin_fonts())
    rng = random.Random(seed)
    while True:
        chunk: list[Sample] = []
        while len(chunk) < CHUNK:
            crop = studio.crop(Order(), rng)
            ink = prepare(crop.line, crop.dpi)
            if ink.shape[1] <= WIDEST:
                answer = tuple(ALPHABET.index(sign) + 1 for sign in crop.label)
                chunk.append(Sample((ink * 255).astype(np.uint8), answer))
        chunks.put(chunk)


def batches(chunks: multiprocessing.Queue[list[Sample]]) -> Iterator[list[Sample]]:
    """Batches of like widths; an earlier chunk again where no new one is ready."""
    kept: deque[list[Sample]] = deque(maxlen=REPLAYED)
    rng = random.Random(SEED)
    while True:
        try:
            kept.append(chunks.get(block=len(kept) < 2))
            chunk = kept[-1]
        except queue.Empty:
            chunk = rng.choice(kept)
        ordered = sorted(chunk, key=lambda sample: sample.ink.shape[1] * rng.uniform(0.9, 1.1))
        starts = list(range(0, CHUNK, BATCH))
        rng.shuffle(starts)
        for start in starts:
            yield ordered[start : start + BATCH]


def loss_of(network: Network, batch: list[Sample]) -> torch.Tensor:
    """CTC loss of a batch."""
    width = max(sample.ink.shape[1] for sample in batch)
    inks = np.zeros((len(batch), 1, batch[0].ink.shape[0], width), np.float32)
    for row, sample in enumerate(batch):
        left = (width - sample.ink.shape[1]) // 2
        inks[row, 0, :, left : left + sample.ink.shape[1]] = sample.ink / 255
    answers = torch.tensor([output for sample in batch for output in sample.answer])
    lengths = torch.tensor([len(sample.answer) for sample in batch])
    picture = torch.from_numpy(inks).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(picture)
    frames = functional.log_softmax(logits.float(), dim=2).transpose(0, 1)
    many = torch.full((len(batch),), frames.shape[0])
    return functional.ctc_loss(frames, answers, many, lengths, zero_infinity=True)


def rate_at(share: float) -> float:
    """One cycle: up within `WARMING`, then down along a cosine."""
    if share < WARMING:
        return PEAK_RATE * (0.1 + 0.9 * share / WARMING)
    return PEAK_RATE * max((1 + math.cos(math.pi * (share - WARMING) / (1 - WARMING))) / 2, 2e-3)


def train(minutes: float, out: Path, fonts: Path, weights: Path | None) -> None:
    """Train for some minutes; the averaged net is written to `out` as it goes."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    network = Network().to(memory_format=torch.channels_last)
    if weights is not None:
        network.load_state_dict(torch.load(weights))
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    chunks: multiprocessing.Queue[list[Sample]] = multiprocessing.Queue(4)
    worker = multiprocessing.Process(
        target=draw_chunks, args=(chunks, fonts, SEED + (weights is not None)), daemon=True
    )
    worker.start()
    began = saved = time.monotonic()
    recent: deque[float] = deque(maxlen=200)
    for step, batch in enumerate(batches(chunks)):
        share = (time.monotonic() - began) / (60 * minutes)
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate_at(share) * (GOING_ON if weights is not None else 1)
        network.train()
        loss = loss_of(network, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        _blend(average, network, min(AVERAGING, (step + 1) / (step + 50)))
        recent.append(loss.item())
        if step % 200 == 0:
            print(f"{share:6.1%} step {step} loss {sum(recent) / len(recent):.4f}", flush=True)
        if time.monotonic() - saved > SAVE_EVERY_S:
            saved = time.monotonic()
            _save(average, out)
    worker.terminate()
    _save(average, out)


def _blend(average: Network, network: Network, keep: float) -> None:
    with torch.no_grad():
        ours, theirs = average.state_dict(), network.state_dict()
        for name, value in ours.items():
            if value.dtype.is_floating_point:
                value.lerp_(theirs[name], 1 - keep)
            else:
                value.copy_(theirs[name])


def _save(average: Network, out: Path) -> None:
    torch.save(average.state_dict(), out.with_suffix(".pt"))
    export(copy.deepcopy(average), out)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=45.0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("/tmp/recognizer-fonts"))  # noqa: S108 - a cache
    parser.add_argument("--continue-from", type=Path, help="weights (.pt) to go on with")
    given = parser.parse_args()
    train(given.minutes, given.out, given.fonts, given.continue_from)


if __name__ == "__main__":
    main()
