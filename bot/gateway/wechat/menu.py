"""The menu of the 公众号, and what a tap on it means, read strictly from YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

FILE = Path(__file__).parent / "menu.yml"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _at_most(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value.encode()) > limit:
            raise ValueError(
                f"“{value}”有 {len(value.encode())} 个字节，最多 {limit} 个（一个汉字 3 个字节）"
            )
        return value

    return AfterValidator(check)


class Entry(Strict):
    """Something to tap: says something (`key`, `say`) or opens a page (`open`)."""

    name: Annotated[str, _at_most(60), Field(min_length=1)]
    key: Annotated[str, _at_most(128)] = ""
    say: str = ""
    open: Annotated[str, _at_most(1024)] = ""
    welcome: bool = True

    @model_validator(mode="after")
    def _one_thing(self) -> Entry:
        if bool(self.key) != bool(self.say) or bool(self.say) == bool(self.open):
            raise ValueError(f"“{self.name}”：写 key 和 say，或者只写 open")
        return self


class Group(Strict):
    """An entry of the bar: something to tap itself, or with entries above it."""

    name: Annotated[str, _at_most(16), Field(min_length=1)]
    key: Annotated[str, _at_most(128)] = ""
    say: str = ""
    open: Annotated[str, _at_most(1024)] = ""
    entries: Annotated[tuple[Entry, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _entries_or_itself(self) -> Group:
        if bool(self.entries) == bool(self.say or self.open):
            raise ValueError(f"“{self.name}”：写 entries，或者自己就是一项")
        if not self.entries:
            self.itself()
        return self

    def itself(self) -> Entry:
        return Entry(name=self.name, key=self.key, say=self.say, open=self.open)

    def leaves(self) -> tuple[Entry, ...]:
        return self.entries or (self.itself(),)


class Menu(Strict):
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _keys_once(self) -> Menu:
        keys = [entry.key for entry in self._leaves() if entry.key]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"key 重复：{'、'.join(sorted(twice))}")
        return self

    def _leaves(self) -> list[Entry]:
        return [entry for group in self.groups for entry in group.leaves()]

    def says(self, key: str) -> str | None:
        """What a tap on a key, or a code with it, means."""
        return next((entry.say for entry in self._leaves() if entry.key == key and key), None)

    def offered(self) -> list[Entry]:
        """What a new follower can choose from."""
        return [entry for entry in self._leaves() if entry.say and entry.welcome]

    def as_wechat(self, public_url: str) -> dict[str, Any]:
        """The body of menu/create."""
        return {
            "button": [
                {"name": group.name, "sub_button": [_button(entry, public_url) for entry in group.entries]}
                if group.entries
                else _button(group.itself(), public_url)
                for group in self.groups
            ]
        }


def _button(entry: Entry, public_url: str) -> dict[str, Any]:
    if entry.say:
        return {"type": "click", "name": entry.name, "key": entry.key}
    url = entry.open if entry.open.startswith(("http://", "https://")) else public_url + entry.open
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"“{entry.name}”要打开 {entry.open}：请先设置 MQA_PUBLIC_URL")
    return {"type": "view", "name": entry.name, "url": url}


def read_menu(file: Path = FILE) -> Menu:
    """Raises `ValueError` whose text names the file, the entry and the mend."""
    try:
        return Menu.model_validate({"groups": yaml.safe_load(file.read_text(encoding="utf-8"))})
    except ValidationError as error:
        first = error.errors()[0]
        place = " › ".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise ValueError(f"{file}：{place}：{first['msg'].removeprefix('Value error, ')}") from error
    except (yaml.YAMLError, ValueError) as error:  # the 30th of February is the latter
        raise ValueError(f"{file}：不是有效的 YAML：{error}") from error
