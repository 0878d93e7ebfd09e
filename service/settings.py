"""Everything that an operator may set: `HOME/pursewatch.toml`, or PURSEWATCH_<NAME>."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from alerts.passwords import Rules
from alerts.scope import Below
from alerts.workflow import Role
from service.home import Home

DEFAULT_HOME = Path("var")


class SettingsRefused(Exception):
    """A setting is unknown or can't be what it was set to."""


class Settings(BaseSettings):
    """What an operator may set; read once, on the roof, and handed down as plain arguments."""

    model_config = SettingsConfigDict(env_prefix="PURSEWATCH_", extra="forbid")

    home: Path = DEFAULT_HOME
    ledger_url: str = ""  # empty: HOME/ledger.sqlite
    letter_place: str = ""  # before the sign of each paper: 安 gives 安人财督〔2026〕3号
    letter_fonts: dict[str, str] = {}  # a face for fangsong, song, hei or kai
    letter_signs: dict[str, str] = {}  # a paper's own sign, by its kind
    chain: Literal["sm3", "sha256"] = "sm3"  # what the record is hashed with
    site: str = "安澜市人大常委会预算工作委员会"
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65_535)
    workers: int = Field(1, ge=1, le=64)
    secure_cookies: bool = False
    certificate: str = ""  # PEM files for TLS; empty: a proxy in front ends it, or nobody
    certificate_key: str = ""
    proxies: str = ""  # addresses of proxies whose X-Forwarded-* is believed, by commas
    boundaries: str = ""  # the site's own approved boundaries, a GeoJSON file in HOME; for maps
    address: str = ""  # the site's own, as browsers see it: https://watch.example.gov.cn
    provider: str = ""  # issuer of OpenID Connect; empty: local accounts alone
    provider_client: str = ""
    provider_secret: SecretStr = SecretStr("")
    provider_roles: dict[str, str] = {}  # value of the claim → role; the first that fits counts
    provider_role_claim: str = "roles"
    provider_region_claim: str = "region"
    provider_unit_claim: str = "unit"
    provider_region: str = ""  # where the claim names none
    password_shortest: int = Field(10, ge=8, le=64)
    password_kinds: int = Field(1, ge=1, le=4)  # of small letters, capitals, digits, others
    password_days: int = Field(0, ge=0)  # after which it is to be changed; 0: never
    factor_roles: list[Role] = []  # who must set up a second factor before anything else
    idle_minutes: int = Field(30, ge=0)  # after which a session that is not used ends; 0: never
    sign_ins_a_minute: int = Field(60, ge=1)  # from one address
    heavy_a_minute: int = Field(60, ge=1)  # questions of one account that cost much
    stations_public: bool = False  # the pages of liaison stations need no account
    see_below: Below = Below.ALL  # what accounts see of the governments below their own
    request_seconds: float = Field(60, gt=0)
    memory: str = Field("2GB", pattern=r"^\d+(\.\d+)?(MB|GB)$")
    threads: int = Field(2, ge=1, le=256)
    nights_kept: int = Field(30, ge=1)
    night_at: str = "0 2 * * *"  # cron, Asia/Shanghai
    rule_seconds: float = Field(600, gt=0)
    query_seconds: float = Field(30, gt=0)
    query_rows: int = Field(100_000, ge=1)
    query_memory: str = Field("1GB", pattern=r"^\d+(\.\d+)?(MB|GB)$")  # of one on the site
    queries_at_once: int = Field(2, ge=1, le=64)  # on the site, by all processes together
    export_rows: int = Field(5_000_000, ge=1)  # of one export
    export_days: int = Field(7, ge=1)  # after which its file is deleted
    material_growth: Decimal = Field(Decimal("0.10"), ge=0)  # of money: evidence has changed
    upload_bytes: int = Field(2_000_000_000, ge=1)  # of one upload over the site or the API
    inbox_seconds: float = Field(10, gt=0)  # how long a file in the inbox must lie still

    @field_validator("see_below", mode="before")
    @classmethod
    def _yes_or_no(cls, given: object) -> object:
        """Take true for all and false for none: the setting was once a yes or a no."""
        return {"true": "all", "false": "none"}.get(str(given).lower(), given)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment stand over the file."""
        return env_settings, init_settings

    @property
    def house(self) -> Home:
        """The home that these settings are for."""
        return Home(self.home)

    @property
    def secure(self) -> bool:
        """Whether the site is reached by TLS: by its own, or so it says."""
        return self.secure_cookies or bool(self.certificate)

    @property
    def passwords(self) -> Rules:
        """What the site asks of passwords."""
        return Rules(self.password_shortest, self.password_kinds, self.password_days)

    @property
    def ledger(self) -> str:
        """The URL of the ledger's database."""
        return self.ledger_url or f"sqlite:///{self.house.ledger.absolute()}"


def read_settings(home: Path) -> Settings:
    """Read a home's settings, the environment standing over its file.

    Raises:
        SettingsRefused: the file is no TOML, names an unknown setting, or a value can't be.
    """
    file = Home(home).settings
    given: dict[str, Any] = {}
    if file.is_file():
        try:
            given = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsRefused(f"{file.name} can't be read as TOML: {error}") from error
    given["home"] = home
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsRefused(_said(error)) from error
    return settings.model_copy(update={"home": home})


def _said(error: ValidationError) -> str:
    allowed = ", ".join(sorted(Settings.model_fields))
    parts = []
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            parts.append(f"no setting is called {name!r}: they are {allowed}")
        else:
            parts.append(f"{name} is {fault['input']!r}: {fault['msg'].lower()}")
    return "; ".join(parts)
