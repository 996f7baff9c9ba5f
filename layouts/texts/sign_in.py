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
        "首次登录或重置后须修改密码；须含大写、小写字母、数字、符号中的三种",
        "Change it after the first sign-in or a reset; three kinds of lower case, upper case, digits, others",
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
