"""`manage.py user …` and `manage.py token …`: accounts and API tokens from the machine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from commands import only_warnings
from dashboard.domain.rights import PEOPLES_ROLES, Role
from dashboard.errors import BadInput
from dashboard.settings import load_settings

if TYPE_CHECKING:
    from dashboard.domain.accounts import Account
    from dashboard.services.accounts.administration import Accounts

Name = Annotated[str, typer.Argument(help="The account's name.", show_default=False)]
_ROLES: Final = ", ".join(PEOPLES_ROLES)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    users = typer.Typer(no_args_is_help=True)
    users.callback(help="Accounts: add, list, reset, link, unlink, disable, enable.")(only_warnings)
    users.command("add")(add)
    users.command("list")(list_accounts)
    users.command("reset")(reset)
    users.command("link")(link)
    users.command("unlink")(unlink)
    users.command("disable")(disable)
    users.command("enable")(enable)
    app.add_typer(users, name="user")
    tokens = typer.Typer(no_args_is_help=True)
    tokens.callback(help="API tokens: add, list, revoke.")(only_warnings)
    tokens.command("add")(add_token)
    tokens.command("list")(list_tokens)
    tokens.command("revoke")(revoke_token)
    app.add_typer(tokens, name="token")


def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"One of {_ROLES}.", show_default=False)],
    squad: Annotated[str | None, typer.Option(help="The code of the squad that it belongs to.")] = None,
    person: Annotated[str | None, typer.Option(help="The number of the person that it belongs to.")] = None,
    department: Annotated[str | None, typer.Option(help="The code of the department whose cases it sees.")] = None,
    oidc_subject: Annotated[str, typer.Option(help="Who it is at the identity provider: its sub.")] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Ask for the password instead of generating one.")] = False,
) -> None:
    """Add an account; its password is generated and shown once, to be changed at the first sign-in."""
    from bootstrap.accounts import console
    from dashboard.services.accounts.administration import NewAccount

    if role not in PEOPLES_ROLES:
        raise BadInput(f"{role} is no role of an account: it is one of {_ROLES}")
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else ""
    new = NewAccount(
        name, Role(role), password, person=person, squad=squad, subject=oidc_subject, department=department
    )
    made = _accounts().add(new, console())
    typer.echo(f"{made.account.name} was added ({role})")
    _tell(made.password)


def list_accounts() -> None:
    """List the accounts with their roles."""
    from bootstrap.accounts import console

    for account in _accounts().accounts(console()):
        unit = account.squad or account.department
        of_unit = f" of {unit}" if unit else ""
        typer.echo(f"{account.name}  {account.role}{of_unit}{_state(account)}")


def reset(name: Name) -> None:
    """Give an account a new password, shown once; its sessions end."""
    from bootstrap.accounts import console

    _tell(_accounts().reset(name, console()).password)


def link(
    name: Name,
    subject: Annotated[
        str,
        typer.Option(help="Who it is at the identity provider: its sub, as the login page told.", show_default=False),
    ],
) -> None:
    """Let somebody whom the identity provider knows sign in with an account."""
    from bootstrap.accounts import console

    _accounts().link(name, subject, console())
    typer.echo(f"{name} is linked with {subject}")


def unlink(name: Name) -> None:
    """Take `user link` back; its sessions end."""
    from bootstrap.accounts import console

    _accounts().unlink(name, console())
    typer.echo(f"{name} is linked with nobody")


def disable(name: Name) -> None:
    """Let nobody sign in with an account any more; its sessions end."""
    from bootstrap.accounts import console

    _accounts().disable(name, console())
    typer.echo(f"{name} is disabled")


def enable(name: Name) -> None:
    """Take `user disable` back."""
    from bootstrap.accounts import console

    _accounts().enable(name, console())
    typer.echo(f"{name} is enabled")


def add_token(
    name: Name,
    scope: Annotated[
        list[str], typer.Option(help="What it may, repeatable: see docs/security.md.", show_default=False)
    ],
    department: Annotated[
        str | None, typer.Option(help="The code of a department: it reaches that one's cases alone.")
    ] = None,
) -> None:
    """Add an API token; it is shown once."""
    from bootstrap.accounts import console

    typer.echo(_accounts().add_token(name, scope, console(), department))


def list_tokens() -> None:
    """List the API tokens that are in force."""
    from bootstrap.accounts import console

    for token in _accounts().tokens(console()):
        of_department = f"  of {token.department}" if token.department else ""
        typer.echo(f"{token.name}  {', '.join(token.scopes)}{of_department}")


def revoke_token(name: Name) -> None:
    """Take an API token back, at once."""
    from bootstrap.accounts import console

    _accounts().revoke_token(name, console())
    typer.echo(f"{name} is revoked")


def _accounts() -> Accounts:
    from bootstrap import open_database
    from bootstrap.accounts import build_accounts

    settings = load_settings()
    return build_accounts(settings, open_database(settings))[1]


def _state(account: Account) -> str:
    linked = f"  linked with {account.oidc_subject}" if account.oidc_subject else ""
    return f"{linked}{'  disabled' if account.disabled_us else ''}"


def _tell(password: str) -> None:
    if password:
        typer.echo(f"password (shown once, to be changed at the first sign-in): {password}")
