"""A language server on the other end of a pipe: what an editor asks, and what it is answered."""

import json
import queue
import re
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

PATIENCE: Final = 30.0
"""Seconds that an answer may take."""

CAPABILITIES: Final = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"relatedInformation": True},
    },
    "workspace": {"configuration": True},
}
SETTINGS: Final = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
}
"""What an editor says of itself, with the server's own defaults; no catalogue from elsewhere."""


class Server:
    """A running server: texts are opened in it, and questions asked about places in them."""

    def __init__(self, process: "subprocess.Popen[bytes]", root: Path) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._root = process.stdin, root
        self._asked = self._opened = 0
        self._heard: queue.Queue[Mapping[str, Any]] = queue.Queue()
        self.faults: dict[str, Any] = {}
        reader = threading.Thread(target=_read, args=(process.stdout, self._heard), daemon=True)
        reader.start()
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=CAPABILITIES)
        self.tell("initialized")

    def open(self, text: str) -> "Text":
        """Open a text as if it were a new file in the root's specs, and wait until it is judged."""
        self._opened += 1
        uri = (self._root / "specs" / f"draft-{self._opened}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        self._hear(lambda _: uri in self.faults)
        return Text(self, uri, text, tuple(self.faults[uri]))

    def ask(self, method: str, **params: Any) -> Any:
        """Ask, and wait for the answer."""
        self._asked += 1
        asked = self._asked
        self._send({"id": asked, "method": method, "params": params})
        answer = self._hear(lambda heard: heard.get("id") == asked and "method" not in heard)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:
        """Say what wants no answer."""
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _hear(self, wanted: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
        """Listen until what is wanted comes; the server's own questions are answered meanwhile."""
        while True:
            heard = self._heard.get(timeout=PATIENCE)
            if heard.get("method") == "textDocument/publishDiagnostics":
                self.faults[heard["params"]["uri"]] = heard["params"]["diagnostics"]
            elif "method" in heard and "id" in heard:
                self._send({"id": heard["id"], "result": _answer(heard)})
            if wanted(heard):
                return heard


class Text:
    """An open text, with the faults that the server found in it."""

    def __init__(self, server: Server, uri: str, text: str, faults: Sequence[Any]) -> None:
        self._server, self._uri, self._text, self.faults = server, uri, text, faults

    def completions(self, before: str) -> list[Any]:
        """Ask what could be written right behind the first `before`."""
        answer = self._at("textDocument/completion", self._text.index(before) + len(before))
        return list(answer["items"] if isinstance(answer, dict) else answer or ())

    def hover(self, word: str) -> str:
        """Ask what is said of the first `word`, as Markdown's reader sees it."""
        answer = self._at("textDocument/hover", self._text.index(word) + 1)
        return re.sub(r"\\([^A-Za-z0-9])", r"\1", answer["contents"]["value"]) if answer else ""

    def _at(self, method: str, offset: int) -> Any:
        line = self._text.count("\n", 0, offset)
        column = offset - (self._text.rfind("\n", 0, offset) + 1)
        at = {"line": line, "character": column}
        return self._server.ask(method, textDocument={"uri": self._uri}, position=at)


@contextmanager
def running(command: Sequence[str], root: Path) -> Iterator[Server]:
    """Start a server for the folder `root`, and end it."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            server = Server(process, root)
            yield server
            server.ask("shutdown")
            server.tell("exit")
        finally:
            process.kill()


def _read(stream: IO[bytes], heard: "queue.Queue[Mapping[str, Any]]") -> None:
    """Cut what comes into messages: headers, an empty line, so many bytes of JSON."""
    while head := stream.readline():
        length = 0
        while head.strip():
            name, _, value = head.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
            head = stream.readline()
        heard.put(json.loads(stream.read(length)))


def _answer(question: Mapping[str, Any]) -> Any:
    if question["method"] != "workspace/configuration":
        return None
    return [SETTINGS.get(item.get("section")) for item in question["params"]["items"]]
