"""The text catalogue of pictures of chat groups (随手拍、快处置)."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Snapshots:
    """What stands on the page."""

    TITLE: Final = Text("随手拍", "Photo group")
    HINT: Final = Text(
        "把工作群里的照片直接派给责任单位，量从收图到接单的时间",
        "A picture of a chat group goes straight to the unit that answers; the time until it is taken on is measured",
    )
    PICTURE: Final = Text("照片", "Picture")
    DROP: Final = Text("粘贴（Ctrl+V）、拖入，或点这里选照片", "Paste (Ctrl+V), drop, or click to choose")
    REMOVE: Final = Text("换一张", "Another one")
    SENDER: Final = Text("谁发的", "Posted by")
    NOTE: Final = Text("群里怎么说的，一句话（可不填）", "What the chat said, in one line, if it helps")
    WHOM: Final = Text("派给谁", "To whom")
    WHOM_HINT: Final = Text("按责任区、权属和派遣规则建议", "Proposed by areas, owners and the rules of dispatch")
    SEND: Final = Text("立案并派遣", "File and dispatch")
    MEDIAN: Final = Text("收图 → 接单，中位数", "Picture to acceptance, median")
    OF: Final = Text("近 30 天接单 {} / {} 件", "{} of {} taken on in 30 days")
    NO_MEDIAN: Final = Text("近 30 天还没有接单的照片", "No picture was taken on in 30 days")
    WAITING: Final = Text("等接单", "Waiting")
    WAITING_SINCE: Final = Text("最久 {}", "the longest {}")
    NONE_WAIT: Final = Text("都接了", "all taken on")
    UNITS: Final = Text("各单位", "By unit")
    RECENT: Final = Text("最近的照片", "Newest pictures")
    NO_RECENT: Final = Text("还没有随手拍案件", "No picture was passed on yet")
    NO_RECENT_HINT: Final = Text(
        "贴一张群里的照片，选小类和地点，一点就派", "Paste a picture of a chat, choose what and where: one tap sends it"
    )
    TOOK: Final = Text("{} 接单", "taken on in {}")
    WAITS: Final = Text("已等 {}", "waits for {}")
    NOT_TAKEN: Final = Text("未接单", "not taken on")
    NO_UNIT: Final = Text("待派遣", "no unit yet")


BROWSER_SNAPSHOT: Final = {
    "snapshot.sending_photo": Text("正在上传照片…", "Sending the picture…"),
    "snapshot.photo_place": Text("照片自带的位置，可拖图钉改", "As the camera wrote it; drag the pin to correct it"),
    "snapshot.no_place": Text("照片没有位置：请在地图上点出地点", "The picture tells no place: tap it on the map"),
    "snapshot.need_photo": Text("先放一张照片", "First a picture"),
    "snapshot.send_to": Text("立案并派给 {}", "File and send to {}"),
    "snapshot.send_on": Text("立案，交派遣员派", "File; a dispatcher sends it out"),
    "snapshot.by_hand": Text("交给派遣员", "Leave it to a dispatcher"),
    "snapshot.by_hand_why": Text("只立案，由派遣员选单位", "filed only; a dispatcher chooses the unit"),
    "snapshot.by_rule": Text("规则“{}”", "rule “{}”"),
    "snapshot.no_units": Text("选了小类和地点，这里列出责任单位", "With what and where the units are listed here"),
    "snapshot.none": Text("这里没有责任单位：立案后由派遣员派", "No unit answers for the place: a dispatcher decides"),
    "snapshot.sent": Text("#{} 已立案，派给 {}", "#{} is filed and sent to {}"),
    "snapshot.filed": Text("#{} 已立案，等派遣员派", "#{} is filed and waits for a dispatcher"),
    "snapshot.lost": Text(
        "没有网络，还没有派出。内容都在本页，来网后再点一次，不会重复",
        "No network: not sent yet. All of it is on this page; press again later, it is taken once",
    ),
}
"""What the scripts write."""
