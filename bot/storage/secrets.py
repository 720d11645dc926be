"""Turn secrets into ciphertext and back."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigError


class Cipher:
    """Fernet with one or several keys: the first encrypts, all of them decrypt."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            fernets = [Fernet(key) for key in keys]
            self._first, self._fernet = fernets[0], MultiFernet(fernets)
        except (ValueError, IndexError) as error:
            raise ConfigError(
                "ENCRYPTION_KEY is not a Fernet key: 32 random bytes in URL-safe base64."
            ) from error
        # A shop's token is wanted for each call in its name, and was in this process's memory anyway.
        self._kept = lru_cache(maxsize=64)(self._opened)

    def encrypt(self, secret: str) -> str:
        """The ciphertext; an empty secret stays empty."""
        return self._fernet.encrypt(secret.encode()).decode() if secret else ""

    def decrypt(self, ciphertext: str) -> str:
        """The secret.

        Raises:
            ConfigError: none of the keys opens it.
        """
        return self._kept(ciphertext) if ciphertext else ""

    def renewed(self, ciphertext: str) -> str | None:
        """The same secret under the first key; None: it is under that key already.

        Raises:
            ConfigError: none of the keys opens it.
        """
        try:
            self._first.decrypt(ciphertext.encode())
        except InvalidToken:
            return self.encrypt(self._opened(ciphertext))
        return None

    def _opened(self, ciphertext: str) -> str:
        try:
            return self._fernet.decrypt(ciphertext.encode()).decode()
        except InvalidToken as error:
            raise ConfigError(
                "A stored secret cannot be decrypted: ENCRYPTION_KEY must contain the key that encrypted it."
            ) from error
