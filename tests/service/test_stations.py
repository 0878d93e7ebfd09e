"""`pursewatch stations`: what the page does, on the command line."""

import json
from pathlib import Path

import pytest

from service import cli
from service.home import Home

FILE = 'name = "河东联络站"\nregion = "419801"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Home(tmp_path).make()
    return tmp_path


def test_a_station_is_set_up_listed_and_taken_away(home: Path, capsys: pytest.CaptureFixture[str]):
    file = home / "given.toml"
    file.write_text(FILE, "utf-8")
    at = ["--home", str(home)]

    assert cli.run(["stations", "set", "hedong", str(file), "--by", "office", *at]) == cli.DONE
    capsys.readouterr()
    assert cli.run(["stations", "list", "--json", *at]) == cli.DONE
    [row] = json.loads(capsys.readouterr().out)
    assert (row["station"], row["name"], row["actor"]) == ("hedong", "河东联络站", "office")
    assert cli.run(["stations", "withdraw", "hedong", "--reason", "合并", *at]) == cli.DONE
    assert not (home / "stations" / "hedong.toml").exists()


@pytest.mark.parametrize(
    ("text", "says"), [("name =", "can't be read as TOML"), ('name = "x"\n', "field required")]
)
def test_a_file_that_is_no_station_says_why(home: Path, capsys, text: str, says: str):
    file = home / "given.toml"
    file.write_text(text, "utf-8")

    assert cli.run(["stations", "set", "hedong", str(file), "--home", str(home)]) == cli.FAILED
    assert says in capsys.readouterr().err
