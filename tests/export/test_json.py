"""JSON as it is published: what is no JSON never leaves."""

from __future__ import annotations

import json

import pytest

from generator.export.json import dumps


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_figure_that_json_does_not_have(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps({"a": [value]})


def test_text_comes_back_as_it_was() -> None:
    hostile = '</script><!-- \u2028\u2029 " \\ \x00 厂 & < >'
    assert json.loads(dumps({hostile: hostile})) == {hostile: hostile}
    assert "\n" not in dumps([hostile]).decode().replace("[\n", "").replace("\n]\n", "")
