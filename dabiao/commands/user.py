"""``python -m dabiao user``: accounts from the command line on the server's machine."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from dabiao import accounts
from dabiao.accounts import links
from dabiao.commands.asking import Answer, answering, ask, spoken
from dabiao.rights import COMMAND_LINE
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_

app = typer.Typer(no_args_is_help=True, help="Accounts: add, reset, disable, list; rights: grant, revoke.")

Name = Annotated[str, typer.Argument(help="Name to sign in with.")]
Rights = Annotated[
    list[str],
    typer.Option("--right", help="role:area[:indicator,…], such as reporter:610100; may be repeated."),
]
Right = Annotated[str, typer.Argument(help="role:area[:indicator,…], such as reporter:610100.")]
Database = Annotated[str | None, typer.Option(help="DuckDB file or postgresql:// address.")]
Spoken = Annotated[Language | None, typer.Option(help="Of messages.")]

LINK: Final = N_("{name} chooses a password with this link, which works once and for three days:")
DISABLED: Final = N_("{name} can no longer sign in, and is signed out everywhere.")
ENABLED: Final = N_("{name} can sign in again.")
GRANTED: Final = N_("{name} has the right {right}.")
REVOKED: Final = N_("{name} no longer has the right {right}.")


def _work(store: Store, question: Mapping[str, Any], language: Language) -> Answer:
    if question["verb"] == "list":
        return {"accounts": [_row(each) for each in accounts.accounts(store, COMMAND_LINE)]}
    if question["verb"] == "add":
        grants = [accounts.read_grant(text) for text in question["rights"]]
        shown_name = question["shown_name"] or question["name"]
        token = accounts.add_account(store, COMMAND_LINE, question["name"], shown_name, grants)
        return {"link": links.address(token)}
    user_id = accounts.id_of(store, question["name"])
    match question["verb"]:
        case "reset":
            return {"link": links.address(accounts.reset(store, COMMAND_LINE, user_id))}
        case "disable":
            accounts.disable(store, COMMAND_LINE, user_id)
        case "enable":
            accounts.enable(store, COMMAND_LINE, user_id)
        case "grant":
            accounts.give(store, COMMAND_LINE, user_id, accounts.read_grant(question["right"]))
        case "revoke":
            accounts.take(store, COMMAND_LINE, user_id, accounts.read_grant(question["right"]))
    return {}


job = answering(_work)


@app.command()
def add(
    name: Name,
    right: Rights,
    shown_name: Annotated[str | None, typer.Option(help="Name that others see.")] = None,
    database: Database = None,
    language: Spoken = None,
) -> None:
    """Make an account and print the link with which its holder chooses a password."""
    question = {"verb": "add", "name": name, "shown_name": shown_name, "rights": right}
    _print_link(ask("user", job, database, language, **question), name, language)


@app.command()
def reset(name: Name, database: Database = None, language: Spoken = None) -> None:
    """Print a link with which an account's holder chooses a new password."""
    _print_link(ask("user", job, database, language, verb="reset", name=name), name, language)


@app.command()
def disable(name: Name, database: Database = None, language: Spoken = None) -> None:
    """Let an account sign in no more and end its sessions."""
    ask("user", job, database, language, verb="disable", name=name)
    typer.echo(spoken(language)(DISABLED).format(name=name))


@app.command()
def enable(name: Name, database: Database = None, language: Spoken = None) -> None:
    """Let a disabled account sign in again."""
    ask("user", job, database, language, verb="enable", name=name)
    typer.echo(spoken(language)(ENABLED).format(name=name))


@app.command()
def grant(name: Name, right: Right, database: Database = None, language: Spoken = None) -> None:
    """Give an account a right."""
    ask("user", job, database, language, verb="grant", name=name, right=right)
    typer.echo(spoken(language)(GRANTED).format(name=name, right=right))


@app.command()
def revoke(name: Name, right: Right, database: Database = None, language: Spoken = None) -> None:
    """Take a right away from an account."""
    ask("user", job, database, language, verb="revoke", name=name, right=right)
    typer.echo(spoken(language)(REVOKED).format(name=name, right=right))


@app.command("list")
def list_(database: Database = None, language: Spoken = None) -> None:
    """Print the accounts: name, shown name, state, rights."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("name", "shown_name", "state", "rights"):
        table.add_column(heading, overflow="fold")
    for row in ask("user", job, database, language, verb="list")["accounts"]:
        table.add_row(row["name"], row["shown_name"], row["state"], " ".join(row["rights"]))
    Console(soft_wrap=True).print(table)


def _row(account: accounts.Account) -> dict[str, Any]:
    waiting = "active" if account.has_password else "invited"
    return {
        "name": account.name,
        "shown_name": account.shown_name,
        "state": "disabled" if account.disabled_at else waiting,
        "rights": [accounts.write_grant(each) for each in account.grants],
    }


def _print_link(answer: Answer, name: str, language: Language | None) -> None:
    typer.echo(spoken(language)(LINK).format(name=name))
    typer.echo(answer["link"])
