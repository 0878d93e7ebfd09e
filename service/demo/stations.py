"""联络站. The demo city's two stations: offices without anybody's name, topics of its books."""

from pathlib import Path

STATIONS = {
    "yunhe": """\
name = "云河街道人大代表联络站"
region = "419800"
place = "云河街道办事处一楼"
note = "不用预约，带上想问的事就行。"
addressee = "安澜市人大常委会预算工作委员会"

[[topic]]
name = "修路的钱"
department = "112"
published = "2026-09"
says = "两处工程停着"

[[topic]]
name = "办学的钱"
department = "104"
published = "2026-09"
says = "跟得上"

[[topic]]
name = "水利的钱"
department = "113"
published = "2026-06"
says = "三季度的数还没公开"

[[topic]]
name = "社区食堂"
says = "区里在定办法"

[[duty]]
day = 2026-10-15
from = 09:00:00
to = 11:00:00
who = "街道代表组"

[[duty]]
day = 2026-10-29
from = 09:00:00
to = 11:00:00
who = "市代表组"

[[duty]]
day = 2026-12-10
from = 14:30:00
to = 16:30:00
who = "街道代表组"
""",
    "yundu-xuexiao": """\
name = "云渡县办学经费监督示范点"
region = "419821"
place = "云渡县教育局门厅"
note = "每月第二个周四有代表在。"
addressee = "云渡县人大常委会"

[[topic]]
name = "县里办学的钱"
department = "104"
published = "2026-09"
says = "校舍修缮在收尾"

[[topic]]
name = "卫生院的钱"
department = "116"
published = "2026-09"

[[duty]]
day = 2026-12-10
from = 09:00:00
to = 11:30:00
who = "县代表组"
""",
}


def write_stations(folder: Path) -> None:
    """Write the stations that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in STATIONS.items():
        file = folder / f"{name}.toml"
        if not file.exists():
            file.write_text(text, "utf-8")
