"""A pull's file is data, and strict."""

from pathlib import Path

import pytest

from ingest.pulls.order import DatabasePull, PullFailed, SecretPlace, SftpPull
from ingest.pulls.read import pull_files, read_pull
from ingest.pulls.secret import Secret, secret
from ingest.sources import SourceRefused, load_sources

DATABASE = """
kind = "database"
supplier = "郑州市财政局"
region = "410100"
[server]
driver = "postgresql"
host = "10.1.2.3"
database = "finance"
user = "reader"
password = { env = "TREASURY_PASSWORD" }
[[table]]
feed = "国库集中支付"
table = "PAY_CERT"
every = "month"
dated = "XPAY_DATE"
key = ["PAY_CERT_ID"]
"""
SFTP = """
kind = "sftp"
host = "10.1.2.4"
user = "npc"
password = { file = "sftp.secret" }
host_key = "ssh-ed25519 AAAA"
folder = "/out"
"""


def read(folder: Path, text: str):
    (folder / "treasury.pull.toml").write_text(text, "utf-8")
    return read_pull(folder / "treasury.pull.toml")


def test_a_database_is_told_by_its_server_and_its_tables(tmp_path):
    pull = read(tmp_path, DATABASE)

    assert isinstance(pull, DatabasePull)
    assert (pull.name, pull.tables[0].feed, pull.tables[0].region) == (
        "treasury",
        "payment",
        "410100",
    )
    assert pull.server.password == SecretPlace(env="TREASURY_PASSWORD")


def test_paths_are_from_the_folder_of_the_pulls_file(tmp_path):
    pull = read(tmp_path, SFTP)

    assert isinstance(pull, SftpPull)
    assert pull.password == SecretPlace(file=tmp_path / "sftp.secret")


def test_a_pull_is_no_mapping_and_lies_beside_them(tmp_path):
    read(tmp_path, SFTP)

    assert "treasury.pull" not in load_sources(tmp_path)
    assert list(pull_files(tmp_path)) == ["treasury"]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('{ env = "TREASURY_PASSWORD" }', '"s3cret"', "not written into this file"),
        ('{ env = "TREASURY_PASSWORD" }', '{ env = "A", file = "b" }', "one of the two"),
        ('driver = "postgresql"', 'driver = "access"', "'access': write one of postgresql"),
        ('feed = "国库集中支付"', 'feed = "payments"', "'payments' is no feed"),
        ('region = "410100"', 'region = "郑州"', "is no region"),
        ('key = ["PAY_CERT_ID"]', "", "has no key"),
        ('dated = "XPAY_DATE"', 'dated = "A"\nyear = "B"', "not by both"),
        ('dated = "XPAY_DATE"', 'month = "B"', "a month needs its year"),
        ('every = "month"', 'every = "week"', "'week': write one of year, month, day"),
        ('user = "reader"', 'user = "reader"\nport = 70000', "a port is 1 to 65535"),
        ('every = "month"', 'every = "month"\nwhere = "1=1"', "'where' is no key"),
        ('kind = "database"', 'kind = "ftp"', "write one of database, folder, sftp"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(tmp_path, was, becomes, told):
    with pytest.raises(SourceRefused, match=rf"treasury.pull.toml, line \d+: .*{told}") as caught:
        read(tmp_path, DATABASE.replace(was, becomes))

    assert "s3cret" not in str(caught.value)


def test_two_tables_of_one_feed_would_replace_each_other_and_are_refused(tmp_path):
    with pytest.raises(SourceRefused, match="would replace each other"):
        read(tmp_path, DATABASE + DATABASE[DATABASE.index("[[table]]") :])


def test_a_server_that_is_not_known_beforehand_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match="must be known before it is trusted"):
        read(tmp_path, SFTP.replace('host_key = "ssh-ed25519 AAAA"', ""))


def test_a_password_comes_out_of_the_environment():
    assert secret(SecretPlace(env="P"), {"P": "geheim"}).reveal() == "geheim"
    with pytest.raises(PullFailed, match="the environment has no P: set it"):
        secret(SecretPlace(env="P"), {})


def test_a_password_file_that_others_may_read_is_refused(tmp_path):
    file = tmp_path / "secret"
    file.write_text("geheim\n")
    file.chmod(0o600)
    assert secret(SecretPlace(file=file), {}).reveal() == "geheim"

    file.chmod(0o640)

    with pytest.raises(PullFailed, match="has mode 0640, so others can read it: give it mode 0600"):
        secret(SecretPlace(file=file), {})


def test_a_password_is_never_shown():
    geheim = Secret("geheim")

    assert "geheim" not in f"{geheim} {geheim!r} {[geheim]}"
    assert geheim.hide("login geheim failed") == "login … failed"
