"""The text catalogue of the catalogue of cases."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class CatalogueTab:
    """The tab of components and events with their standards and limits."""

    TAB: Final = Text("类目", "Catalogue")
    FIND: Final = Text("按名称或编码查找", "Find by name or code")
    ALL: Final = Text("全部", "All")
    EXPORT: Final = Text("导出 CSV", "Export CSV")
    MAINS: Final = Text("大类", "main categories")
    SUBS: Final = Text("小类", "sub-categories")
    STANDARDS: Final = Text("立案标准", "standards")
    VERSION: Final = Text("版本", "version")
    UNTIL_NOW: Final = Text("{} 起", "from {}")
    PERIOD: Final = Text("{} 至 {}", "{} to {}")
    REPLACED: Final = Text("当日即被替换，未曾生效", "replaced on its day, never held")
    HOLDS: Final = Text("现行", "in force")
    COMING: Final = Text("待生效", "to come")
    ENDED: Final = Text("已失效", "ended")
    COUNT: Final = Text("{} 小类", "{} sub-categories")
    MORE: Final = Text("等 {} 条", "· {} in all")
    CONDITION: Final = Text("立案条件", "Filing condition")
    ANY: Final = Text("不分条件", "any")
    AREA: Final = Text("区域", "Area")
    LIMIT: Final = Text("处置时限", "Limit")
    FILING: Final = Text("立案标准", "Filed when")
    CLOSING: Final = Text("结案标准", "Closed when")
    EVIDENCE: Final = Text("取证要求", "Evidence")
    NO_STANDARD: Final = Text("没有时限，按处置环节的时限", "no limit of its own: that of handling holds")
    STEPS: Final = Text("环节时限", "Limits of steps")
    MINUTES: Final = Text("{}\u2009分钟", "{}\u2009min")
    VERSIONS: Final = Text("版本与有效期", "Versions and periods")
    BROUGHT_IN: Final = Text("{} 导入", "brought in {}")
    NONE: Final = Text("还没有类目", "There is no catalogue yet")
    NONE_HINT: Final = Text("在右侧导入 CSV，或运行 manage.py import catalogue。", "Import a CSV here or by manage.py.")
    NOT_FOUND: Final = Text("没有与「{}」相符的类目", "No category matches “{}”")
    NOT_FOUND_HINT: Final = Text("换个名称或编码试试。", "Try another name or code.")
    TOO_MANY: Final = Text("只显示前 {} 类，请查找以缩小范围", "Only the first {} are shown: search to see others")
    IMPORT: Final = Text("导入新版本", "Import a new version")
    IMPORT_INTRO: Final = Text(
        "先「试导入」看差异，什么都不会改变。整表导入：有一行不能用，就整表不导入。已立案的案件保留原版本。",
        "Try first: it shows the difference and changes nothing. A table lands whole or not at all. Cases that are "
        "filed keep their version.",
    )
    FILE: Final = Text("拖入或点选 CSV 文件（不超过 5 MB）", "Drop or choose a CSV file (up to 5 MB)")
    START: Final = Text("导入", "Import")
    VALID_FROM: Final = Text("生效日期", "Holds from")
    TODAY: Final = Text("今天", "today")
    NAME: Final = Text("版本名称", "Called")
    NAME_HINT: Final = Text("默认用文件名", "the file's name")
    JOBS: Final = Text("最近的导入", "Latest imports")
    NO_JOBS: Final = Text("还没有导入过", "Nothing was imported yet")
    NO_JOBS_HINT: Final = Text("导入的进度和差异会出现在这里。", "Progress and differences appear here.")
