"""The text catalogue of the administrator's page, but for people."""

from __future__ import annotations

from typing import Final

from dashboard.domain.cases.states import ACTION_LABELS
from dashboard.domain.supervision.records import TASK_ACTION_LABELS
from dashboard.domain.text import Text


class City:
    """The tab of the city."""

    TAB: Final = Text("城市", "City")
    INTRO: Final = Text(
        "名称和标题显示在大屏与页面上；中心点是地图打开时的中央，不填则取网格和设备的中央。",
        "Name and title head walls and pages; maps open at the centre, without one amid areas and assets.",
    )
    NAME: Final = Text("城市名称", "Name of the city")
    NAME_EN: Final = Text("英文名称", "Name in English")
    TITLE: Final = Text("大屏标题", "Title of walls")
    TITLE_EN: Final = Text("英文标题", "Title in English")
    CENTRE: Final = Text("中心点（经度,纬度）", "Centre (longitude,latitude)")
    OPTIONAL: Final = Text("可不填", "may be empty")
    SAVE: Final = Text("保存", "Save")
    SAVED: Final = Text("城市信息已保存，地图和大屏随即更新", "Saved; maps and walls follow at once")


class Mappings:
    """The tab of device mappings."""

    TAB: Final = Text("映射", "Mappings")
    INTRO: Final = Text(
        "自上而下，第一条匹配的生效；常见设备的映射已内置。",
        "From the top, the first that matches wins; the usual devices are mapped out of the box.",
    )
    MATCH: Final = Text("匹配", "Matches")
    FIELDS: Final = Text("字段", "Fields")
    IGNORED: Final = Text("不含量测，忽略", "Measures nothing, passed over")
    NONE: Final = Text("还没有自定义映射", "No mapping of your own yet")
    NONE_HINT: Final = Text(
        "未知设备在「物联 · 新设备」用一张表单即可接入；整批映射用 manage.py import mappings 导入。",
        "Take unknown devices in with one form under Devices · New devices; many come with manage.py import mappings.",
    )


class Sources:
    """The tab of the sources of data."""

    TAB: Final = Text("数据源", "Sources")
    KINDS: Final = Text("数据种类", "Kinds of data")
    ROWS_TODAY: Final = Text("今日到达的类别", "Kinds heard today")
    SILENT: Final = Text("超过一天没有消息", "Silent for a day")
    WHAT: Final = Text("数据", "Data")
    SYSTEM: Final = Text("来源系统", "System")
    ROWS: Final = Text("记录", "Records")
    LAST: Final = Text("最近一条", "Newest")
    LAG: Final = Text("滞后", "Lag")
    NEVER: Final = Text("从未", "never")
    OWN: Final = Text("本系统", "Xiuhua")
    CONNECTED: Final = Text("已接入", "Connected")
    OFFICE: Final = Text("提供单位", "Office")
    OWN_RECORDS: Final = Text("本系统记录", "Kept by Xiuhua itself")
    NOT_TOLD: Final = Text("未接入", "not connected")
    REGISTERS: Final = {
        "areas": Text("网格与责任线", "Areas and lines"),
        "streets": Text("街路", "Streets"),
        "squads": Text("中队", "Squads"),
        "departments": Text("处置单位", "Departments"),
        "people": Text("人员", "People"),
        "responsibilities": Text("责任分工", "Responsibilities"),
        "roster": Text("排班", "Roster"),
        "attendance": Text("出勤", "Attendance"),
        "catalogue": Text("案件类别", "Categories of cases"),
        "alarms": Text("告警", "Alarms"),
        "camera_events": Text("AI 事件", "AI events"),
        "images": Text("图片", "Pictures"),
        "quarantine": Text("隔离报文", "Quarantined messages"),
        "mappings": Text("设备映射", "Device mappings"),
        "maintenance": Text("检修窗口", "Maintenance windows"),
        "audit": Text("审计记录", "Audit entries"),
    }


class Processes:
    """The tab of the processes."""

    TAB: Final = Text("进程", "Processes")
    OPEN_LIST: Final = Text("打开挂账清单 →", "Open the list →")
    STANDINGS: Final = {
        "ok": Text("正常", "well"),
        "degraded": Text("降级", "degraded"),
        "down": Text("停止", "down"),
    }
    DATABASE: Final = Text("数据库", "Database")
    WELL: Final = Text("没有异常", "nothing is wrong")
    NAME: Final = Text("进程", "Process")
    STATE: Final = Text("状态", "State")
    HEARD: Final = Text("最近报告", "Last word")
    DONE: Final = Text("启动以来", "Since its start")
    ONLINE: Final = Text("在线", "online")
    OFFLINE: Final = Text("离线", "offline")
    AGO: Final = Text("{}前", "{} ago")
    NONE: Final = Text("还没有进程报告", "No process was heard of yet")
    NONE_HINT: Final = Text(
        "进程经消息服务器报告；本页面的服务器须能连上它。", "They report by the broker, which this server must reach."
    )
    COUNTS: Final = {
        "received": Text("收到", "received"),
        "accepted": Text("入库", "stored"),
        "repeated": Text("重复", "repeated"),
        "quarantined": Text("隔离", "quarantined"),
        "unmapped": Text("字段未映射", "fields without mapping"),
        "done": Text("任务", "jobs"),
        "store_bytes": Text("存储字节", "bytes stored"),
        "waiting_unserved": Text("等待", "waiting"),
        "pending alarms": Text("待确认告警", "pending alarms"),
        "shelves": Text("搁置到期", "shelves ended"),
        "maintenance windows": Text("检修窗口", "maintenance windows"),
        "quarantine": Text("隔离重读", "quarantine read again"),
        "silence": Text("失联判定", "silent devices"),
        "patrol coverage": Text("巡查覆盖", "patrol coverage"),
        "patrol watch": Text("在岗监测", "people watched"),
        "tracks": Text("轨迹清理", "tracks forgotten"),
        "roll-ups": Text("小时汇总", "hourly roll-ups"),
        "audit anchor": Text("审计锚点", "audit anchors"),
        "partitions": Text("分区", "partitions"),
        "retention": Text("过期清理", "forgotten by age"),
        "ended jobs": Text("旧任务清理", "old jobs forgotten"),
    }
    """What the counts that processes tell are called; others are not shown."""


class Audit:
    """The tab of the audit log."""

    TAB: Final = Text("审计", "Audit")
    TEXT: Final = Text("对象或内容", "Subject or content")
    ACTOR: Final = Text("操作人", "Who")
    ACTION: Final = Text("全部操作", "Every action")
    FROM: Final = Text("从", "From")
    UNTIL: Final = Text("到", "To")
    EXPORT: Final = Text("导出 CSV", "Export CSV")
    OLDER: Final = Text("更早", "Older")
    NEWEST: Final = Text("最新", "Newest")
    BEFORE: Final = Text("之前", "Before")
    AFTER: Final = Text("之后", "After")
    NONE: Final = Text("没有符合条件的记录", "No entry matches")
    NONE_HINT: Final = Text("放宽时间或筛选条件。", "Widen the time or loosen the filters.")
    HEAD: Final = Text("共 {} 条 · 链尾 {}", "{} entries · newest digest {}")
    MEANS_OF: Final = {
        "session": Text("登录", "session"),
        "program": Text("程序令牌", "API token"),
        "screen": Text("大屏", "screen"),
        "command_line": Text("命令行", "command line"),
        "system": Text("系统", "system"),
        "link": Text("答复链接", "link"),
    }
    ACTIONS: Final = {
        "make_answer_link": Text("生成答复链接", "make a link for an answer"),
        "revoke_answer_link": Text("撤销答复链接", "revoke a link for an answer"),
        "answer_by_link": Text("链接答复", "answer by link"),
        "change_department": Text("更换账号的处置单位", "change the department of an account"),
        "add_webhook": Text("新增外部系统", "add another system"),
        "remove_webhook": Text("删除外部系统", "remove another system"),
        "pause_webhook": Text("暂停外部系统", "pause another system"),
        "resume_webhook": Text("恢复外部系统", "resume another system"),
        "change_webhook": Text("修改外部系统", "change another system"),
        "rotate_webhook": Text("更换推送密钥", "make a new secret of another system"),
        "test_webhook": Text("测试外部系统", "send another system a trial"),
        "replay_webhook": Text("重发事件", "tell another system again"),
        "disable_webhook": Text("对方停用外部系统", "another system wants no more"),
        "sign_in": Text("登录", "sign in"),
        "sign_in_for_duty": Text("上岗签到", "sign in for duty"),
        "link_position_device": Text("关联定位设备", "link a position device"),
        "unlink_position_device": Text("解除定位设备", "unlink a position device"),
        "attach_clip": Text("取录像为证据", "fetch a clip as evidence"),
        "play_clip": Text("播放录像", "play a clip"),
        "add_camera_round": Text("新增视频巡查", "plan a round by camera"),
        "change_camera_round": Text("修改视频巡查", "change a round by camera"),
        "end_camera_round": Text("停用视频巡查", "end a round by camera"),
        "take_camera_round": Text("领取视频巡查", "take a round by camera"),
        "pick_inspection": Text("抽取督查", "draw an inspection"),
        "fill_in_inspection": Text("填写督查", "fill in an inspection"),
        "view_positions": Text("查看在岗人员位置", "look at where people on duty are"),
        "export_attendance": Text("导出出勤", "take out attendance"),
        "export_catalogue": Text("导出类目", "take out the catalogue"),
        "view_track": Text("查看轨迹", "look at a track"),
        "sign_out_of_duty": Text("下岗签退", "sign out of duty"),
        "refuse_network": Text("拒绝的网络地址", "a network address refused"),
        "refuse_sign_in": Text("登录失败", "refused sign-in"),
        "hold_up_sign_in": Text("登录过频", "held-up sign-in"),
        "acknowledge_alarm": Text("确认告警", "acknowledge an alarm"),
        "shelve_alarm": Text("搁置告警", "shelve an alarm"),
        "unshelve_alarm": Text("取消搁置", "unshelve an alarm"),
        "accept_event": Text("确认 AI 事件属实", "confirm a camera event"),
        "convert_event": Text("AI 事件转案件", "make a camera event a case"),
        "reject_event": Text("驳回 AI 事件", "reject a camera event"),
        "merge_event": Text("合并 AI 事件", "merge a camera event"),
        "undo_event": Text("撤销 AI 事件判定", "undo a verdict on a camera event"),
        "look_again_at_event": Text("复看 AI 事件", "look a second time at a camera event"),
        "import_people": Text("导入人员", "import people"),
        "import_squads": Text("导入中队", "import squads"),
        "import_departments": Text("导入处置单位", "import departments"),
        "import_areas": Text("导入网格", "import areas"),
        "import_devices": Text("导入设备", "import devices"),
        "import_mappings": Text("导入映射", "import mappings"),
        "make_backup": Text("备份", "make a backup"),
        "restore_backup": Text("恢复备份", "restore a backup"),
        "requeue_messages": Text("重读隔离报文", "read the quarantine again"),
        "replay_messages": Text("回放报文", "replay messages"),
        "refuse_pairing": Text("配对码错误", "wrong pairing code"),
        "import_roster": Text("导入排班", "import a roster"),
        "import_catalogue": Text("导入分类目录", "import the catalogue"),
        "ask_import_catalogue": Text("提交导入分类目录", "ask to import the catalogue"),
        "save_dispatch_rule": Text("修改派遣规则", "change a rule of dispatch"),
        "report_case": Text("上报案件", "report a case"),
        "upload_photo": Text("上传照片", "send a picture"),
        "see_clear_picture": Text("查看摄像头原图", "look at a picture of a camera unblurred"),
        "set_camera_mask": Text("设置摄像头遮挡区", "set the mask of a camera"),
        "remove_camera_mask": Text("取消摄像头遮挡区", "remove the mask of a camera"),
        **{
            f"case_{action.name.lower()}": Text(f"案件：{label.zh}", f"case: {label.en}")
            for action, label in ACTION_LABELS.items()
        },
        "issue_supervision": Text("下发督办", "give a supervision task"),
        "print_supervision": Text("打印督查交办单", "print a supervision order"),
        **{
            f"supervision_{action.name.lower()}": Text(f"督办：{label.zh}", f"supervision: {label.en}")
            for action, label in TASK_ACTION_LABELS.items()
        },
        "import_places": Text("导入疏导点", "import places where it is allowed"),
        "import_permits": Text("导入占道许可", "import permits"),
        "import_calendar": Text("导入工作日历", "import the calendar"),
        "import_cases": Text("导入历史案件", "import cases"),
        "set_roster": Text("排班", "change the roster"),
        "move_roster": Text("移动排班", "move an entry of the roster"),
        "swap_roster": Text("换班", "swap shifts"),
        "copy_roster": Text("复制排班", "copy a week of the roster"),
        "note_absence": Text("登记不在岗", "note an absence"),
        "end_absence": Text("撤销不在岗", "take an absence back"),
        "save_shift": Text("修改班次", "change a shift"),
        "save_need": Text("修改需要人数", "change how many are needed"),
        "sign_out": Text("退出", "sign out"),
        "change_password": Text("修改密码", "change password"),
        "end_session": Text("结束一处登录", "end a session"),
        "add_account": Text("新建账号", "add account"),
        "reset_password": Text("重置密码", "reset password"),
        "change_role": Text("更改角色", "change role"),
        "set_camera_access": Text("设置摄像头画面地址", "set where a camera is asked"),
        "remove_camera_access": Text("移除摄像头画面地址", "remove where a camera is asked"),
        "watch_camera": Text("查看摄像头实时画面", "watch a camera live"),
        "look_through_camera": Text("查看执法记录仪实时画面", "look through a body cam"),
        "merge_squad": Text("合并中队", "merge a squad"),
        "case_hand_over": Text("案件：随中队合并转交", "case: handed over with its squad"),
        "edit_person": Text("修改人员", "change a person"),
        "set_person_photo": Text("保存人员照片", "keep a person's photo"),
        "remove_person_photo": Text("移除人员照片", "remove a person's photo"),
        "change_person": Text("修改账号的人员", "change an account's person"),
        "change_squad": Text("更改中队", "change squad"),
        "link_account": Text("绑定单位账号", "link an account"),
        "unlink_account": Text("解绑单位账号", "unlink an account"),
        "disable_account": Text("停用账号", "disable account"),
        "enable_account": Text("启用账号", "enable account"),
        "end_sessions": Text("结束全部登录", "end all sessions"),
        "add_token": Text("新建令牌", "add token"),
        "revoke_token": Text("收回令牌", "revoke token"),
        "set_right": Text("更改权限", "change a right"),
        "edit_case_rule": Text("修改告警立案规则", "change a rule of alarms and cases"),
        "edit_filing": Text("修改自动立案规则", "change a rule of filing by itself"),
        "end_filing": Text("自动立案自行停用", "filing by itself switched itself off"),
        "edit_gate": Text("修改识别关口", "change a camera gate"),
        "remove_gate": Text("删除识别关口", "remove a camera gate"),
        "edit_rule": Text("修改阈值", "change a rule"),
        "reset_rule": Text("恢复阈值", "reset a rule"),
        "open_window": Text("安排检修", "plan maintenance"),
        "close_window": Text("结束检修", "end maintenance"),
        "take_in_device": Text("登记设备", "register a device"),
        "pair_wall": Text("配对大屏", "pair a wall"),
        "revoke_wall": Text("解除大屏", "unpair a wall"),
        "direct_wall": Text("导播大屏", "direct a wall"),
        "describe_city": Text("设置城市", "describe the city"),
        "ask_import_people": Text("提交导入人员", "ask to import people"),
        "ask_import_squads": Text("提交导入中队", "ask to import squads"),
        "ask_import_departments": Text("提交导入处置单位", "ask to import departments"),
        "ask_import_areas": Text("提交导入网格", "ask to import areas"),
        "ask_import_roster": Text("提交导入排班", "ask to import a roster"),
        "ask_import_devices": Text("提交导入设备", "ask to import devices"),
        "ask_requeue": Text("提交重读隔离报文", "ask to read the quarantine again"),
        "cancel_job": Text("取消任务", "call a job off"),
        "export_audit": Text("导出审计", "export the audit log"),
        "export_cases": Text("导出案件", "export cases"),
        "reveal_person": Text("查看完整个人信息", "reveal personal data"),
        "export_person": Text("导出个人信息", "export personal data"),
        "erase_person": Text("删除个人信息", "erase personal data"),
    }


class Accounts:
    """The tab of accounts."""

    TAB: Final = Text("账号", "Accounts")
    NAME: Final = Text("账号", "Account")
    ROLE: Final = Text("角色", "Role")
    SQUAD: Final = Text("所属中队", "Squad")
    DEPARTMENT: Final = Text("处置单位", "Department")
    NO_DEPARTMENT: Final = Text("（处置单位联络员必选）", "(for an account of a department)")
    NO_SQUAD: Final = Text("不属于中队", "no squad")
    PERSON: Final = Text("工号", "Person")
    NO_PERSON: Final = Text("人员工号，签到要用", "number, for signing in for duty")
    DISABLED: Final = Text("已停用", "disabled")
    MUST_CHANGE: Final = Text("待改密码", "must change its password")
    NEW: Final = Text("新建账号", "New account")
    NAME_HINT: Final = Text("小写字母、数字、. _ -", "lower-case letters, digits, . _ -")
    ADD: Final = Text("新建", "Add")
    SAVE: Final = Text("保存", "Save")
    RESET: Final = Text("重置密码", "Reset the password")
    RESET_ASK: Final = Text(
        "重置后该账号立即退出，需用新密码登录。继续？", "It is signed out at once and needs the new password. Go on?"
    )
    DISABLE: Final = Text("停用", "Disable")
    ENABLE: Final = Text("启用", "Enable")
    SWITCH_ASK: Final = Text(
        "停用的账号立即退出，不能再登录。继续？", "It is signed out at once and cannot sign in. Go on?"
    )
    END: Final = Text("结束全部登录", "End all its sessions")
    END_ASK: Final = Text("该账号在所有设备上立即退出。继续？", "It is signed out everywhere at once. Go on?")
    ADDED: Final = Text("账号 {} 已建立", "{} was added")
    CHANGED: Final = Text("已保存", "Saved")
    ENDED: Final = Text("已结束 {} 处登录", "{} sessions ended")
    PASSWORD: Final = Text("密码只显示这一次，首次登录须修改：", "Shown this once, to be changed at the first sign-in:")
    SESSIONS: Final = Text("在线登录", "Sessions")
    NO_SESSIONS: Final = Text("当前没有登录", "signed in nowhere")
    TOKENS: Final = Text("程序令牌", "API tokens")
    TOKEN_NAME: Final = Text("令牌名称", "Name of the token")
    TOKEN_ADD: Final = Text("新建令牌", "Add a token")
    TOKEN_REVOKE: Final = Text("收回该名称的令牌", "Revoke the token of this name")
    TOKEN_ASK: Final = Text("用它的程序立即失去访问。继续？", "Programs that use it lose access at once. Go on?")
    TOKEN_SECRET: Final = Text("令牌只显示这一次：", "Shown this once:")
    TOKEN_REVOKED: Final = Text("令牌已收回", "The token is revoked")
    NO_TOKENS: Final = Text("还没有程序令牌", "No API token yet")
    NEVER_USED: Final = Text("从未使用", "never used")
    USED: Final = Text("最近使用", "last used")


class Roles:
    """The tab of roles."""

    TAB: Final = Text("角色权限", "Roles")
    INTRO: Final = Text(
        "每格是权限能到的范围；空格表示没有。更改立即生效并记入审计。",
        "Each cell is how far a right reaches; an empty one is none. A change holds at once and is audited.",
    )
    PERMISSION: Final = Text("权限", "Right")
    REACH: Final = Text("范围", "Reach")
    NONE: Final = Text("没有", "none")
    SAVE: Final = Text("更改", "Change")
    SAVED: Final = Text("权限已更改", "The right was changed")


class Jobs:
    """The tab of imports and other long work."""

    TAB: Final = Text("导入", "Imports")
    INTRO: Final = Text(
        "先「试导入」看报告，什么都不会改变；「导入」在后台进行，可离开本页。同一编号重复导入即更新。",
        "Try first: the report changes nothing. An import runs in the background. The same number again updates.",
    )
    KIND: Final = Text("要做什么", "What to do")
    CRS: Final = Text("坐标系，如 wgs84", "Coordinates, such as wgs84")
    FILE: Final = Text(
        "拖入或点选文件（CSV、GeoJSON，不超过 5 MB）", "Drop or choose a file (CSV, GeoJSON, up to 5 MB)"
    )
    TRY: Final = Text("试导入", "Try")
    START: Final = Text("导入 / 开始", "Import / begin")
    ASKED: Final = Text("已加入队列：{}", "In the queue: {}")
    NONE: Final = Text("还没有任务", "Nothing was asked for yet")
    NONE_HINT: Final = Text("选择要做什么并上传文件。", "Choose what to do and give a file.")
    NOBODY: Final = Text("没有进程在处理任务：请启动 manage.py jobs", "no process takes jobs: start manage.py jobs")
    TRIAL: Final = Text("试导入", "trial")
    STATES: Final = {
        "queued": Text("排队", "waiting"),
        "running": Text("进行中", "running"),
        "done": Text("完成", "done"),
        "failed": Text("失败", "failed"),
        "cancelled": Text("已取消", "called off"),
    }
    COUNTS: Final = Text("新增 {}，更新 {}，拒绝 {}", "{} new, {} updated, {} refused")
    READ: Final = Text("读 {}，放出 {}，保留 {}", "{} read, {} released, {} kept")
    CANCEL: Final = Text("取消任务", "Call it off")
    CHOOSE: Final = Text("选择要取消的任务", "Choose what to call off")
    CHOOSE_KIND: Final = Text("请先选择要做什么", "choose what to do first")
    CALLED_OFF: Final = Text("已请求取消", "It is being called off")
