"""The names of the fictional district 绣城区: blocks, squads, streets, landmarks."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import Point

CITY: Final = Text("绣城区", "Xiucheng District")
DISTRICT_CODE: Final = "330299"
"""A county-level code of GB/T 2260 form that is assigned to no real place."""

BLOCKS: Final[tuple[tuple[str, Point], ...]] = (
    ("城北", (300.0, 2_600.0)),
    ("锦屏", (-2_300.0, 2_000.0)),
    ("江滨", (2_800.0, 2_000.0)),
    ("岳林", (-3_100.0, 200.0)),
    ("县前", (0.0, 400.0)),
    ("桥东", (3_200.0, 200.0)),
    ("阳明", (-2_600.0, -1_900.0)),
    ("南浦", (0.0, -2_200.0)),
    ("方桥", (2_600.0, -2_000.0)),
)
"""The nine blocks with where each would lie in an ideal city."""

SQUADS: Final[tuple[tuple[str, Text, tuple[str, ...]], ...]] = (
    ("yuelin", Text("岳林中队", "Yuelin Squad"), ("岳林", "阳明")),
    ("jinping", Text("锦屏中队", "Jinping Squad"), ("锦屏", "城北")),
    ("jiangbin", Text("江滨中队", "Jiangbin Squad"), ("江滨",)),
    ("xicheng", Text("西城中队", "Xicheng Squad"), ("县前",)),
    ("fangqiao", Text("方桥中队", "Fangqiao Squad"), ("方桥", "桥东")),
    ("mobile", Text("机动中队", "Mobile Squad"), ("南浦",)),
)

RING_QUARTERS: Final = ("环城北路", "环城西路", "环城南路", "环城东路")
UNDERPASS: Final = "城北下穿"
RIVER: Final = "绣江"
LAKE: Final = "锦屏湖"
CREEKS: Final = ("龙潭溪", "湖心河", "方桥江")

CAR_PARKS: Final[tuple[tuple[str, int], ...]] = (
    ("中医院停车场", 400),
    ("锦绣广场停车场", 611),
    ("县前街停车场", 233),
    ("体育中心停车场", 878),
    ("火车站停车场", 758),
    ("客运中心停车场", 286),
    ("文化广场停车场", 240),
    ("人民医院停车场", 362),
    ("南浦菜场停车场", 96),
    ("桥东商贸城停车场", 188),
    ("政务中心停车场", 124),
    ("江滨公园停车场", 85),
    ("岳林菜场停车场", 72),
    ("图书馆停车场", 56),
)
"""Fourteen car parks with 4 389 bays in all."""

_OLD_TOWN: Final = (
    "县前",
    "县后",
    "横街",
    "鼓楼",
    "学宫",
    "文昌",
    "城隍",
    "钟楼",
    "南门",
    "北门",
    "西门",
    "东门",
    "大桥",
    "花园",
    "牌楼",
    "仓桥",
    "书院",
    "太平",
    "米行",
    "布市",
    "竹行",
    "茶亭",
    "石板",
    "水门",
    "府前",
    "洗马",
    "状元",
    "孝子",
    "双井",
    "磨坊",
    "染坊",
    "绣坊",
    "银锭",
    "金鱼",
    "桂花",
    "槐树",
)
_STEMS: Final = (
    "锦溪",
    "梨洲",
    "兰江",
    "丹桂",
    "凤山",
    "东苑",
    "柳堤",
    "龙潭",
    "体育",
    "明德",
    "惠民",
    "长春",
    "永丰",
    "广平",
    "大成",
    "河头",
    "中塔",
    "公园",
    "南山",
    "西河",
    "东江",
    "金钟",
    "宝化",
    "金海",
    "舒前",
    "莲池",
    "茗山",
    "松石",
    "竹海",
    "梅园",
    "杏林",
    "枫桥",
    "荷塘",
    "桃源",
    "柏树",
    "银杏",
    "海棠",
    "茶园",
    "稻香",
    "麦田",
    "清河",
    "澄江",
    "临江",
    "望江",
    "听涛",
    "观澜",
    "流云",
    "晴川",
    "烟雨",
    "月湖",
    "星光",
    "朝阳",
    "晨曦",
    "晚霞",
    "春晓",
    "夏荷",
    "秋实",
    "冬青",
    "和平",
    "团结",
    "友谊",
    "幸福",
    "安康",
    "福泰",
    "寿昌",
    "喜乐",
    "吉祥",
    "如意",
    "兴业",
    "创业",
    "建设",
    "工农",
    "劳动",
    "光明",
    "振兴",
    "腾飞",
    "科创",
    "智慧",
    "学苑",
    "育才",
    "尚书",
    "翰林",
    "进士",
    "义学",
    "师范",
    "少年",
    "青年",
    "新华",
    "民主",
    "文化",
    "艺林",
    "丝路",
    "织锦",
    "绣山",
    "绣湖",
    "绣园",
    "锦园",
    "锦华",
    "锦瑞",
    "锦秀",
    "下陈",
    "上王",
    "方家",
    "何家",
    "周村",
    "蒋葭",
    "后胡",
    "前葛",
    "徐马",
    "大埠",
    "张夹",
    "楼岩",
    "斗门",
    "王溆",
    "茅山",
    "西坞",
    "山下",
    "岭墩",
    "长汀",
    "外应",
    "东环",
    "西环",
    "新建",
    "新桥",
    "高桥",
    "拱北",
    "迎宾",
    "站前",
    "客运",
    "货场",
    "码头",
    "渡口",
    "船厂",
    "盐仓",
    "粮站",
    "供销",
    "轻纺",
    "服装",
    "纺机",
    "丝厂",
)
_OLD_SUFFIXES: Final = ("街", "巷", "弄", "路", "横街")
_SUFFIXES: Final = ("路", "街", "路", "巷", "东路", "西路", "南路", "北路", "支路", "一路", "二路", "弄", "里")


class StreetNames:
    """Hands out street names, each once: old names in the old town, newer ones outside."""

    def __init__(self, rng: Dice) -> None:
        self._old = self._shuffled(rng, _OLD_TOWN, _OLD_SUFFIXES, first="县前街")
        self._new = self._shuffled(rng, _STEMS, _SUFFIXES, first="岳林路")
        self._count = 0

    @staticmethod
    def _shuffled(rng: Dice, stems: tuple[str, ...], suffixes: tuple[str, ...], first: str) -> list[str]:
        rounds: list[list[str]] = []
        for suffix in suffixes:
            names = [stem + suffix for stem in stems if not (stem.endswith("街") and suffix.endswith("街"))]
            rng.shuffle(names)
            rounds.append([name for name in names if name != first])
        return [name for names in reversed(rounds) for name in reversed(names)] + [first]

    def take(self, *, old_town: bool) -> str:
        """A name that no other street has."""
        pool = self._old if old_town and self._old else self._new
        return pool.pop() if pool else self._numbered()

    def _numbered(self) -> str:
        self._count += 1
        return f"规划{self._count}路"
