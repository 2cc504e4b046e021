"""Objective weights (客观赋权): entropy and CRITIC, from the spread of the figures themselves."""

from __future__ import annotations

import numpy as np

from gaoxin.lib.errors import UserError
from gaoxin.review.core.ranking.matrix import Floats, safe_divide
from gaoxin.review.core.ranking.weighted import normalized


def entropy(values: Floats) -> Floats:
    """Return entropy weights: 1 - entropy of each criterion's shares, made to sum to 1.

    Shannon (1948) as used by Zeleny (1982). A share of 0 adds nothing; where no criterion tells
    alternatives apart (or there is one alternative) all weights are equal.
    """
    if (values < 0).any():
        raise UserError("熵权法要求数值不为负 (entropy weights need values that are not negative)")
    count, criteria = values.shape
    if count == 1:
        return np.full(criteria, 1 / criteria)
    shares = safe_divide(values, values.sum(axis=0))
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    disorder = -(shares * logs).sum(axis=0) / np.log(count)
    # A column of zeros has no shares and tells nothing: the same as all being equal.
    disorder = np.where(values.sum(axis=0) > 0, disorder, 1.0)
    return _shared(np.maximum(1 - disorder, 0))


def critic(values: Floats, types: Floats, correlation: str = "pearson") -> Floats:
    """Return CRITIC weights: spread of each criterion times its conflict with the others.

    Diakoulaki, Mavrotas & Papayannakis (1995), Computers & Operations Research 22(7), 763-770. A
    criterion without spread has weight 0 and conflicts with nobody.
    """
    if correlation not in {"pearson", "spearman"}:
        raise UserError(f"correlation: {correlation}: 应为 pearson 或 spearman (one of these)")
    scaled = normalized(values, types, "minmax")
    spread = scaled.std(axis=0, ddof=1) if values.shape[0] > 1 else np.zeros(values.shape[1])
    told = _ranked(scaled) if correlation == "spearman" else scaled
    centred = told - told.mean(axis=0)
    lengths = np.sqrt((centred * centred).sum(axis=0))
    unit = safe_divide(centred, lengths)
    moves = spread > 1e-15
    conflict = np.where(np.outer(moves, moves), 1 - unit.T @ unit, 0.0)
    np.fill_diagonal(conflict, 0.0)
    return _shared(spread * conflict.sum(axis=0))


def _ranked(table: Floats) -> Floats:
    """Return each criterion's values as ranks, equal values sharing the mean rank."""
    found = np.empty_like(table)
    for place in range(table.shape[1]):
        found[:, place] = mean_ranks(table[:, place])
    return found


def mean_ranks(values: Floats) -> Floats:
    """Return ranks from 1, smallest first, equal values sharing the mean of their ranks."""
    _distinct, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def _shared(worth: Floats) -> Floats:
    total = float(worth.sum())
    # Less than a rounding error of the logarithms is no difference between alternatives.
    if total <= 1e-12:
        return np.full(worth.size, 1 / worth.size)
    return worth / total
