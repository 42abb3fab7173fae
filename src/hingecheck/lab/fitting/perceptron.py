"""One perceptron of an ensemble, fitted in torch; `core.learned.network` evaluates the plain arrays that come out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Singles
from ...core.learned.network import MAX_LOG, MIN_LOG, OUTPUT_UNIT_DEG, Member


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """How a network is fitted."""

    members: int = 4
    hidden: int = 96
    epochs: int = 20
    batch: int = 512
    rate: float = 2e-3
    decay: float = 2e-3
    dropout: float = 0.1
    jitter: float = 0.10  #: of every feature in every frame, in its standard deviations
    offset: float = 0.15  #: of every feature in a whole clip
    left_out: float = 0.35  #: share of the clips of usual lifts that no member sees: they set the error's scale
    directions: int = 40  #: principal directions of the novelty


def fit_member(
    z: Singles,
    truth: Singles,
    weight: Singles,
    clip: NDArray[np.int64],
    sums: Singles,
    recipe: TrainingRecipe,
    seed: int,
) -> Member:
    """Fit one perceptron by the likelihood of Laplace-distributed errors, tempered as Seitzer 2022 (beta = 0.5)."""
    import torch

    with _one_thread(torch):
        torch.manual_seed(seed)
        net = _perceptron(torch, z.shape[1], sums, recipe)
        return _fit_member(torch, net, z, truth, weight, clip, sums, recipe)


def refine_member(
    member: Member,
    z: Singles,
    truth: Singles,
    weight: Singles,
    clip: NDArray[np.int64],
    sums: Singles,
    recipe: TrainingRecipe,
    seed: int,
) -> Member:
    """Go on fitting one perceptron in the same way."""
    import torch

    with _one_thread(torch):
        torch.manual_seed(seed)
        net = _as_perceptron(torch, member, sums, recipe)
        return _fit_member(torch, net, z, truth, weight, clip, sums, recipe)


@contextmanager
def _one_thread(torch: Any) -> Iterator[None]:
    """Matrices of a hundred columns: several threads only wait for each other (51 against 153 s for the tests)."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _fit_member(
    torch: Any,
    net: Any,
    z: Singles,
    truth: Singles,
    weight: Singles,
    clip: NDArray[np.int64],
    sums: Singles,
    recipe: TrainingRecipe,
) -> Member:
    x, w = torch.from_numpy(z), torch.from_numpy(weight)
    y, known = torch.from_numpy(np.nan_to_num(truth) / OUTPUT_UNIT_DEG), torch.from_numpy(np.isfinite(truth))
    _, numbers = np.unique(clip, return_inverse=True)
    of_clip, clips = torch.from_numpy(numbers), int(numbers.max()) + 1
    to_quantities = torch.from_numpy(sums.T.copy())
    batches = max(len(z) // recipe.batch, 1)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=recipe.epochs * batches)
    for _ in range(recipe.epochs):
        offset = recipe.offset * torch.randn(clips, z.shape[1])
        for rows in torch.randperm(len(z))[: batches * recipe.batch].chunk(batches):
            shaken = x[rows] + offset[of_clip[rows]] + recipe.jitter * torch.randn(len(rows), z.shape[1])
            out, log_error = net(shaken)
            log_error = log_error.clamp(MIN_LOG, MAX_LOG)
            off = (out @ to_quantities - y[rows]).abs()
            likelihood = off * torch.exp(-log_error) + log_error
            share = known[rows] * w[rows, None]
            loss = (likelihood * torch.exp(0.5 * log_error.detach()) * share).sum() / share.sum().clamp(min=1e-6)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return _as_member(net)


def _perceptron(torch: Any, k: int, sums: Singles, recipe: TrainingRecipe) -> Any:
    """The network that `core.learned.network` evaluates."""
    nn = torch.nn
    quantities, outputs = sums.shape

    class Perceptron(nn.Module):  # type: ignore[misc,name-defined]
        """Two hidden layers, a straight line past them, a head for the error."""

        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Linear(k, recipe.hidden), nn.Linear(recipe.hidden, recipe.hidden)
            self.out, self.past = nn.Linear(recipe.hidden, outputs), nn.Linear(k, outputs, bias=False)
            self.error, self.dropout = nn.Linear(recipe.hidden, quantities), nn.Dropout(recipe.dropout)
            nn.init.zeros_(self.past.weight)

        def forward(self, x: Any) -> Any:
            hidden = self.dropout(nn.functional.silu(self.first(x)))
            hidden = self.dropout(nn.functional.silu(self.second(hidden)))
            return self.out(hidden) + self.past(x), self.error(hidden)

    return Perceptron()


def _as_perceptron(torch: Any, member: Member, sums: Singles, recipe: TrainingRecipe) -> Any:
    """A member as it can be fitted further; the way back from `_as_member`."""
    net = _perceptron(torch, len(member.first), sums, recipe)
    places = {
        net.first.weight: member.first.T,
        net.first.bias: member.first_bias,
        net.second.weight: member.second.T,
        net.second.bias: member.second_bias,
        net.out.weight: member.out.T,
        net.past.weight: member.past.T,
        net.out.bias: member.out_bias,
        net.error.weight: member.error.T,
        net.error.bias: member.error_bias,
    }
    with torch.no_grad():
        for place, values in places.items():
            place.copy_(torch.from_numpy(values.copy()))
    return net


def _as_member(net: Any) -> Member:
    """Weights as the core keeps them: half precision is what the file holds."""

    def array(values: Any) -> Singles:
        return np.asarray(values.detach().numpy().astype(np.float16), dtype=np.float32)

    return Member(
        first=array(net.first.weight.T),
        first_bias=array(net.first.bias),
        second=array(net.second.weight.T),
        second_bias=array(net.second.bias),
        out=array(net.out.weight.T),
        past=array(net.past.weight.T),
        out_bias=array(net.out.bias),
        error=array(net.error.weight.T),
        error_bias=array(net.error.bias),
    )
