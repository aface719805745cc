"""The rules that run, for those who print them."""

from dabiao.judgement import RULES, RULES_VERSION, USABLE
from dabiao.judgement.parameters import PARAMETERS, Parameters

__all__ = ["PARAMETERS", "RULES", "RULES_VERSION", "USABLE", "Parameters"]
