"""证书. Until when the site's own certificate is valid."""

from datetime import datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate

BEGIN, END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"


def ends(file: Path) -> datetime | None:
    """Give the instant after which a PEM file's first certificate, the site's, is over.

    None where the file can't be read as one: the server would not have begun with it.
    """
    try:
        first = BEGIN + file.read_bytes().partition(BEGIN)[2].partition(END)[0] + END
        return load_pem_x509_certificate(first).not_valid_after_utc
    except (OSError, ValueError):
        return None
