"""The secret of the installation, and the opaque words that are made with it."""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from scheduler.errors import IopError
from scheduler.files.write import NotWritten, held, write_files

SHORTEST_SECRET_BYTES = 16
LONGEST_SECRET_BYTES = 4096

# Sixteen letters for the sixteen digits of a hexadecimal number: without vowels, figures, d, p and t, an opaque word
# spells no word, no number and none of the usual short names of programs, and so cannot look like somebody's id.
LETTERS = str.maketrans("0123456789abcdef", "bcfghjklmnqrsvwx")


class BadSecret(IopError):
    """A secret that cannot be read, kept or trusted."""


def opaque(secret: bytes, *facts: str, letters: int) -> str:
    """``letters`` letters (at most 64, four bits each) that stand for the facts and cannot be guessed or undone."""
    # A list in JSON keeps ("a", "bc") and ("ab", "c") apart.
    digest = hmac.new(secret, json.dumps(facts).encode(), hashlib.sha256).hexdigest()
    return digest[:letters].translate(LETTERS)


def is_opaque(word: str, *, letters: int) -> bool:
    """Whether the word is made as opaque ones of so many letters are."""
    return len(word) == letters and set(word) <= {chr(letter) for letter in LETTERS.values()}


def installation_secret(path: Path | None) -> bytes:
    """The bytes of the secret file given, else those of the installation's own secret, which is made at first use.

    White space around the bytes is no part of the secret. The installation's own lies in ``iop/secret`` in the user's
    private configuration folder, readable by its owner only.

    Raises:
        BadSecret: where the file cannot be read or made, or holds fewer than 16 or more than 4096 bytes.
    """
    if path is not None:
        return _read(path, "Give a file made for this, of at least 32 random letters.")
    own = _private_folder() / "secret"
    if not own.exists():
        try:
            _make(own)
        except NotWritten as error:
            raise BadSecret(
                f"The installation's secret cannot be made. {error} Or give a secret file with --secret-file."
            ) from error
    return _read(
        own,
        "Put its backup in its place. Where there is none, delete it: the next export makes a new one, and sessions "
        "that the staff's table does not record get new identities.",
    )


def _private_folder() -> Path:
    """The folder of this program's own files, of this user."""
    named = os.environ.get("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME", "")
    # A relative path would mean another secret in every working folder.
    if named and Path(named).is_absolute():
        return Path(named) / "iop"
    try:
        return Path.home() / ".config" / "iop"
    except RuntimeError as error:
        raise BadSecret("There is no home folder to keep the installation's secret in. Give a secret file.") from error


def _read(path: Path, advice: str) -> bytes:
    """The secret in the file."""
    try:
        with path.open("rb") as file:
            secret = file.read(LONGEST_SECRET_BYTES + 1).strip()
    except OSError as error:
        raise BadSecret(f"The secret file {path} cannot be read ({error.strerror}). {advice}") from error
    if not secret:
        raise BadSecret(f"The secret file {path} is empty. {advice}")
    if len(secret) < SHORTEST_SECRET_BYTES:
        raise BadSecret(f"The secret file {path} holds fewer than {SHORTEST_SECRET_BYTES} bytes. {advice}")
    if len(secret) > LONGEST_SECRET_BYTES:
        raise BadSecret(f"The secret file {path} holds more than {LONGEST_SECRET_BYTES} bytes. {advice}")
    return secret


def _make(path: Path) -> None:
    """Make the secret, complete from the first moment it can be seen; one that is there already stays."""
    with held(path.parent):
        if not path.exists():
            write_files({path: secrets.token_bytes(32).hex().encode() + b"\n"})
