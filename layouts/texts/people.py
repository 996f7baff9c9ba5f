"""The text catalogue of people, squads and departments."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class People:
    """People, wherever they are shown."""

    TAB: Final = Text("人员", "People")
    VACANT: Final = Text("空缺", "vacant")
    EVERYBODY: Final = Text("全部人员", "Everybody")
    ALL_POSTS: Final = Text("全部岗位", "All posts")
    FIND: Final = Text("工号、姓名、手机号", "Number, name, phone")
    MASKED: Final = Text("姓名和电话已脱敏", "Names and phones are masked")
    ONLY_DEPARTMENT: Final = Text("处置单位：{}", "Department: {}")
    ANY_DEPARTMENT: Final = Text("取消该筛选", "Remove this filter")
    NUMBER: Final = Text("工号", "Number")
    NAME: Final = Text("姓名", "Name")
    POST: Final = Text("岗位", "Post")
    SQUAD: Final = Text("中队", "Squad")
    DEPARTMENT: Final = Text("部门", "Department")
    PHONE: Final = Text("电话", "Phone")
    STAFF: Final = Text("编制", "Staff")
    SKILLS: Final = Text("技能", "Skills")
    STATUS: Final = Text("状态", "Status")
    LEFT: Final = Text("已离职", "has left")
    RANGE: Final = Text("{}–{} / 共 {} 人", "{}–{} of {}")
    BEFORE: Final = Text("上一页", "Previous page")
    AFTER: Final = Text("下一页", "Next page")
    NONE: Final = Text("没有符合条件的人员", "Nobody matches")
    NONE_HINT: Final = Text(
        "放宽筛选条件；新人员在「导入」里成批导入，或在本页逐个新增。",
        "Loosen the filters; new people come with an import, or one by one on this page.",
    )
    GONE: Final = Text("没有工号为 {} 的人员", "There is nobody with number {}")
    GONE_HINT: Final = Text("可在人员清单中查找。", "Look in the list of people.")
    PERSON: Final = Text("人员", "Person")
    REVEAL: Final = Text("显示姓名、电话和照片", "Show name, phone and photo")
    REVEAL_WHY: Final = Text("查看原因", "Why")
    REVEAL_HINT: Final = Text("如：夜间井盖告警，电话联系", "such as: cover alarm at night, calling them")
    REVEAL_NOTED: Final = Text("谁、何时、为何查看会记入审计。", "Who looked, when and why is audited.")
    REVEAL_DO: Final = Text("显示", "Show")
    EDIT: Final = Text("新增或修改人员", "Add or change somebody")
    EDIT_HINT: Final = Text(
        "按工号：没有就新增，有就修改。留空的不变；电话、中队、部门、技能填 - 清除。中队和部门可填编码或名称。",
        "By number: a new one is added, a known one changed. Empty fields stay; - clears phone, squad, department or"
        " skills. Squad and department by code or name.",
    )
    SAVE: Final = Text("保存", "Save")
    PHOTO: Final = Text("照片", "Photo")
    PHOTO_OF: Final = Text("{} 的照片", "Photo of {}")
    PHOTO_HIDDEN: Final = Text("照片已隐去", "Photo hidden")
    PHOTO_NONE: Final = Text("没有照片", "No photo")
    PHOTO_HINT: Final = Text(
        "照片只保存一张小图，不含拍摄时间地点；本人可见，其他人须有权限、写明原因，并记入审计。",
        "Only a small picture is kept, without when and where it was taken. The person sees it; others by right, for a "
        "reason, and audited.",
    )
    WORN: Final = Text("执法记录仪与定位设备", "Body cam and position device")
    WORN_HINT: Final = Text(
        "按上面的工号。设备写作 gb28181:20 位编码 或 jt808:终端手机号；有画面的填地址（JPEG 或 MJPEG）。密码加密保存，"
        "从不显示；留空则不变，换了地址或用户名须重新填写。",
        "For the number above. A device is written gb28181:{20 digits} or jt808:{terminal number}; where it gives a "
        "picture (JPEG or MJPEG), with its address. The password is kept encrypted and never shown; left empty it "
        "stays, with another address or user it is typed again.",
    )
    WORN_SOURCE: Final = Text("设备", "Device")
    WORN_URL: Final = Text("画面地址", "Address of the picture")
    WORN_USER: Final = Text("用户名", "User")
    WORN_PASSWORD: Final = Text("密码", "Password")
    WORN_SAVE: Final = Text("保存设备", "Keep the device")
    WORN_REMOVE: Final = Text("解除设备", "Remove the device")
    WORN_SHOW: Final = Text("查看设备", "Show devices")
    WORN_KEPT: Final = Text("已保存 {} 的设备 {}", "Of {} the device {} was kept")
    WORN_REMOVED: Final = Text("已解除 {} 的设备 {}", "Of {} the device {} was removed")
    WORN_NONE: Final = Text("没有设备", "No device")
    WORN_NO_PICTURE: Final = Text("没有画面地址", "no address of a picture")
    WORN_WITH_PASSWORD: Final = Text("有密码", "with a password")
    WORN_WITHOUT_PASSWORD: Final = Text("无密码", "without a password")
    PHOTO_FILE: Final = Text("选择照片", "Choose a photo")
    PHOTO_SAVE: Final = Text("保存照片", "Keep the photo")
    PHOTO_REMOVE: Final = Text("移除照片", "Remove the photo")
    PHOTO_KEPT: Final = Text("已保存照片 {}", "The photo was kept {}")
    PHOTO_REMOVED: Final = Text("已移除照片 {}", "The photo was removed {}")
    PHOTO_UNLINKED: Final = Text(
        "您的账号没有关联人员，因此没有照片。", "Your account belongs to nobody who is known, so it has no photo."
    )
    ADDED: Final = Text("已新增 {}", "{} was added")
    CHANGED: Final = Text("已修改 {}", "{} was changed")
    ANSWERS: Final = Text("责任区域", "Answers for")
    NO_ANSWERS: Final = Text("没有责任区域", "No area")


class Squads:
    """The tab of squads."""

    TAB: Final = Text("中队", "Squads")
    PEOPLE: Final = Text("人", "people")
    REGULAR: Final = Text("编内 {}", "{} regular")
    LEADER: Final = Text("中队长", "Leader")
    OPEN: Final = Text("查看人员", "Show people")
    MERGED: Final = Text("已并入{}", "Merged into {}")
    MERGED_SINCE: Final = Text("{} 起", "since {}")
    MERGE: Final = Text("合并中队", "Merge squads")
    MERGE_HINT: Final = Text(
        "一个中队并入另一个中队：人员、责任区域、账号、排班需要和未办结的督办即刻转过去，在办案件随后转过去并记入各自的时间线；"
        "派遣规则照样派给接手的中队。已办结的案件和过去的统计仍在原中队名下。合并不能撤销。",
        "One squad takes another one over: people, areas, accounts, needs of the roster and open supervision tasks go "
        "there at once, open cases right after, each with an entry of its timeline; rules of dispatch send to the one "
        "that took over. Closed cases and figures of the past keep the old name. It cannot be undone.",
    )
    MERGE_FROM: Final = Text("被合并的中队", "Squad that is merged")
    MERGE_INTO: Final = Text("并入", "Into")
    CHOOSE: Final = Text("选择中队", "choose a squad")
    MERGE_OUTLOOK: Final = Text(
        "将转过去：{} 人、{} 个责任区域、{} 件在办案件、{} 项督办、{} 个账号。",
        "What goes there: {} people, {} areas, {} open cases, {} supervision tasks, {} accounts.",
    )
    MERGE_DO: Final = Text("合并", "Merge")
    MERGE_SAID: Final = Text("已合并，{} 件在办案件正在转过去", "Merged; {} open cases are on their way")
    NONE: Final = Text("还没有中队", "No squad yet")
    NONE_HINT: Final = Text("用 manage.py import squads 导入。", "They come with manage.py import squads.")


class Departments:
    """The tab of departments."""

    TAB: Final = Text("处置单位", "Departments")
    PEOPLE: Final = Text("{} 人", "{} people")
    NONE: Final = Text("还没有处置单位", "No department yet")
    NONE_HINT: Final = Text("用 manage.py import departments 导入。", "They come with manage.py import departments.")


class Responsibilities:
    """The tab of responsibilities."""

    TAB: Final = Text("责任分工", "Responsibilities")
    COUNTS: Final = Text("{} 个{}", "{1}: {0}")
    UNANSWERED: Final = Text("无人负责", "Nobody named")
    NOBODY: Final = Text("未指定", "nobody named")
    NONE: Final = Text("还没有网格", "No area yet")
    NONE_HINT: Final = Text(
        "先用 manage.py import grids 导入网格，再用 import people 指定负责人。",
        "Bring areas in with manage.py import grids, then name people with import people.",
    )
