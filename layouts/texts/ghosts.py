"""The text catalogue of devices that nobody registered yet, and of the form that takes one in."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Ghosts:
    """The tab of new devices, and its form."""

    INTRO: Final = Text(
        "正在上报、但尚未登记的设备。点击一台，填一张表：上图、字段含义、入库一步完成，等待中的报文随后自动读入。",
        "Devices that report although nobody registered them. Click one: a single form places it on the map and says "
        "what its fields mean; what waits is then read by itself.",
    )
    LIST: Final = Text("未登记的设备", "Unregistered devices")
    COUNT: Final = Text("共 {} 台", "{} in all")
    LIST_PART: Final = Text("最近 {} 台，共 {} 台", "the newest {} of {}")
    NONE: Final = Text("没有未登记的设备", "No unregistered device")
    NONE_HINT: Final = Text(
        "把设备接到 MQTT，第一条报文到达后它会自动出现在这里。",
        "Connect a device over MQTT: with its first message it appears here by itself.",
    )
    MESSAGES: Final = Text("{} 条", "{} messages")
    UNCLEAR: Final = Text("类型待定", "kind unclear")
    UNREADABLE: Final = Text("报文无法解读", "not readable")
    FIRST: Final = Text("首次收到 {}", "first heard {}")

    FORM: Final = Text("接入设备", "Take in a device")
    CLOSE: Final = Text("收起", "Close")
    NUMBER: Final = Text("编号", "Number")
    NAME: Final = Text("名称", "Name")
    NAME_HINT: Final = Text("留空则同编号", "the number if left empty")
    KIND: Final = Text("类型", "Kind")
    CHOOSE: Final = Text("请选择", "choose")
    PLACE: Final = Text("位置（WGS-84）", "Place (WGS-84)")
    PLACE_HINT: Final = Text("点击地图，或直接填写经纬度", "click on the map, or type the degrees")
    LON: Final = Text("经度", "Longitude")
    LAT: Final = Text("纬度", "Latitude")
    DATUM: Final = Text("安装基准 m", "Datum m")
    DATUM_HINT: Final = Text("测距类填写：探头距井底的高度", "for distances: height of the probe above the floor")
    FIELDS: Final = Text("字段", "Fields")
    FIELDS_HINT: Final = Text("含义由系统猜测，请核对", "the meanings are guesses: check them")
    PATH: Final = Text("字段", "Field")
    VALUE: Final = Text("当前值", "Now")
    MEANING: Final = Text("含义", "Meaning")
    UNIT: Final = Text("单位", "Unit")
    SCALE: Final = Text("系数", "Factor")
    RESULT: Final = Text("读作", "Read as")
    IGNORE: Final = Text("忽略", "ignore")
    DISTANCE: Final = Text("距离 → 水位", "Distance → level")
    TIME: Final = Text("测量时间", "Time of measurement")
    OWN_UNIT: Final = Text("原单位 {}", "{} as it is")
    NO_UNIT: Final = Text("无单位", "none")
    SCOPE: Final = Text("映射适用于", "The mapping holds for")
    THIS_ONE: Final = Text("仅这台设备", "this device alone")
    OF_MODEL: Final = Text("型号 {} 的全部设备", "all devices of the model {}")
    OF_TOPICS: Final = Text("同类主题 {}", "all topics like {}")
    STANDING: Final = Text("无需映射", "No mapping needed")
    STANDING_CANONICAL: Final = Text("标准报文，字段名即含义", "its fields bear canonical names")
    STANDING_MAPPED: Final = Text("已有映射会读取", "a mapping that stands reads it")
    NOT_READ: Final = Text("尚无可读的数值", "no value can be read yet")
    MESSAGE: Final = Text("最近一条报文", "The newest message")
    TAKE_IN: Final = Text("接入", "Take in")
    TAKEN_IN: Final = Text("已接入：{}", "Taken in: {}")
    TAKEN_IN_NEXT: Final = Text(
        "设备已上图，等待中的报文正在自动读入。", "It is on the map, and what waited is being read by itself."
    )
    ON_MAP: Final = Text("在地图上查看", "Show on the map")
    GONE: Final = Text("这台设备已没有待读的报文", "No message of this device waits any more")
    GONE_HINT: Final = Text("可能刚被接入，请从列表中另选一台。", "It may have been taken in; choose another one.")
    BAD_CHOICE: Final = Text("无法这样读取，请检查单位与系数", "not readable like this; check unit and factor")
    REFUSED: Final = Text("请修正标出的内容", "mend what is marked")
