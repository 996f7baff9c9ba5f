"""The 33 kinds of data that a bureau brings together, and which offices they come from."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Text


class Provider(StrEnum):
    """The office whose data it is."""

    BUREAU = "bureau"
    HOUSING = "housing"
    PARKS = "parks"
    MARKET = "market"
    ENVIRONMENT = "environment"
    COUNTRYSIDE = "countryside"
    WEATHER = "weather"
    POLICE = "police"
    TRAFFIC = "traffic"
    SANITATION = "sanitation"
    PERMITS = "permits"
    CITIZENS = "citizens"


PROVIDER_LABELS: Final = {
    Provider.BUREAU: Text("城管", "City management"),
    Provider.HOUSING: Text("住建", "Housing and construction"),
    Provider.PARKS: Text("园林", "Parks"),
    Provider.MARKET: Text("市场监管", "Market supervision"),
    Provider.ENVIRONMENT: Text("生态环境", "Environment"),
    Provider.COUNTRYSIDE: Text("农业农村", "Countryside"),
    Provider.WEATHER: Text("气象", "Weather service"),
    Provider.POLICE: Text("公安", "Police"),
    Provider.TRAFFIC: Text("交通", "Traffic"),
    Provider.SANITATION: Text("环卫", "Sanitation"),
    Provider.PERMITS: Text("行政审批", "Permits"),
    Provider.CITIZENS: Text("群众", "Citizens"),
}


class DataKind(NamedTuple):
    """One kind of data. `lines` are the kinds of SourceLine that belong to it: none where nothing reads it yet."""

    key: str
    provider: Provider
    label: Text
    lines: tuple[str, ...] = ()


def _kind(key: str, provider: Provider, zh: str, en: str, *lines: str) -> DataKind:
    return DataKind(key, provider, Text(zh, en), lines)


_P: Final = Provider
DATA_KINDS: Final = (
    _kind("manhole", _P.HOUSING, "智能井盖", "Manhole covers", "manhole"),
    _kind("drainage", _P.HOUSING, "排水监测", "Drainage stations", "drainage"),
    _kind("road_water", _P.HOUSING, "道路积水", "Road water", "road_water"),
    _kind("site_air", _P.HOUSING, "工地扬尘与噪声", "Site dust and noise", "site_air"),
    _kind("waste_trucks", _P.HOUSING, "渣土车轨迹", "Tracks of waste trucks"),
    _kind("gas", _P.HOUSING, "燃气安全", "Gas safety"),
    _kind("lamps", _P.HOUSING, "路灯", "Street lamps"),
    _kind("bridges", _P.HOUSING, "桥梁监测", "Bridges"),
    _kind("tree", _P.PARKS, "古树名木", "Ancient trees", "tree"),
    _kind("green", _P.PARKS, "绿地养护", "Care of green spaces"),
    _kind("shops", _P.MARKET, "服务对象库", "Shops and businesses"),
    _kind("penalties", _P.MARKET, "行政处罚", "Penalties"),
    _kind("fumes", _P.ENVIRONMENT, "餐饮油烟", "Cooking fumes", "fumes"),
    _kind("sewage", _P.COUNTRYSIDE, "农污设施", "Rural sewage", "sewage"),
    _kind("rain", _P.WEATHER, "雨量", "Rainfall", "rain"),
    _kind("camera", _P.POLICE, "公共视频", "Public cameras", "camera"),
    _kind("notices", _P.POLICE, "违停抄告", "Parking notices"),
    _kind("parking_bay", _P.TRAFFIC, "路侧泊位", "Parking bays", "parking_bay"),
    _kind("car_park", _P.TRAFFIC, "停车场", "Car parks", "car_park"),
    _kind("bin", _P.SANITATION, "垃圾箱", "Waste bins", "bin"),
    _kind("permits", _P.PERMITS, "占道与渣土许可", "Permits for streets and waste"),
    _kind("hotline", _P.CITIZENS, "热线诉求", "Hotline", "cases.hotline"),
    _kind(
        "citizens", _P.CITIZENS, "随手拍与扫码", "Reports by citizens", "cases.qr", "cases.snapshot", "cases.group_clue"
    ),
    _kind(
        "reports", _P.BUREAU, "巡查与派单案件", "Cases from patrols and desks", "cases.collector", "cases.handheld",
        "cases.video_seat", "cases.leader", "cases.department", "cases.ai", "cases.iot", "cases.imported",
    ),
    _kind("drone", _P.BUREAU, "无人机", "Drones", "cases.drone"),
    _kind("camera_events", _P.BUREAU, "AI 事件", "AI events", "camera_events"),
    _kind("photos", _P.BUREAU, "现场照片", "Evidence pictures", "photos"),
    _kind("positions", _P.BUREAU, "人员定位", "Positions of people", "positions"),
    _kind("roster", _P.BUREAU, "排班与出勤", "Roster and attendance", "roster", "attendance"),
    _kind("people", _P.BUREAU, "人员与单位", "People and units", "people", "squads", "departments", "responsibilities"),
    _kind("areas", _P.BUREAU, "网格与街路", "Areas and streets", "areas", "streets"),
    _kind("speaker", _P.BUREAU, "音柱", "Loudspeakers", "speaker"),
    _kind("sign", _P.BUREAU, "户外广告", "Outdoor signs", "sign"),
)  # fmt: skip
"""In the order in which they are shown."""
