"""The log of who had a document made that holds what is sensitive. It is private, and says nothing sensitive."""

import getpass
import json
import os
from datetime import datetime
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def log_file() -> Path:
    """Where the log is: the user's own state folder, outside every repository."""
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "cadrectl" / "access.log"


def note(command: str, subject: str, digest: str) -> None:
    """Add a line: when, who, which document, of whom, from which records. Raises OSError where it cannot be kept."""
    file = log_file()
    file.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    line = {"at": now, "user": getpass.getuser(), "command": command, "subject": subject, "records": digest}
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    with os.fdopen(handle, "a", encoding="utf-8") as log:
        os.fchmod(handle, PRIVATE_FILE)
        log.write(json.dumps(line, ensure_ascii=False) + "\n")
        log.flush()
        os.fsync(handle)
