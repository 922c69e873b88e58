"""The agreement between the parties of a partnership; what they say to it stands in the modules beside."""

from tenants.agreements.model import Agreement, AgreementLine, Period

__all__ = ["Agreement", "AgreementLine", "Period"]
