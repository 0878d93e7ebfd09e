"""封装反馈. A matter goes out to a unit without access, and its reply comes in: sealed, and proven.

The file out holds the matter and a key that is made for it alone; the file in is sealed with that
key (HMAC-SHA256 over the words and over every file's hash). Both are ZIP archives; nothing in them
is ever unpacked to a path or run.
"""

import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from alerts.actor import Actor
from alerts.database import writing
from alerts.matters.desk import Matters, visible
from alerts.matters.files import LARGEST, FileRefused, Kept, keep_file, must_be_taken
from alerts.matters.given import Order, put_right
from alerts.matters.standing import Stands, load, stands_of
from alerts.matters.steps import MatterState, procedure
from alerts.matters.tables import matter_standing
from alerts.procedure import MovedMeanwhile, MoveForbidden, MoveRefused
from alerts.scope import Scope
from alerts.trail import Entry, append, written
from alerts.workflow import Role

MOST_FILES = 50
WARNING = "warning"
"""The kind whose reply a sealed one is held to; the step is the same for all of them."""
_WORDS, _SEAL, _FILES = "words.json", "seal", "files/"
_LONGEST = 1_000_000
_NONE = "this file is no sealed matter or reply, or was damaged: have it sent again"


class SealBroken(Exception):
    """The sealed file was changed, is of another matter, or is none."""


@dataclass(frozen=True)
class Reply:
    """What a unit answers with."""

    measures: str
    result: str
    amount: Decimal | None = None  # yuan put right
    words: str = ""


def seal_out(matters: Matters, number: int, key: bytes, *, by: Actor, now: datetime) -> bytes:
    """Write a matter as the sealed file that goes out; the record says so.

    Raises:
        MoveForbidden: only an analyst hands it out.
        MoveRefused: there is no such matter here, or no reply to it is awaited.
    """
    if by.role is not Role.ANALYST:
        raise MoveForbidden(
            f"only an analyst hands a matter out, and you are {by.role.value}",
            zh=f"密封件由分析员来发，您是{by.role.text.zh}",
        )
    with writing(matters.engine) as connection:
        stands = _awaited(connection, number, by)
        _, moves = load(connection, number)
        content = next(
            json.loads(m.words) for m in reversed(moves) if m.move in {"draft", "revise"}
        )
        told = {
            "matter": number,
            "version": stands.version,
            "letter_number": stands.letter_number,
            "due_on": stands.due_on,
            "unit": stands.unit,
            "key": _key(key, number, stands.version).hex(),
            **{name: content[name] for name in ("subject", "facts", "law", "request", "addressee")},
        }
        append(connection, [Entry(by.name, "matter.seal_out", f"matter {number}")], now=now)
    return _packed(written(told), key, {})


def pack(request: bytes, reply: Reply, files: Mapping[str, bytes]) -> bytes:
    """Write the reply to a sealed matter, as the unit does on its own machine.

    What would be refused where it comes in is refused here, where it can still be mended.

    Raises:
        FileRefused: there are too many files, or one of them is not what is taken.
        SealBroken: the request is no sealed matter.
        WordsMissing: measures or result are missing, or the amount can't be.
    """
    asked, _ = _opened(request)
    if "key" not in asked:
        raise SealBroken("this file is no sealed matter: take the one that the committee sent")
    if len(files) > MOST_FILES:
        raise FileRefused(
            f"{len(files)} files are more than {MOST_FILES}: put them together",
            zh=f"有{len(files)}个文件，最多{MOST_FILES}个：请合并",
        )
    rules, given = procedure(WARNING), {"reason": reply.result, "measures": reply.measures.strip()}
    rules.must_hold(rules.step("reply"), {**given, "words": reply.words})
    for name, content in files.items():
        must_be_taken(name, content)
    told = {
        "matter": asked["matter"],
        "version": asked["version"],
        "measures": reply.measures,
        "reason": reply.result,
        "amount": put_right(reply.amount),
        "words": reply.words,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return _packed(written(told), bytes.fromhex(asked["key"]), files)


def seal_in(
    matters: Matters, sealed: bytes, key: bytes, folder: Path, *, by: Actor, now: datetime
) -> Stands:
    """Take a sealed reply in, in the unit's name: it is received and replied to at once.

    Raises:
        FileRefused: a file of it is not one that is taken.
        MoveForbidden: only an analyst takes it in.
        MoveRefused: there is no such matter here, or no reply to it is awaited.
        MovedMeanwhile: the matter was returned or answered after the file went out.
        SealBroken: it was changed on its way.
        WordsMissing: the reply lacks what a reply needs.
    """
    if by.role is not Role.ANALYST:
        raise MoveForbidden(
            f"only an analyst takes a reply in, and you are {by.role.value}",
            zh=f"密封件由分析员来收，您是{by.role.text.zh}",
        )
    told, archive = check(sealed, key)
    if "key" in told:
        raise SealBroken("this is the matter as it went out: take in the reply of the unit")
    number, version = told["matter"], told["version"]
    files = _kept(told, archive, folder)
    with writing(matters.engine) as connection:
        stands = _awaited(connection, number, by)
        _, moves = load(connection, number)
        later = [m for m in moves if m.number > version and m.move in {"reply", "return"}]
        if later:
            raise MovedMeanwhile(
                f"matter {number} was taken on by {later[-1].move!r} after this file went out: "
                "hand out a new one",
                zh=f"这份密封件发出后，事项{number}又有了进展：请重新发出一份",
            )
        unit = Actor(
            f"{stands.unit or stands.addressee}", Role.RESPONDENT, Scope((stands.region,)),
            stands.unit, stands.region, f"sealed file, taken in by {by.name}",
        )  # fmt: skip
        if stands.state is MatterState.ISSUED:
            matters.step(connection, number, Order("receive"), by=unit, now=now)
        given = {name: told[name] for name in ("measures", "reason", "words") if told.get(name)}
        amount = _money(told.get("amount"))
        order = Order("reply", {**given, "amount": amount}, files)
        return matters.step(connection, number, order, by=unit, now=now)


def check(sealed: bytes, key: bytes) -> tuple[dict[str, Any], zipfile.ZipFile]:
    """Prove a sealed reply: its seal, and every file's hash; give what it says.

    Raises:
        SealBroken: it was changed on its way, or is none.
    """
    told, archive = _opened(sealed)
    if not isinstance(told.get("matter"), int) or not isinstance(told.get("version"), int):
        raise SealBroken("this file is no sealed reply: take the one that the unit sent")
    own = key if "key" in told else _key(key, told["matter"], told["version"])
    if not hmac.compare_digest(_seal(archive.read(_WORDS), own), _text(archive, _SEAL)):
        raise SealBroken(
            "the sealed file was changed on its way, or is not sealed for this site: have it sent "
            "again, and compare its hash by telephone"
        )
    hashes = told.get("files", {})
    names = {one.filename for one in archive.infolist()} - {_WORDS, _SEAL}
    if names != {_FILES + name for name in hashes}:
        raise SealBroken("the sealed file holds other files than it says: have it sent again")
    for name, wanted in hashes.items():
        if hashlib.sha256(_part(archive, _FILES + name)).hexdigest() != wanted:
            raise SealBroken(f"{name!r} in the sealed file was changed: have it sent again")
    return told, archive


def _awaited(connection: sa.Connection, number: int, by: Actor) -> Stands:
    row = connection.execute(
        sa.select(matter_standing).where(matter_standing.c.matter == number, visible(by))
    ).one_or_none()
    waiting = (MatterState.ISSUED, MatterState.RECEIVED, MatterState.RETURNED)
    if row is None or row.state not in waiting:
        stood = f"it is {row.state}" if row is not None else "it is not in the list of matters"
        raise MoveRefused(
            f"no reply to matter {number} is awaited: {stood}",
            zh=f"事项{number}现在不等反馈：请核对编号",
        )
    return stands_of(row)


def _kept(told: Mapping[str, Any], archive: zipfile.ZipFile, folder: Path) -> Sequence[Kept]:
    return [
        keep_file(folder, name, io.BytesIO(_part(archive, _FILES + name)))
        for name in sorted(told.get("files", {}))
    ]


def _money(text: object) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(str(text))
    except InvalidOperation as error:
        raise SealBroken(f"{text!r} is no amount: have the reply written again") from error


def _key(key: bytes, number: int, version: int) -> bytes:
    return hmac.new(key, f"matter/{number}/{version}".encode(), hashlib.sha256).digest()


def _seal(words: bytes, key: bytes) -> str:
    return hmac.new(key, words, hashlib.sha256).hexdigest()


def _packed(words: str, key: bytes, files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    parts = {_WORDS: words.encode(), _SEAL: _seal(words.encode(), key).encode()}
    parts |= {_FILES + name: content for name, content in sorted(files.items())}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def _opened(sealed: bytes) -> tuple[dict[str, Any], zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(sealed))
        told = json.loads(_text(archive, _WORDS))
        _text(archive, _SEAL)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
        raise SealBroken(_NONE) from error
    if not isinstance(told, dict) or len(archive.infolist()) > MOST_FILES + 2:
        raise SealBroken(_NONE)
    return told, archive


def _text(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > _LONGEST:
        raise SealBroken(f"{name} in the sealed file is too long to be one")
    return archive.read(name).decode()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST:
        raise FileRefused(
            f"{name!r} has more than {LARGEST / 1e6:.0f} MB: split it",
            zh=f"“{name}”超过{LARGEST / 1e6:.0f} MB：请分成几个文件",
        )
    try:
        return archive.read(name)
    except zipfile.BadZipFile as error:
        raise SealBroken(f"{name!r} in the sealed file is damaged: have it sent again") from error
