"""The texts that scripts write, by the key under which a script asks for them; `{}` is where its values go."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text
from layouts.texts.field import BROWSER_FIELD
from layouts.texts.outbox import BROWSER_OUTBOX
from layouts.texts.photos import BROWSER_PHOTOS
from layouts.texts.player import BROWSER_CAMERAS
from layouts.texts.quick_report import BROWSER_QUICK
from layouts.texts.shell import STATE
from layouts.texts.snapshot import BROWSER_SNAPSHOT

BROWSER: Final = {
    "unit.minutes": Text("{} 分", "{} min"),
    "unit.hours": Text("{} 小时", "{} h"),
    "ago": Text("{}前", "{} ago"),
    "ago.seconds": Text("{} 秒前", "{} s ago"),
    "ago.minutes": Text("{} 分前", "{} min ago"),
    "ago.hours": Text("{} 小时前", "{} h ago"),
    "ago.days": Text("{} 天前", "{} d ago"),
    "live.connecting": Text("正在连接", "Connecting"),
    "live.age": Text("实时 {}", "Live {}"),
    "live.reading": Text("实时 · 读数 {}前", "Live · reading {} ago"),
    "live.silent": Text("数据停更 {}", "No data for {}"),
    "live.data": Text("数据停更 {}", "Newest data {} old"),
    "live.lost": Text("数据停更 {} · 正在重连", "No data for {} · reconnecting"),
    "rule.trying": Text("正在用历史计算…", "Trying it on the past…"),
    "places.place": Text("疏导点", "Allowed place"),
    "places.permit": Text("占道许可", "Permit"),
    "places.stalls": Text("{} 个摊位", "{} stalls"),
    "places.open": Text("现在允许", "allowed now"),
    "places.closed": Text("现在不允许", "not allowed now"),
    "places.until": Text("至 {}", "until {}"),
    "patrol.line": Text("{}：已走 {} %（{} / {} m）", "{}: {} % walked ({} of {} m)"),
    "patrol.replay": Text("{} 的轨迹", "Track of {}"),
    "patrol.no_track": Text("{} 本班没有轨迹", "{} has no track of this shift"),
    "share.on": Text("正在上报，最近 {}", "Sharing, last {}"),
    "share.waiting": Text("正在定位…", "Finding where you are…"),
    "share.kept": Text(
        "没有网络，{} 个位置存在本机，来网自动补发", "No network: {} positions wait on this phone and are sent later"
    ),
    "share.off_duty": Text("不在岗，位置未保留", "Off duty: nothing was kept"),
    "share.refused": Text("位置未采用：{}", "Not taken: {}"),
    "share.denied": Text("浏览器未允许定位，请在设置里允许", "The browser does not allow it; allow it in its settings"),
    "share.insecure": Text(
        "此地址不是 https，手机不允许定位；请用 https 地址打开",
        "Phones tell positions to https pages only; open this page by https",
    ),
    "share.no_fix": Text("暂时无法定位", "No position found yet"),
    "cases.no_table": Text("没有导出：服务器没有应答，请重试", "Not exported: the server does not answer; try again"),
    "map.name": Text("城市地图", "Map of the city"),
    "map.pick": Text("地图：点击选择位置", "Map: click where it stands"),
    "map.nearer": Text("放大", "Zoom in"),
    "map.farther": Text("缩小", "Zoom out"),
    "map.loading": Text("正在加载地图数据…", "Loading map data…"),
    "map.failed": Text("地图数据加载失败，正在重试", "Map data could not be loaded, trying again"),
    "map.retry": Text("立即重试", "Retry now"),
    "map.empty": Text("还没有设备：导入设备后会显示在这里", "No devices yet: import devices and they appear here"),
    "map.stack": Text("此处共 {} 个，再次点击切换", "{} here, click again for the next"),
    "map.cluster": Text("{} 个设施", "{} assets"),
    "left.days": Text("{}\u2009天 {}\u2009时", "{}\u2009d {}\u2009h"),
    "queue.news": Text("{} 条新", "{} new"),
    "queue.held": Text("顺序已定住", "Order held"),
    "wall.stale": Text("数据停更 自 {}", "stale since {}"),
    "wall.live": Text("实时", "live"),
    "wall.code": Text("配对码 {}", "Pairing code {}"),
    **BROWSER_CAMERAS,
    **BROWSER_OUTBOX,
    **BROWSER_FIELD,
    **BROWSER_PHOTOS,
    **BROWSER_QUICK,
    **BROWSER_SNAPSHOT,
    **{f"state.{state.value}": text for state, text in STATE.items()},
}
