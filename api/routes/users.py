"""Accounts, over HTTP: for administrators, who see no case."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field, SecretStr

from alerts.accounts import Account
from alerts.workflow import Role
from api.deps import HouseHere, Now, UserKeeper
from api.forms import Csrf, must_be_ours
from api.in_hand import add_rows, in_hand

router = APIRouter(prefix="/users", tags=["users"])

Name = Annotated[str, Path(max_length=80)]


class UserIn(BaseModel):
    """A new account; whoever has it changes the password at the first sign-in."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"name": "wang", "password": "…", "role": "analyst", "region": "419801"}]
        },
    }

    name: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    role: Role
    region: Annotated[str | None, Field(max_length=12)] = None
    unit: Annotated[str | None, Field(max_length=60)] = None
    display: Annotated[str, Field(max_length=80)] = ""


class UserChange(BaseModel):
    """What is to be changed of an account; what is left out stays."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {"examples": [{"role": "leader"}, {"disabled": True}]},
    }

    role: Role | None = None
    disabled: bool | None = None
    password: Annotated[SecretStr | None, Field(max_length=200)] = None
    no_second_factor: bool = False
    sign_out: bool = False


class UserOut(BaseModel):
    """An account."""

    name: str
    display: str
    role: Role
    region: str | None
    unit: str | None
    disabled: bool
    must_change: bool
    second_factor: bool
    external: bool
    created_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        """Show one account."""
        return cls(**{name: getattr(account, name) for name in cls.model_fields})


def users(_: UserKeeper, house: HouseHere) -> list[UserOut]:
    """List all accounts."""
    return [UserOut.of(one) for one in house.accounts.list()]


USERS = in_hand(
    "users", "Accounts", UserOut, ["name"], follows=True, regions=None,
    filters=["role", "region", "unit", "disabled", "must_change", "second_factor", "external"],
)  # fmt: skip
add_rows(router, "", USERS, UserKeeper, users)


@router.post("", status_code=201, summary="Add an account")
def add_user(
    asked: UserIn,
    request: Request,
    me: UserKeeper,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> UserOut:
    """Add an account, whose password is to be changed at the first sign-in."""
    must_be_ours(request, me.token, x_csrf_token)
    added = house.accounts.add(
        asked.name,
        password=asked.password.get_secret_value(),
        role=asked.role,
        region=asked.region,
        unit=asked.unit,
        display=asked.display,
        must_change=True,
        now=now,
        by=me.name,
    )
    return UserOut.of(added)


@router.patch("/{name}", summary="Change an account")
def change_user(
    name: Name,
    asked: UserChange,
    request: Request,
    me: UserKeeper,
    house: HouseHere,
    now: Now,
    x_csrf_token: Csrf = "",
) -> UserOut:
    """Change role, password or second factor; close or open; sign out everywhere."""
    must_be_ours(request, me.token, x_csrf_token)
    accounts = house.accounts
    accounts.of(name)
    if asked.password is not None:
        new = asked.password.get_secret_value()
        accounts.set_password(name, new, now=now, must_change=True, by=me.name)
    if asked.role is not None:
        accounts.set_role(name, asked.role, now=now, by=me.name)
    if asked.no_second_factor:
        accounts.set_factor(name, None, now=now, by=me.name)
    if asked.disabled is not None:
        change = accounts.disable if asked.disabled else accounts.enable
        change(name, now=now, by=me.name)
    if asked.sign_out:
        accounts.sign_out_everywhere(name, now=now, by=me.name)
    return UserOut.of(accounts.of(name))
