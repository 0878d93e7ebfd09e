"""Until when the site's certificate is valid, read from the files that its server reads."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.certificate import ends
from service.settings import read_settings
from service.site import site

END = datetime(2026, 10, 20, 4, tzinfo=UTC)
LATER = datetime(2036, 1, 1, tzinfo=UTC)


def certificate(end: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "anlan.example")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(),
                                   datetime(2025, 1, 1, tzinfo=UTC), end)  # fmt: skip
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def test_the_first_certificate_of_a_chain_is_the_site_s(tmp_path: Path) -> None:
    chain = tmp_path / "chain.pem"
    chain.write_bytes(b"subject=anlan\n" + certificate(END) + certificate(LATER))
    assert ends(chain) == END


@pytest.mark.parametrize("content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAA"])
def test_what_is_no_certificate_ends_at_no_time(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.pem").write_bytes(content)
    assert ends(tmp_path / "odd.pem") is None
    assert ends(tmp_path / "missing.pem") is None


def test_a_site_that_speaks_tls_knows_its_certificate(tmp_path: Path) -> None:
    (tmp_path / "tls.pem").write_bytes(certificate(END))
    plain = read_settings(tmp_path)
    speaking = plain.model_copy(update={"certificate": str(tmp_path / "tls.pem")})
    told = [site(one).state.house.manners.certificate for one in (plain, speaking)]
    assert told[0] is None
    assert told[1]() == END
