"""Why a message waits in quarantine, and what to do about it, in words that people read."""

from __future__ import annotations

from typing import Final, NamedTuple

from dashboard.domain.text import Text


class Reason(NamedTuple):
    """What happened, in a few words, and what to do."""

    what: Text
    advice: Text


_FIELD: Final = Text(
    "只有这个字段未采用，其余已入库。请检查传感器，或修正映射。",
    "Only this field was not taken, the others are stored. Look at the sensor, or correct the mapping.",
)
_SHAPE: Final = Text(
    "报文与该主题的约定格式不符：请核对设备或平台的推送配置，修正后新消息自动入库。",
    "The message is not what its topic promises: check what is sent; once mended, new messages land.",
)
_SPLIT: Final = Text("请拆成几条发送（上限 8 MB）。", "Send it in parts (8 MB at most).")
_PICTURE: Final = Text(
    "事件已入库，仅图片未保存。请改为发送 JPEG 或 PNG（base64，不超过限值）。",
    "The event is stored, only its picture is not. Send JPEG or PNG in base64, within the limit.",
)

QUARANTINE_REASONS: Final[dict[str, Reason]] = {
    "unknown_device": Reason(
        Text("未登记的设备", "Unknown device"),
        Text(
            "在「新设备」页接入，或用 manage.py import devices 导入；之后会自动重新读取。",
            "Take it in under New devices, or with manage.py import devices; then it is read again by itself.",
        ),
    ),
    "no_mapping": Reason(
        Text("没有映射", "No mapping"),
        Text(
            "在「新设备」页选定字段含义，或用 manage.py import mappings 补充字段映射；之后会自动重新读取。",
            "Say what its fields mean under New devices, or add a mapping with manage.py import mappings; it is then "
            "read again by itself.",
        ),
    ),
    "missing_datum": Reason(
        Text("缺少安装基准", "No datum"),
        Text(
            "为该设备导入安装基准 datum_m，导入后会自动重新读取。",
            "Import the device with its datum_m; its messages are then read again by themselves.",
        ),
    ),
    "no_values": Reason(
        Text("没有可用的数值", "No usable value"),
        Text(
            "报文里没有已映射的字段：修正映射，导入后会自动重新读取。空报文请检查设备。",
            "Nothing in it is mapped: correct the mapping, then it is read again by itself. If it is empty, "
            "look at the device.",
        ),
    ),
    "not_decoded": Reason(
        Text("未解码", "Not decoded"),
        Text(
            "网络服务器转发了原始字节：请在那里为设备配置解码器。",
            "The network server passed raw bytes on: give the device profile a codec there.",
        ),
    ),
    "chirpstack_v3": Reason(
        Text("ChirpStack v3 报文", "A frame of ChirpStack v3"),
        Text(
            "仅支持 ChirpStack v4：请升级网络服务器，新消息随后自动入库。",
            "Only ChirpStack v4 is read: upgrade the network server, then new messages land.",
        ),
    ),
    "bad_json": Reason(
        Text("不是有效的 JSON", "Not valid JSON"),
        Text(
            "请把设备或平台的报文格式改为 JSON（UTF-8）；修正后新消息自动入库。",
            "Let the device or platform send JSON in UTF-8; once mended, new messages land.",
        ),
    ),
    "bad_shape": Reason(Text("结构不符", "Unexpected shape"), _SHAPE),
    "bad_topic": Reason(
        Text("主题不符", "Unexpected topic"),
        Text(
            "请核对设备的发布主题，见 docs/mqtt.md。", "Check the topic that the device publishes to; see docs/mqtt.md."
        ),
    ),
    "unknown_event": Reason(
        Text("未知事件", "Unknown event"),
        Text(
            "平台推送了未知的事件类型：如不需要，请在平台侧关闭该推送。",
            "The platform sends a kind of event that is not known: switch it off there if nobody needs it.",
        ),
    ),
    "unknown_topic": Reason(
        Text("未知主题", "Unknown topic"),
        Text(
            "请核对设备的发布主题；自有格式可补充 generic 映射，导入后会自动重新读取。",
            "Check the topic that the device publishes to; for a format of your own add a generic mapping, "
            "then it is read again by itself.",
        ),
    ),
    "bad_time": Reason(
        Text("时间不可信", "Implausible time"),
        Text("请校准设备时钟，并核对时区。", "Set the device's clock, and check its time zone."),
    ),
    "not_a_number": Reason(Text("不是数字", "Not a number"), _FIELD),
    "out_of_range": Reason(Text("数值越界", "Value out of range"), _FIELD),
    "no_measurement": Reason(Text("无效值，不是测量结果", "No measurement"), _FIELD),
    "unknown_value": Reason(Text("未知取值", "Unknown value"), _FIELD),
    "bad_unit": Reason(Text("单位不符", "Unexpected unit"), _FIELD),
    "bad_image": Reason(Text("图片无法读取", "Unreadable picture"), _PICTURE),
    "image_too_large": Reason(Text("图片过大", "Picture too large"), _PICTURE),
    "too_large": Reason(Text("报文过大", "Too large"), _SPLIT),
    "internal_error": Reason(
        Text("程序内部错误", "Internal error"),
        Text(
            "报文已原样保存。请把它连同错误信息反馈给开发方；升级后运行 manage.py requeue。",
            "The message is kept verbatim. Report it with the error; after an upgrade run manage.py requeue.",
        ),
    ),
}
"""By code; the codes are stable, and a test holds that no code is missing."""


def quarantine_reason(code: str) -> Reason:
    """Return the reason with this code; an unheard-of one stands for itself."""
    return QUARANTINE_REASONS.get(code, Reason(Text(code, code), _SHAPE))
