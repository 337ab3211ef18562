"""JSONata for moto's interpreter, which expects a Java library it does not bring.

Values are bound as values, not written into the expression, and expressions are parsed once. As on AWS: an expression that fails or
returns nothing is States.QueryEvaluationError, $eval is refused, and $partition, $range, $hash, $random, $uuid and $parse exist.
"""

import datetime
import functools
import hashlib
import json
import math
import random
import threading
import uuid

import jsonata
from jsonata import utils
from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.common.string import string_expression
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

import recording

_lock = threading.RLock()
_NUMBERS_EXACT = 2 ** 53
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def install():
    string_expression.StringJSONata._eval_body = lambda self, env: env.stack.append(evaluate(env, self.expression))
    string_expression.StringVariableSample._eval_body = lambda self, env: env.stack.append(evaluate(env, self.expression))
    evaluate_state = CommonStateField._eval_body

    def note_failed_evaluation(self, env):
        """The history names the failed evaluation; states that can retry have noted it already."""
        try:
            evaluate_state(self, env)
        except FailureEventException as ex:
            if ex.failure_event.event_type == HistoryEventType.EvaluationFailed and not isinstance(self, ExecutionState):
                env.event_manager.add_event(context=env.event_history_context, event_type=HistoryEventType.EvaluationFailed,
                                            event_details=ex.failure_event.event_details)
            raise

    CommonStateField._eval_body = note_failed_evaluation


def evaluate(env, expression):
    """The value of an expression for the state that runs in this environment."""
    store = env.variable_store
    bindings = {**store._outer_scope, **store._inner_scope}
    bindings["states"] = {key: value for key, value in env.states._states_data.items() if key != "errorOutput" or value is not None}
    bindings["states"]["context"] = as_json(bindings["states"]["context"])
    return evaluate_with(env, expression, {name: bound(value) for name, value in bindings.items()})


def evaluate_with(env, expression, bindings):
    try:
        with _lock:
            compiled = compile_expression(expression)
            # The library keeps the running evaluation per thread; $now() and $millis() read the time from it.
            jsonata.Jsonata.CURRENT.jsonata = compiled
            result = compiled.evaluate(None, {**_functions(), **bindings})
    except jsonata.JException as error:
        raise failure(env, f"The JSONata expression '{expression}' threw an error: {error}") from error
    except Exception as error:
        raise failure(env, f"The JSONata expression '{expression}' threw an error during evaluation: {error}") from error
    if result is None:
        raise failure(env, f"The JSONata expression '{expression}' returned nothing (undefined).")
    try:
        value = plain(utils.Utils.convert_nulls(result))
    except TypeError as error:
        raise failure(env, f"The JSONata expression '{expression}' returned an unsupported result type.") from error
    recording.note(expression, bindings, compiled.timestamp, value)
    return value


@functools.lru_cache(maxsize=4096)
def compile_expression(expression):
    compiled = jsonata.Jsonata(expression)
    compiled.set_output_convert_nulls(False)
    compiled.set_validate_input(False)
    return compiled


def bound(value):
    return utils.Utils.NULL_VALUE if value is None else value


def plain(value):
    """A copy as JSON has it: whole numbers without a fraction, as JavaScript prints them."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError("not a JSON number")
        return int(value) if value == int(value) and abs(value) < _NUMBERS_EXACT else value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [plain(item) for item in value]
    raise TypeError(f"not JSON: {type(value).__name__}")


def as_json(value):
    """The context object, with times as AWS writes them."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return {key: as_time(item) if key == "EnteredTime" else as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value


def as_time(value):
    return as_json(datetime.datetime.fromisoformat(value)) if isinstance(value, str) else as_json(value)


def parse_json(text):
    return json.loads(text)


def to_text(value):
    return json.dumps(value, separators=(",", ":"))


def failure(env, cause):
    name = StatesErrorName(typ=StatesErrorNameType.StatesQueryEvaluationError)
    details = EvaluationFailedEventDetails(cause=cause, error=name.error_name, state=env.next_state_name)
    return FailureEventException(FailureEvent(env=env, error_name=name, event_type=HistoryEventType.EvaluationFailed,
                                              event_details=EventDetails(evaluationFailedEventDetails=details)))


def template(env, value):
    """Evaluates a JSONata template: every "{% … %}" string in it."""
    if isinstance(value, str) and value.startswith("{%") and value.endswith("%}"):
        return evaluate(env, value[2:-2].strip())
    if isinstance(value, dict):
        return {key: template(env, item) for key, item in value.items()}
    if isinstance(value, list):
        return [template(env, item) for item in value]
    return value


@functools.lru_cache(maxsize=1)
def _functions():
    def refuse_eval(*_):
        raise ValueError("$eval is not supported; use $parse")

    def partition(array, size):
        items = array if isinstance(array, list) else [array]
        return [items[start:start + int(size)] for start in range(0, len(items), int(size))]

    def numbers(first, last, step):
        if step == 0:
            raise ValueError("the step of $range is 0")
        count = math.floor((last - first) / step) + 1
        return [plain(float(first + index * step)) for index in range(max(0, count))]

    def digest(value, algorithm):
        text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        return hashlib.new(_HASHES[algorithm], text.encode()).hexdigest()

    def number(seed=None):
        return random.random() if seed is None else random.Random(seed).random()

    functions = {"eval": refuse_eval, "partition": partition, "range": numbers, "hash": digest, "random": number,
                 "uuid": lambda: str(uuid.uuid4()), "parse": lambda text: bound(json.loads(text))}
    return {name: jsonata.Jsonata.JFunction(jsonata.Jsonata.JLambda(function), None) for name, function in functions.items()}
