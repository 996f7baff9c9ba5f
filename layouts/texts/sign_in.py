"""Texts of the forms at the door."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Door:
    """Login and password."""

    TITLE: Final = Text("登录", "Sign in")
    SUBTITLE: Final = Text("城市管理实时指挥平台", "City operations, live")
    NAME: Final = Text("账号", "Account")
    PASSWORD: Final = Text("密码", "Password")
    ENTER: Final = Text("登录", "Sign in")
    NEW_TITLE: Final = Text("修改密码", "Change the password")
    NEW_RULE: Final = Text(
        "首次登录、重置后或到期时须修改密码；须含大写、小写字母、数字、符号中的三种",
        "Change it after the first sign-in, a reset, or when it is due; "
        "three kinds of lower case, upper case, digits, others",
    )
    OLD: Final = Text("原密码", "Old password")
    NEW: Final = Text("新密码", "New password")
    AGAIN: Final = Text("再次输入新密码", "New password again")
    SAVE: Final = Text("保存", "Save")
    DEMO: Final = Text("演示账号", "Demo accounts")
    DEMO_WHY: Final = Text("密码均为", "The password of each is")
    OIDC: Final = Text("用单位账号登录", "Sign in with your work account")
    OTHER_LANGUAGE: Final = Text("English", "中文")


class Me:
    """The account in the top bar."""

    MENU: Final = Text("我的账号", "My account")
    LEAVE: Final = Text("退出登录", "Sign out")
    PASSWORD: Final = Text("修改密码", "Change the password")
    PAGE: Final = Text("我的", "My account")
    ROLE: Final = Text("角色", "Role")
    SQUAD: Final = Text("中队", "Squad")
    RIGHTS: Final = Text("我的权限", "What I may")
    SESSIONS: Final = Text("我的登录", "Where I am signed in")
    SESSIONS_HINT: Final = Text("蓝色的是当前这一处。", "The blue one is this one.")
    DEVICE: Final = Text("设备、地址、登录时间、最近活动", "Device, address, signed in, last seen")
    CHOOSE: Final = Text("选择要结束的登录", "Choose which to end")
    OTHERS: Final = Text("其他全部登录", "All others")
    END: Final = Text("结束", "End")
    ENDED: Final = Text("已结束", "Ended")
    NONE_CHOSEN: Final = Text("请先选择要结束的登录", "choose which session to end first")
    LOOKS_HINT: Final = Text(
        "语言和深浅色用顶栏的「中 / EN」和 ◐ 切换，记在本机浏览器。",
        "Switch language and appearance with 中 / EN and ◐ in the top bar; this browser remembers them.",
    )
