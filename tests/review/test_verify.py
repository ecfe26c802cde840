"""`verify`: every commit is signed by its committer, while that was allowed, and states what the workspace requires."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from cadrectl.cli.verifying import wrong
from cadrectl.records.signatures import Signed
from tests.repository import Repository
from tests.review.conftest import Ask

STAFF = "staff@example.org"  # as whom tests.repository commits
SINCE = "start..main"


@dataclass(frozen=True)
class Signing:
    """The town, a signer's key, and the file of allowed signers."""

    repo: Repository
    key: Path
    signers: Path

    def allow(self, options: str = "", principal: str = STAFF) -> None:
        """Allow the key for a principal."""
        public = self.key.with_suffix(".pub").read_text("utf-8")
        self.signers.write_text(f"{principal} {options} {public}", "utf-8")

    def commit(self, message: str, day: str = "2026-02-01", key: Path | None = None) -> None:
        """A signed commit that changes nothing."""
        signed = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key or self.key}")
        self.repo.git(*signed, "commit", "-q", "--allow-empty", "-S", "-m", message, day=day)


def new_key(file: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)
    return file


@pytest.fixture
def signing(repo: Repository, tmp_path: Path) -> Signing:
    """The key is allowed; nothing is signed yet after the tag `start`."""
    repo.git("tag", "start")
    made = Signing(repo, new_key(tmp_path / "key"), tmp_path / "signers")
    made.allow()
    return made


def said(ask: Ask, signing: Signing) -> list[str]:
    """What is wrong with each commit, "" where nothing is."""
    outcome = ask("verify", SINCE, "--signers", str(signing.signers), "--format", "json")
    rows = json.loads(outcome.out)["rows"]
    assert outcome.code == int(any(row["verdict"] == "fail" for row in rows))
    return [row["text"] for row in rows]


def test_a_commit_signed_by_its_committer_is_in_order(signing: Signing, ask: Ask) -> None:
    signing.commit("一")
    signing.commit("二")
    assert said(ask, signing) == ["", ""]


def test_one_unsigned_commit_among_signed_ones_is_found(signing: Signing, ask: Ask) -> None:
    signing.commit("一")
    signing.repo.commit("二")
    signing.commit("三")
    assert said(ask, signing) == ["", "not signed", ""]


def test_a_commit_that_a_merge_brings_in_is_checked_too(signing: Signing, ask: Ask) -> None:
    signing.repo.git("switch", "-q", "-c", "side", "start")
    signing.repo.commit("未签")
    signing.repo.git("switch", "-q", "main")
    signing.commit("一")
    signed = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={signing.key}")
    signing.repo.git(*signed, "merge", "-q", "--no-ff", "-S", "-m", "合并", "side")
    assert sorted(said(ask, signing)) == ["", "", "not signed"]


def test_a_key_of_somebody_who_is_not_the_committer_does_not_count(signing: Signing, ask: Ask) -> None:
    signing.allow(principal="boss@example.org")
    signing.commit("一")
    assert said(ask, signing) == ["signed by boss@example.org, committed as staff@example.org"]


def test_a_key_that_nobody_has_allowed_does_not_count(signing: Signing, ask: Ask, tmp_path: Path) -> None:
    signing.commit("一", key=new_key(tmp_path / "other"))
    [text] = said(ask, signing)
    assert "none of an allowed signer" in text


@pytest.mark.parametrize(
    ("day", "in_order"), [("2025-12-31", False), ("2026-01-02", True), ("2026-06-29", True), ("2026-07-02", False)]
)
def test_a_key_counts_from_the_day_it_is_allowed_until_it_no_longer_is(
    signing: Signing, ask: Ask, day: str, in_order: bool
) -> None:
    signing.allow('valid-after="20260101",valid-before="20260701"')
    signing.commit("一", day)
    assert (said(ask, signing) == [""]) is in_order


def test_a_revoked_key_does_not_count(signing: Signing, ask: Ask) -> None:
    signing.commit("一")
    signing.repo.git("config", "gpg.ssh.revocationFile", str(signing.key.with_suffix(".pub")))
    [text] = said(ask, signing)
    assert "revoked" in text


@pytest.mark.parametrize(
    ("principal", "in_order"),
    [
        ("Staff <staff@example.org>", True),
        ("staff@example.org, boss <boss@example.org>", False),
        ("boss@example.org,Staff@Example.org", True),
        ("*@example.org", False),
    ],
)
def test_of_a_signer_only_the_address_says_who_it_is(principal: str, in_order: bool) -> None:
    signed = Signed("1" * 40, "2026-02-01", STAFF, "G", principal, frozenset(), ())
    assert (list(wrong(signed, [])) == []) is in_order


def test_a_range_the_wrong_way_round_is_refused_and_an_empty_one_is_in_order(signing: Signing, ask: Ask) -> None:
    signing.repo.commit("未签")
    backwards = ask("verify", "main..start", "--signers", str(signing.signers))
    assert (backwards.code, backwards.out) == (2, "")
    assert "wrong way round" in backwards.err
    assert ask("verify", "main..main", "--signers", str(signing.signers)).code == 0


def test_a_required_trailer_must_be_in_every_commit_that_changes_records(signing: Signing, ask: Ask) -> None:
    repo = signing.repo
    text = (repo.root / "data/workspace.yaml").read_text("utf-8").rstrip("\n")
    repo.put({"data/workspace.yaml": f"{text}\n  trailers: [Approval-Ref]\n"})
    repo.commit("规定必备栏")
    repo.git("tag", "-f", "start")
    stated = ("", "\n\nApproval-Ref: 组函〔2026〕8号", "\n\nApproval-Ref:", "\n\nApproval-Ref: 8号\n\n另有说明。")
    for cadre, trailer in zip(("C0001", "C0002", "C0003", "C0004"), stated, strict=True):
        repo.edit(f"data/cadres/{cadre}.yaml", "date: 2018-09-10", "date: 2019-09-10")
        repo.git("add", "-A")
        signing.commit(f"更正{trailer}")
    signing.commit("说明")
    missing = "no trailer Approval-Ref"
    assert said(ask, signing) == [missing, "", missing, missing, ""]


def test_without_a_file_of_signers_that_is_said(signing: Signing, ask: Ask) -> None:
    signing.commit("一")
    outcome = ask("verify", SINCE)
    assert outcome.code == 1
    assert "No file of allowed signers" in outcome.err


def test_what_a_clone_puts_in_the_place_of_a_commit_hides_nothing(signing: Signing, ask: Ask) -> None:
    repo = signing.repo
    repo.commit("未签")
    signing.commit("签")
    start, tip = (repo.git("rev-parse", name) for name in ("start", "main"))
    repo.git("replace", "--graft", "main", "start")
    assert said(ask, signing) == ["not signed", ""]
    repo.git("replace", "-d", tip)
    repo.put({".git/info/grafts": f"{tip} {start}\n"})
    assert said(ask, signing) == ["not signed", ""]


def test_revisions_without_common_history_cannot_be_verified(signing: Signing, ask: Ask) -> None:
    signing.repo.git("checkout", "-q", "--orphan", "other")
    signing.repo.commit("另一历史")
    assert ask("verify", "main..other").code == 2


def test_no_message_passes_for_another_commit(signing: Signing, ask: Ask) -> None:
    repo = signing.repo
    forged = "\x1e" + "\x1f".join(("1" * 40, "2026-02-01", STAFF, "G", STAFF, "", ""))
    repo.edit("data/cadres/C0001.yaml", "date: 2018-09-10", "date: 2019-09-10")
    repo.commit(f"更正\n\nApproval-Ref: 8号{forged}")
    assert said(ask, signing) == ["not signed"]
    for question in (("review", SINCE), ("history", "C0001")):
        assert "fault" not in ask(*question).err
