import subprocess
import sys

from alerts.passwords import hashed, verified


def test_a_site_hashes_with_argon2id_over_64_mebibytes() -> None:
    program = "from alerts.passwords import hashed; print(hashed('the road fund'))"

    kept = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_password_of_nobody_is_never_right() -> None:
    nobodys = "the password of nobody, so that an unknown name takes as long"

    assert not verified(nobodys, None)
    assert verified(nobodys, hashed(nobodys))


def test_what_is_too_long_to_be_a_password_is_none() -> None:
    assert not verified("a" * 5000, hashed("a" * 1024))
