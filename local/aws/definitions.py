"""What AWS checks of a definition before it creates a state machine, and moto does not.

Source: Step Functions API reference, ValidateStateMachineDefinitionDiagnostic, and the states language's rules on names and transitions.
"""

import json

from moto.stepfunctions.parser.api import InvalidDefinition
from moto.stepfunctions.parser.models import StepFunctionsParserBackend


def install():
    validate = StepFunctionsParserBackend._validate_definition

    def refuse(definition):
        found = problems(definition)
        if found:
            raise InvalidDefinition(f"Invalid State Machine Definition: '{', '.join(found)}'", exception_type="InvalidDefinition")
        validate(definition)

    StepFunctionsParserBackend._validate_definition = staticmethod(refuse)


class Members(dict):
    """A JSON object that knows which of its names were given more than once."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self.repeated = [name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index])]


def problems(definition):
    """Everything wrong with the definition, as AWS words it; what is no JSON at all is left to the parser."""
    try:
        machine = json.loads(definition, object_pairs_hook=Members)
    except ValueError:
        return []
    found, names = [], set()

    def scope(container, path):
        missing = [field for field in ("StartAt", "States") if field not in container]
        if missing:
            found.append(f"SCHEMA_VALIDATION_FAILED: These fields are required: [{', '.join(missing)}] at {path or '/'}")
            return
        states = container["States"]
        found.extend(f"DUPLICATE_STATE_NAME: Duplicate State name: {name} at {path}/States/{name}" for name in states.repeated)
        targets = [(container.get("StartAt"), f"{path}/StartAt")]
        for name, state in states.items():
            place = f"{path}/States/{name}"
            if name in names:
                found.append(f"DUPLICATE_STATE_NAME: Duplicate State name: {name} at {place}")
            names.add(name)
            targets += transitions(state, place)
            for index, branch in enumerate(state.get("Branches", [])):
                scope(branch, f"{place}/Branches[{index}]")
            for field in ("ItemProcessor", "Iterator"):
                if field in state:
                    scope(state[field], f"{place}/{field}")
        found.extend(f"MISSING_TRANSITION_TARGET: Missing 'Next' target: {target} at {place}"
                     for target, place in targets if target not in states)
        reached = {target for target, _ in targets}
        found.extend(f'MISSING_TRANSITION_TARGET: State "{name}" is not reachable. at {path}/States/{name}'
                     for name in states if name not in reached)

    if not isinstance(machine, dict):
        return []
    scope(machine, "")
    if "States" in machine and not any(state.get("End") or state.get("Type") in ("Succeed", "Fail") for state in machine["States"].values()):
        found.append("MISSING_END_STATE: Workflow has no terminal state at null")
    return found


def transitions(state, place):
    """Each state that this one leads to, with the place that says so."""
    found = [(state[field], f"{place}/{field}") for field in ("Next", "Default") if field in state]
    for field in ("Choices", "Catch"):
        found += [(rule["Next"], f"{place}/{field}[{index}]/Next") for index, rule in enumerate(state.get(field, [])) if "Next" in rule]
    return found
