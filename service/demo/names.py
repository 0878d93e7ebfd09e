"""Names that are nobody's: syllables drawn together, with the invented city's name before them."""

from dataclasses import dataclass
from random import Random

HEADS = [
    "河湾",
    "云栖",
    "松岭",
    "瑞禾",
    "启澜",
    "泽润",
    "汀兰",
    "沐原",
    "青禾",
    "望舒",
    "栖霞岭",
    "砚池",
    "槐安",
    "柳塬",
    "澄湖",
    "霁月",
    "禾丰",
    "石漫",
    "竹影",
    "鹭洲",
    "枫桥畔",
    "岚山口",
    "麦浪",
    "清淮",
    "渡口",
    "梧桐里",
    "南苑坡",
    "北辰塬",
    "东篱",
    "西畴",
]
TAILS = ["达", "信", "和", "源", "盛", "宁", "恒", "嘉", "远", "泰", "宏", "正"]
TRADES = {
    "works": ["市政工程", "建筑工程", "水利工程", "公路工程", "园林绿化", "管网工程", "装饰工程"],
    "goods": ["办公设备", "教学仪器", "医疗器械", "机电设备", "图书文化", "农业机械", "仪器仪表"],
    "service": [
        "物业服务",
        "信息技术",
        "工程咨询",
        "规划设计",
        "检测技术",
        "环境科技",
        "会务服务",
        "车辆服务",
    ],
    "daily": [
        "商贸",
        "文印",
        "电力服务",
        "供水服务",
        "通信服务",
        "汽车维修",
        "餐饮服务",
        "劳务服务",
    ],
}
SURNAMES = [
    "安",
    "柏",
    "岑",
    "段",
    "樊",
    "葛",
    "郝",
    "季",
    "康",
    "黎",
    "孟",
    "聂",
    "欧",
    "裴",
    "祁",
    "阮",
    "邵",
    "陶",
    "邬",
    "祝",
]
GIVEN = [
    "乔",
    "禾",
    "岚",
    "砚",
    "笙",
    "垚",
    "沐",
    "筱",
    "澄",
    "霖",
    "屿",
    "棠",
    "恺",
    "榕",
    "稔",
    "昀",
]
BANKS = ["安澜银行", "安澜农村商业银行", "河湾村镇银行", "中州商业银行安澜分行"]
BRANCHES = ["城关支行", "新区支行", "河湾支行", "松岭支行", "营业部", "开发区支行"]


@dataclass(frozen=True)
class Payee:
    """Who is paid, and into which account."""

    name: str
    account: str
    bank: str
    is_small: bool = True


class Payees:
    """The firms and people of one place; every account is one name's."""

    def __init__(self, die: Random, place: str, prefix: str) -> None:
        self._die = die
        self._place = place
        self._prefix = prefix
        self._count = 0
        names = [(head, tail) for head in HEADS for tail in TAILS]
        die.shuffle(names)
        self._names = names
        self.firms = {kind: [self.firm(kind) for _ in range(n)] for kind, n in SIZES.items()}
        self.people = [self.person() for _ in range(40)]
        self._known: dict[str, Payee] = {}

    def named(self, name: str) -> Payee:
        """Give the one account of a name, opened when it is first asked for."""
        if name not in self._known:
            self._known[name] = self.open(name, is_small=False)
        return self._known[name]

    def open(self, name: str, is_small: bool = True) -> Payee:
        """Open an account in a name."""
        self._count += 1
        account = f"{self._prefix}{self._die.randrange(10**6):06d}{self._count:05d}"
        bank = f"{self._die.choice(BANKS)}{self._die.choice(BRANCHES)}"
        return Payee(name, account, bank, is_small)

    def firm(self, kind: str) -> Payee:
        """Found a firm of a trade."""
        head, tail = self._names.pop()
        trade = self._die.choice(TRADES[kind])
        return self.open(
            f"{self._place}{head}{tail}{trade}有限公司", is_small=self._die.random() < 0.6
        )

    def person(self) -> Payee:
        """Name a person, of two or three characters."""
        given = "".join(self._die.sample(GIVEN, self._die.choice((1, 2, 2))))
        return self.open(self._die.choice(SURNAMES) + given)

    def any(self, die: Random, kind: str) -> Payee:
        """Choose a firm of a trade."""
        return die.choice(self.firms[kind])


SIZES = {"works": 60, "goods": 50, "service": 60, "daily": 60}
