"""The one error of this folder."""


class EvidenceError(Exception):
    """What a person can put right.

    Printed without a stack: `error <code>`, `where: seen; expected`, `fix: ...`. Exit code 2.
    """

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.fix = fix

    def text(self) -> str:
        return f"error {self.code}\n  {self}\n  fix: {self.fix}"
