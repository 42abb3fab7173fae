"""Make the ``.task`` bundle that MediaPipe wants from the two networks that come with hingecheck.

The Tasks API refuses the bare files ("requires specifying NormalizationOptions metadata"): each gets its
metadata, then both are stored in a zip, uncompressed and aligned, so that they can be mapped into memory.
The same inputs give the same bytes.
"""

from __future__ import annotations

import io
import warnings
import zipfile

from ...errors import ModelError
from ...quiet import quiet_stderr
from .manifest import ModelEntry, Part, read_part

#: Offsets of the files in the bundle, bytes: as in mediapipe's own model_asset_bundle_utils.
ALIGNMENT_BYTES = 4
#: Zip "extra field" that holds nothing but padding; the id that Android's zipalign uses for it.
PADDING_ID = 0xD935


def build_bundle(entry: ModelEntry) -> bytes:
    """Build the bundle of a model whose networks come with hingecheck.

    Raises
    ------
    ModelError
        A network is missing or wrong, or mediapipe, which writes the metadata, is not installed.
    """
    return pack({part.name: _with_metadata(read_part(part), part) for part in entry.parts})


def pack(files: dict[str, bytes]) -> bytes:
    """Store files in a zip without compression, aligned, without times or the system's name.

    Parameters
    ----------
    files : dict
        Content by name; their order is kept.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # else Windows writes other bytes
            info.external_attr = 0o644 << 16
            info.extra = _padding(out.tell() + 30 + len(name.encode()))
            bundle.writestr(info, content)
    return out.getvalue()


def _padding(data_offset: int) -> bytes:
    """Extra field that moves what follows it to the next aligned offset."""
    short = -(data_offset + 4) % ALIGNMENT_BYTES
    return PADDING_ID.to_bytes(2, "little") + short.to_bytes(2, "little") + bytes(short)


def _with_metadata(network: bytes, part: Part) -> bytes:
    with quiet_stderr(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # its writer leaves a file to be closed by chance
        try:
            from mediapipe.tasks.python.metadata.metadata_writers.metadata_writer import MetadataWriter
        except ImportError as error:
            raise ModelError(
                "mediapipe cannot be loaded ({why}). Run: pip install 'hingecheck[mediapipe]' (Python ≤ 3.12)",
                why=str(error),
            ) from error

        writer = MetadataWriter(bytearray(network))
        title = part.name.removesuffix(".tflite").replace("_", " ")
        writer.add_general_info(title, title)
        writer.add_image_input([part.mean], [part.std])
        content, _ = writer.populate()
    return bytes(content)
