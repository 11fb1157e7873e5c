"""The secret of the installation."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scheduler.calendars import BadSecret, installation_secret
from scheduler.calendars.secret import opaque


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation's own secret will be."""
    monkeypatch.setenv("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "iop" / "secret"


def test_the_installations_secret_is_made_once(own: Path) -> None:
    secret = installation_secret(None)
    assert len(secret) == 64
    assert installation_secret(None) == secret == own.read_bytes().strip()
    assert [path.name for path in own.parent.iterdir()] == ["secret"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_it_is_its_owners_alone(own: Path) -> None:
    installation_secret(None)
    assert own.stat().st_mode & 0o777 == 0o600
    assert own.parent.stat().st_mode & 0o777 == 0o700


def test_its_folders_are_private_under_any_umask(own: Path) -> None:
    for umask in (0, 0o777):
        earlier = os.umask(umask)
        try:
            installation_secret(None)
        finally:
            os.umask(earlier)
        for folder in (own.parent, own.parent.parent):
            assert folder.stat().st_mode & 0o777 == 0o700
        assert own.stat().st_mode & 0o777 == 0o600
        own.unlink()
        own.parent.rmdir()
        own.parent.parent.rmdir()


def test_it_is_made_where_files_cannot_have_two_names(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(_: Path, __: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert installation_secret(None) == own.read_bytes().strip()


def test_exports_at_the_same_time_make_one_secret(own: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(installation_secret, [None] * 32))
    assert len(secrets) == 1
    assert [path.name for path in own.parent.iterdir()] == ["secret"]


@pytest.mark.skipif(os.name == "nt", reason="the variable is another one")
def test_a_relative_configuration_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "config")
    monkeypatch.setenv("HOME", str(tmp_path))
    installation_secret(None)
    assert (tmp_path / ".config" / "iop" / "secret").exists()


def test_a_given_secret_is_used_and_none_is_made(own: Path, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_bytes(b"  sixteen letters!\r\n")
    assert installation_secret(given) == b"sixteen letters!"
    assert not own.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b" \n", "empty"), (b"fifteen letters", "fewer than 16"), (b"x" * 4097, "more than 4096")],
)
def test_a_secret_that_cannot_be_trusted_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    given = tmp_path / "given"
    given.write_bytes(content)
    with pytest.raises(BadSecret, match=says):
        installation_secret(given)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadSecret, match=f"{path} cannot be read"):
            installation_secret(path)


def test_a_folder_that_cannot_be_made_is_named(own: Path) -> None:
    own.parent.parent.write_text("a file where the folder should be")
    with pytest.raises(BadSecret, match="cannot be made"):
        installation_secret(None)


def test_without_a_home_a_secret_file_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(BadSecret, match="Give a secret file"):
        installation_secret(None)


def test_opaque_words_depend_on_every_fact_and_on_the_secret() -> None:
    words = {
        opaque(secret, *facts, letters=40)
        for secret in (b"one", b"two")
        for facts in (("a", "bc"), ("ab", "c"), ("abc",), ("a", "bc", ""))
    }
    assert len(words) == 8
    assert all(len(word) == 40 and set(word) <= set("bcfghjklmnqrsvwx") for word in words)
