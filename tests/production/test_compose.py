"""The compose file and the image keep what they promise, since no container engine runs in these tests."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
# It ends when the tables are made, so there is nothing whose health could be asked.
STAYING = [name for name in SERVICES if name != "migrate"]


def test_the_services_are_those_of_the_plan():
    assert list(SERVICES) == ["migrate", "web", "worker", "beat", "postgres", "redis", "mail"]


@pytest.mark.parametrize("name", STAYING)
def test_a_service_that_falls_is_started_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", STAYING)
def test_every_service_tells_its_health(name):
    check = SERVICES[name]["healthcheck"]
    assert (check["test"][0], {"interval", "timeout"} <= check.keys()) == ("CMD", True)


@pytest.mark.parametrize("name", [*OURS, "redis", "mail"])
def test_nobody_is_root_and_nothing_is_written_outside_volumes(name):
    service = SERVICES[name]
    assert (service["user"].split(":")[0].isdigit(), service["user"][0] != "0") == (True, True)
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_gains_rights_or_is_privileged(name):
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]
    assert SERVICES[name].get("privileged", False) is False


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "POSTGRES_PASSWORD"])
def test_what_must_be_chosen_has_no_default(name):
    uses = re.findall(rf"\$\{{{name}\b([^}}]*)\}}", TEXT)
    assert {use[:2] for use in uses} == {":?"}


def test_no_secret_stands_in_a_file():
    literal = re.compile(r"(?im)^\s*-?\s*\w*(SECRET|PASSWORD|TOKEN|API_KEY)\w*\s*[:=][ \t]*(?!\$\{)\S+")
    files = ["docker-compose.yml", "Dockerfile", ".env.example"]
    assert [line.group() for file in files for line in literal.finditer((ROOT / file).read_text())] == []


@pytest.mark.parametrize("name", ["web", "mail"])
def test_doors_open_on_this_machine_only(name):
    assert [port.startswith("127.0.0.1:") for port in SERVICES[name]["ports"]] == [True]


@pytest.mark.parametrize("name", ["worker", "beat", "postgres", "redis", "migrate"])
def test_the_others_have_no_door(name):
    assert "ports" not in SERVICES[name]


@pytest.mark.parametrize("name", OURS)
def test_a_stop_waits_for_the_work_in_hand(name):
    assert SERVICES[name]["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
    assert (SERVICES[name]["stop_grace_period"], SERVICES[name]["init"]) == ("40s", True)


def test_nothing_starts_before_the_tables_are_made():
    waits = {name: SERVICES[name]["depends_on"]["migrate"]["condition"] for name in ("web", "worker", "beat")}
    assert set(waits.values()) == {"service_completed_successfully"}


def test_every_image_has_a_version():
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_the_image_runs_without_rights_and_tells_its_health():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    stages = [line for line in lines if line.startswith("FROM ")]
    assert len(stages) == 2
    last = lines[lines.index(stages[-1]) :]
    assert [line for line in last if line.startswith("USER ")] == ["USER portal"]
    assert [line.split(" CMD ")[1] for line in last if line.startswith("HEALTHCHECK ")] == [
        '["python", "script/probe.py", "ready"]'
    ]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_names_no_machine(file):
    text = (ROOT / file).read_text().replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    unpinned = [
        line for line in packages if not re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+.*--hash=sha256:", line)
    ]
    assert (unpinned, "://" in text, len(packages) > 40) == ([], False, True)
