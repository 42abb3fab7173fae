"""Damage: of bytes, of MP4's tables, of plain values, of zips of arrays, of TOML. All of it by a given chance."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

#: Numbers that fields of 32 bits are wrongly read with.
EDGES = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 50_000 * 600)
#: Tables of an MP4 whose fields say how long, how many, how large and where.
TABLES = (b"mvhd", b"tkhd", b"mdhd", b"stts", b"ctts", b"stsz", b"stsc", b"stco", b"elst", b"stsd", b"avcC", b"moov")
#: Values where other ones belong.
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**30, -(10**400), 1e308, -1e308, float("nan"), float("inf"), float("-inf"), 1e-320,
    "", "x", "..", "../../outside", "/etc/passwd", "\x00", "\x1b[31mred\x1b[0m", "\ud800", "a\nb\rc", "1" * 5000,
    "2026-13-45", "<script>alert(1)</script>", "=1+1", [], {}, [[]], {"a": {}}, [None] * 1000, "é" * 300, "\u202e",
)  # fmt: skip
#: Values as TOML writes them.
ODD_TOML = (
    "0", "-1", "nan", "inf", "-inf", "1e400", "1" * 5000, "-" + "9" * 4301, "[" * 2000, "[" * 2000 + "]" * 2000,
    "{a = " * 900, "true", "'text'", '"\\u001b[31m"', "2020-01-01", "25:61:00", "[]", "{}", "0x" + "f" * 3000, "1.0.0",
    "'''\na\nb'''", "3_000", "08", "+1e+1_0", '"\\ud800"', "-0.0", "1e-400", "5e-324", "99999999999999999999",
)  # fmt: skip
ODD_KEYS = ('"a\\nb"', '"\\u001b[2J"', '""', "mild", '"limits.x"', "a.b.c", '"' + "k" * 4000 + '"', '"[red]"', "'\t'")

Chance = random.Random


def of_bytes(data: bytes, chance: Chance) -> bytes:
    """One to six wounds, anywhere."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(_WOUNDS)(out, chance)
    return bytes(out)


def _place(out: bytearray, chance: Chance) -> int:
    return chance.randrange(len(out)) if out else 0


def _flip(out: bytearray, chance: Chance) -> None:
    if out:
        out[_place(out, chance)] ^= 1 << chance.randrange(8)


def _overwrite(out: bytearray, chance: Chance) -> None:
    at, count = _place(out, chance), chance.choice((1, 4, 16, 200))
    out[at : at + count] = chance.randbytes(min(count, max(len(out) - at, 0)))


def _edge(out: bytearray, chance: Chance) -> None:
    at, order = _place(out, chance), chance.choice("<>")
    if at + 4 <= len(out):
        struct.pack_into(f"{order}I", out, at, chance.choice(EDGES))


def _insert(out: bytearray, chance: Chance) -> None:
    at = _place(out, chance)
    out[at:at] = chance.randbytes(chance.choice((1, 4, 100)))


def _delete(out: bytearray, chance: Chance) -> None:
    at = _place(out, chance)
    del out[at : at + chance.choice((1, 4, 100, 5000))]


def _cut(out: bytearray, chance: Chance) -> None:
    del out[_place(out, chance) :]


def _zeros(out: bytearray, chance: Chance) -> None:
    at = _place(out, chance)
    count = min(chance.choice((1, 8, 64, 4096)), len(out) - at)
    out[at : at + count] = bytes(count)


def _copy(out: bytearray, chance: Chance) -> None:
    at, to, count = _place(out, chance), _place(out, chance), chance.choice((4, 64, 1024))
    out[to:to] = out[at : at + count]


_WOUNDS: tuple[Callable[[bytearray, Chance], None], ...] = (
    _flip, _flip, _overwrite, _overwrite, _edge, _edge, _insert, _delete, _cut, _zeros, _copy,
)  # fmt: skip


def of_mp4(data: bytes, chance: Chance) -> bytes:
    """A field of one of the tables set to an edge; the pictures stay."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        found = [at for name in TABLES for at in _all(out, name)]
        if not found:
            return of_bytes(data, chance)
        at = chance.choice(found) + 4 * chance.randrange(-1, 12)
        if 0 <= at <= len(out) - 4:
            struct.pack_into(">I", out, at, chance.choice((*EDGES, chance.getrandbits(32), chance.randrange(4000))))
    return bytes(out)


def _all(data: bytearray, name: bytes) -> list[int]:
    places, at = [], data.find(name)
    while at >= 0:
        places.append(at)
        at = data.find(name, at + 1)
    return places


def of_plain(plain: Any, chance: Chance) -> Any:
    """One place of plain values changed: another value, a key gone, a list longer, one more level."""
    path = _path(plain, chance)
    if not path:
        return chance.choice(ODD_VALUES)
    above = plain
    for step in path[:-1]:
        above = above[step]
    last, how = path[-1], chance.randrange(8)
    if how == 0:
        del above[last]
    elif how == 1 and isinstance(above, list):
        above *= 3
    elif how == 2:
        above[last] = [above[last]]
    else:
        above[last] = chance.choice(ODD_VALUES)
    return plain


def _path(plain: Any, chance: Chance) -> list[Any]:
    path: list[Any] = []
    while isinstance(plain, (dict, list)) and plain and (not path or chance.random() < 0.8):
        step = chance.choice(list(plain) if isinstance(plain, dict) else range(len(plain)))
        path.append(step)
        plain = plain[step]
    return path


def of_json(data: bytes, chance: Chance) -> bytes:
    """The text damaged, or what it says, or nested too deep."""
    how = chance.random()
    if how < 0.3:
        return of_bytes(data, chance)
    if how < 0.35:
        return chance.choice((b"", b"{}", b"[]", b"null", b"3", b"[" * 100_000, b'{"a":' * 50_000, b"\0" * len(data)))
    plain = json.loads(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        plain = of_plain(plain, chance)
    return json.dumps(plain).encode()


def of_toml(data: bytes, chance: Chance) -> bytes:
    """A value, a key or a line in another's place."""
    if chance.random() < 0.25:
        return of_bytes(data, chance)
    lines = data.decode().splitlines()
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(lines))
        key, _, _ = lines[at].partition(" =")
        kind = chance.randrange(5)
        if kind < 3:
            lines[at] = f"{key if key.isidentifier() else 'mild'} = {chance.choice(ODD_TOML)}"
        elif kind == 3:
            lines.insert(at, f"{chance.choice(ODD_KEYS)} = {chance.choice(ODD_TOML)}")
        else:
            lines.insert(at, f"[{chance.choice(('limits', 'limits.form_drift', 'x', '[limits]', *ODD_KEYS))}]")
    return "\n".join(lines).encode()


def of_npz(data: bytes, chance: Chance) -> bytes:
    """The zip damaged, its directory, an array's header, or an array."""
    how = chance.random()
    if how < 0.2:
        return of_bytes(data, chance)
    if how < 0.4:
        return _directory(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    for name in chance.sample(sorted(entries), chance.choice((1, 1, 2))):
        if name == "source.npy" and chance.random() < 0.7:
            entries[name] = _source(entries[name], chance)
        else:
            entries[name] = chance.choice((_values, _values, _array, of_bytes, _header))(entries[name], chance)
    return zipped(entries.items(), chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def zipped(entries: Any, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of (name, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return out.getvalue()


def _directory(data: bytes, chance: Chance) -> bytes:
    """An entry's method, flags (encrypted), sizes or name, in the directory or before the entry."""
    out = bytearray(data)
    found = [at + chance.choice((8, 10)) for at in _all(out, b"PK\1\2")]
    found += [at + chance.choice((6, 8)) for at in _all(out, b"PK\3\4")]
    found += [at + chance.randrange(10, 46) for at in _all(out, b"PK\1\2")]
    for at in chance.sample(found, min(len(found), chance.choice((1, 1, 3)))):
        struct.pack_into("<H", out, min(at, len(out) - 2), chance.choice((0, 1, 9, 12, 14, 93, 99, 0xFFFF, 0x800)))
    return bytes(out)


def packed_array(array: Any) -> bytes:
    """A ``.npy``."""
    out = io.BytesIO()
    np.save(out, array, allow_pickle=True)
    return out.getvalue()


def _array(data: bytes, chance: Chance) -> bytes:
    """Another array altogether."""
    shapes: Sequence[tuple[int, ...]] = ((), (0,), (1,), (3, 0, 7), (2, 2), (1, 33, 2), (5, 33, 3))
    kind = chance.choice(("f8", "f4", "f2", "i8", "u1", "i2", "c16", "?", "U3", "S5", "M8[s]", "V8", "O"))
    return packed_array(np.zeros(chance.choice(shapes), dtype=kind))


def _values(data: bytes, chance: Chance) -> bytes:
    """The same array with other values."""
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if array.dtype.kind not in "fiu" or not array.size or not array.ndim:
        return _array(data, chance)
    array = array.copy()
    least, most = (np.finfo if array.dtype.kind == "f" else np.iinfo)(array.dtype).min, None
    most = (np.finfo if array.dtype.kind == "f" else np.iinfo)(array.dtype).max
    edges: tuple[Any, ...] = (
        least,
        most,
        0,
        1,
        *((np.nan, np.inf, -np.inf, 1e300, 1e5) if array.dtype.kind == "f" else ()),
    )
    with np.errstate(all="ignore"):
        how = chance.randrange(6)
        if how == 0:
            array[...] = np.array(chance.choice(edges)).astype(array.dtype)
        elif how == 1:
            array.reshape(-1)[chance.randrange(array.size)] = np.array(chance.choice(edges)).astype(array.dtype)
        elif how == 2:
            array = np.array(array * chance.choice((-1, 0, 1000, 100_000)), dtype=array.dtype)
        elif how == 3:  # from some row on: a jump
            array[chance.randrange(len(array)) :] += np.array(chance.choice((1, 100, 30_000))).astype(array.dtype)
        elif how == 4:
            array = array[: chance.randrange(len(array))]
        else:
            generator = np.random.default_rng(chance.getrandbits(32))
            array = generator.permutation(array) if chance.random() < 0.5 else array[::-1]
    return packed_array(array)


def _header(data: bytes, chance: Chance) -> bytes:
    """What the array says that it is."""
    texts = (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,)}", "{'descr': '|O', 'fortran_order': False, 'shape': ()}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", "{" * 500, "[" * 3000, "{'descr': '<f8'}", "()", "",
        "{'descr': [('a', '<f8')] , 'fortran_order': True, 'shape': (2,)}", "{'descr': 3, 'fortran_order': 'x', 'shape': 'y'}",
        "{'descr': '<U99999999', 'fortran_order': False, 'shape': (1,)}", "-" * 2000 + "1", "'a' 'b'", "f'{x}'", "\x00", "1" * 5000,
    )  # fmt: skip
    text = chance.choice(texts).encode() + b"\n"
    return b"\x93NUMPY" + bytes((chance.choice((1, 2, 3, 9)), 0)) + struct.pack("<H", len(text)) + text + data[128:]


def _source(data: bytes, chance: Chance) -> bytes:
    """What the poses say of their recording."""
    said = str(np.load(io.BytesIO(data), allow_pickle=False))
    rates = (None, 0, -30, float("nan"), 1e-9, 1e9, "30")
    plain = json.loads(said)
    for _ in range(chance.choice((1, 2))):
        key = chance.choice((*plain, "rate_hz", "frame_rate_hz", "time_hint", "jumps", "path"))
        plain[key] = chance.choice(rates if key.endswith("_hz") and chance.random() < 0.7 else ODD_VALUES)
    text = json.dumps(plain) if chance.random() < 0.9 else of_json(said.encode(), chance).decode("latin-1")
    return packed_array(np.array(text.replace("\0", "")))
