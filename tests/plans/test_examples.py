"""Each plan file's own examples are read as it says."""

import pytest

from conversion import understand
from extract import read_bytes
from schemas.plan import Plan, PlanExample, plans

EXAMPLES = [(plan, example) for plan in plans() for example in plan.examples]


@pytest.mark.parametrize(
    ("plan", "example"), EXAMPLES, ids=[f"{plan.name}: {one.about}" for plan, one in EXAMPLES]
)
def test_example(plan: Plan, example: PlanExample) -> None:
    report = understand(read_bytes("example.tsv", example.text.encode())).report
    assert report.plan_type == plan.plan_type
    assert {one.id for one in report.indicators()} == set(example.expects)
    for one in report.indicators():
        expected = example.expects[one.id]
        assert (one.unit.value, one.weight.value) == (expected.unit, expected.weight)
        assert tuple(one.targets) == plan.bands
        for band, target in expected.targets.items():
            read = one.targets[band]
            assert (read.raw, read.state, read.value) == (target.raw, target.state, target.value)


def test_every_plan_has_an_example() -> None:
    assert {plan.name for plan, _ in EXAMPLES} == {plan.name for plan in plans()}
