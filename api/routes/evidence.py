"""Files that come with a step of a matter, kept by their hash, over HTTP."""

from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request, Response, UploadFile
from pydantic import BaseModel

from alerts.matters.files import FileRefused, Kept, keep_file, read_file
from alerts.matters.lists import read_matter
from api.deps import House, HouseHere, MatterReader, PaperReader
from api.forms import Csrf, must_be_ours
from api.parameters import Number

router = APIRouter(tags=["matters"])


class FileOut(BaseModel):
    """A file that is kept, by its hash."""

    name: str
    type: str
    size: int
    sha256: str


@router.post("/matters/{number}/files", status_code=201, summary="Send a file, to name in a step")
def send_file(
    number: Number,
    file: UploadFile,
    request: Request,
    house: HouseHere,
    me: MatterReader,
    x_csrf_token: Csrf = "",
) -> FileOut:
    """Keep a file by its hash; it belongs to no step until one names it."""
    must_be_ours(request, me.token, x_csrf_token)
    read_matter(house.ledger.engine, number, by=me.actor)
    kept: Kept = keep_file(folder_of(house), file.filename or "", file.file)
    return FileOut(**vars(kept))


@router.get("/matters/{number}/files/{sha256}", summary="A file that came with a step")
def give_file(number: Number, sha256: str, house: HouseHere, me: PaperReader) -> Response:
    """Give a file to be saved, never to be shown."""
    told = read_matter(house.ledger.engine, number, by=me.actor)
    files = {file.sha256: file for move in told.history for file in move.files}
    if sha256 not in files:
        raise FileRefused(
            f"matter {number} has no file {sha256[:12]!r}: its history names them",
            zh=f"事项{number}没有这个文件：历史里列着有的",
        )
    content = read_file(folder_of(house), sha256)
    name = quote(files[sha256].name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def folder_of(house: House) -> Path:
    """Give the folder in which this site keeps files.

    Raises:
        FileRefused: it keeps none.
    """
    if house.evidence is None:
        raise FileRefused(
            "this site keeps no files: its operator names no folder for them",
            zh="本站没有开通收文件：请联系管理员",
        )
    return house.evidence
