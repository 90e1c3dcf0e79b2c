"""What a user lays over the shipped registries, and the file that names it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.printing import as_catalogue, records
from ggplan.app.catalogue import catalogue_text, stop_using, use_catalogue
from ggplan.errors import InputError, OutputError, UsageError
from ggplan.registry.layered import catalogue_in_force, find_layers, registry_in_force
from ggplan.registry.settings_file import with_value, write_value


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own, with no configuration of the user's."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.setenv("GGPLAN_CONFIG", str(tmp_path / "user" / "ggplan.toml"))
    monkeypatch.chdir(folder)
    return folder


def saved(path: Path) -> Path:
    path.write_text(catalogue_text(as_catalogue(records())), "utf-8")
    return path


def test_without_configuration_what_ships_is_in_force() -> None:
    assert not catalogue_in_force().full
    assert "so-y-te" in registry_in_force().agencies


def test_a_catalogue_in_use_is_in_force_below_its_folder_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(project / "cat.yaml")
    config = use_catalogue(Path("cat.yaml"))
    assert config == project / "ggplan.toml"
    assert tomllib.loads(config.read_text("utf-8")) == {"catalogue": {"use": "cat.yaml"}}
    (project / "below").mkdir()
    monkeypatch.chdir(project / "below")
    assert catalogue_in_force().full
    assert stop_using() == config
    assert not catalogue_in_force().full


def test_a_project_goes_before_the_user(project: Path, tmp_path: Path) -> None:
    use_catalogue(saved(tmp_path / "mine.yaml"), for_user=True)
    assert find_layers().catalogue == tmp_path / "user" / ".." / "mine.yaml"
    use_catalogue(saved(project / "ours.yaml"))
    assert find_layers().catalogue == project / "ours.yaml"


def test_a_project_with_pyproject_keeps_its_settings_there(project: Path) -> None:
    path = project / "pyproject.toml"
    path.write_text('[tool.ggplan]\nselect = ["ALL"]\n\n[tool.other]\na = 1\n', "utf-8")
    saved(project / "cat.yaml")
    assert use_catalogue(Path("cat.yaml")) == path
    assert tomllib.loads(path.read_text("utf-8")) == {
        "tool": {"ggplan": {"select": ["ALL"], "catalogue": {"use": "cat.yaml"}}, "other": {"a": 1}}
    }
    assert catalogue_in_force().full
    assert not (project / "ggplan.toml").exists()


def test_only_a_sound_imported_catalogue_can_be_used(project: Path) -> None:
    (project / "plan.yaml").write_text("ggplan: 1\n", "utf-8")
    with pytest.raises(InputError, match="ggplan_catalogue"):
        use_catalogue(Path("plan.yaml"))
    damaged = [one for one in records() if one["code"] != "4.2.3"]
    (project / "damaged.yaml").write_text(catalogue_text(as_catalogue(damaged)), "utf-8")
    with pytest.raises(UsageError, match=r"4\.2\.3 is missing"):
        use_catalogue(Path("damaged.yaml"))
    assert not (project / "ggplan.toml").exists()


def test_additions_are_laid_over_and_seen_again_when_changed(project: Path) -> None:
    (project / "ggplan.toml").write_text('[registry]\nadditions = ["more"]\n', "utf-8")
    (project / "more").mkdir()
    body = project / "more" / "own.yml"
    body.write_text("- {id: so-moi, name: Sở Mới, classification: so, sources: [GK]}\n", "utf-8")
    assert registry_in_force().agencies["so-moi"].name == "Sở Mới"
    body.write_text("- {id: so-moi, name: Sở Rất Mới, classification: so, sources: [GK]}\n", "utf-8")
    assert registry_in_force().agencies["so-moi"].name == "Sở Rất Mới"


SENSELESS = {
    'registry = "x"': "registry must be a table",
    '[registry]\nadditions = "x"': "must be a list of paths",
    '[registry]\nadditions = ["gone.yml"]': "is not there",
    "[catalogue]\nuse = 3": "must be a path in quotes",
    "[catalogue": "is no TOML",
}


@pytest.mark.parametrize("text", SENSELESS)
def test_a_senseless_setting_is_told_in_one_sentence(project: Path, text: str) -> None:
    (project / "ggplan.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=SENSELESS[text]) as caught:
        find_layers()
    assert "\n" not in str(caught.value).strip()


EDITS = [
    ("", '[catalogue]\nuse = "x.yaml"\n'),
    ("# mine\nselect = []\n", '# mine\nselect = []\n\n[catalogue]\nuse = "x.yaml"\n'),
    ('[catalogue]\nuse = "old"  # why\n\n[a]\nb = 1\n', '[catalogue]\nuse = "x.yaml"\n\n[a]\nb = 1\n'),
    ("[catalogue] # c\n\n[a]\n", '[catalogue] # c\nuse = "x.yaml"\n\n[a]\n'),
    ('[catalogue]\nuse = [\n  "a",\n]\nother = 1\n', '[catalogue]\nuse = "x.yaml"\nother = 1\n'),
]


@pytest.mark.parametrize(("before", "after"), EDITS, ids=[before[:20] or "empty" for before, _ in EDITS])
def test_one_value_is_changed_and_nothing_else(before: str, after: str) -> None:
    assert with_value(before, "catalogue", "use", "x.yaml") == after


def test_a_file_that_is_not_understood_is_left_alone(project: Path) -> None:
    path = project / "ggplan.toml"
    path.write_text('catalogue = {use = "x"}\n', "utf-8")
    with pytest.raises(UsageError, match="by hand"):
        write_value(path, "catalogue", "use", "y")
    assert path.read_text("utf-8") == 'catalogue = {use = "x"}\n'
    path.write_text("= 1", "utf-8")
    with pytest.raises(UsageError, match="is no TOML"):
        write_value(path, "catalogue", "use", "y")
    with pytest.raises(OutputError, match="cannot be written"):
        write_value(path / "below" / "ggplan.toml", "catalogue", "use", "y")


values = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12) | st.lists(
    st.text("aĐ\"'\\#]", max_size=5), max_size=3
)
KEYS = st.sampled_from(["use", "other", "additions"])


@given(st.dictionaries(KEYS, values, max_size=3), st.dictionaries(KEYS, values, max_size=2), values | st.none())
def test_any_value_can_be_set_and_taken_out(catalogue: dict[str, object], registry: dict[str, object], value: object) -> None:
    text = 'top = "t"\n'
    for table, entries in (("catalogue", catalogue), ("registry", registry)):
        for key, entry in entries.items():
            text = with_value(text, table, key, entry)  # type: ignore[arg-type]
    changed = tomllib.loads(with_value(text, "catalogue", "use", value))  # type: ignore[arg-type]
    wanted = {key: entry for key, entry in catalogue.items() if key != "use"} | ({"use": value} if value is not None else {})
    assert changed.get("catalogue", {}) == wanted
    assert changed.get("registry", {}) == registry
    assert changed["top"] == "t"
