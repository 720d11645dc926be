"""Secrets are ciphertext, opened by any of our keys and by no other."""

import pytest

from bot.errors import ConfigError
from bot.storage.secrets import Cipher
from tests.storage.databases import KEY, OTHER_KEY

SECRET = "003|5f1d9f0a7be4c2d8"


def test_a_secret_comes_back_from_its_ciphertext() -> None:
    cipher = Cipher((KEY,))

    ciphertext = cipher.encrypt(SECRET)

    assert SECRET not in ciphertext
    assert cipher.decrypt(ciphertext) == SECRET


def test_the_same_secret_twice_is_two_ciphertexts() -> None:
    cipher = Cipher((KEY,))

    assert cipher.encrypt(SECRET) != cipher.encrypt(SECRET)


def test_an_empty_secret_stays_empty() -> None:
    cipher = Cipher((KEY,))

    assert (cipher.encrypt(""), cipher.decrypt("")) == ("", "")


def test_after_a_new_key_was_put_first_the_old_one_still_opens() -> None:
    old = Cipher((KEY,)).encrypt(SECRET)

    assert Cipher((OTHER_KEY, KEY)).decrypt(old) == SECRET


def test_after_a_new_key_was_put_first_it_encrypts() -> None:
    fresh = Cipher((OTHER_KEY, KEY)).encrypt(SECRET)

    assert Cipher((OTHER_KEY,)).decrypt(fresh) == SECRET


def test_a_wrong_key_is_a_setting_that_cannot_work() -> None:
    ciphertext = Cipher((KEY,)).encrypt(SECRET)

    with pytest.raises(ConfigError, match="must contain the key that encrypted it"):
        Cipher((OTHER_KEY,)).decrypt(ciphertext)


@pytest.mark.parametrize("keys", [(), ("",), ("short",), ("ăâî",), (KEY, "short")])
def test_what_is_no_key_is_a_setting_that_cannot_work(keys: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="not a Fernet key"):
        Cipher(keys)
