"""moto's Step Functions interpreter, completed to what AWS does.

Each function here replaces one of moto's; the comment says what is different on AWS.
"""

import datetime
import functools
import json
import logging
import queue
import re
import sys
import threading
import time
import urllib.request
import uuid

import boto3
from botocore.config import Config
from moto.settings import moto_server_port
from moto.stepfunctions import exceptions, responses
from moto.stepfunctions.parser import models
from moto.stepfunctions.parser.api import HistoryEventType, InvalidOutput, InvalidToken, TaskTimedOut, TaskTimedOutEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name import custom_error_name, error_equals_decl
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import EvalTimeoutError
from moto.stepfunctions.parser.asl.component.component import Component
from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_sfn
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import StateTaskServiceCallback
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.timestamp import Timestamp
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.callback import callback
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped, ProgramTimedOut
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution, ExecutionStatus

import definitions as rules
import distributed_map
import expressions

# What the name of an execution may not have in it.
FORBIDDEN = re.compile(r"""[\s<>{}\[\]?*"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]""")


def install():
    expressions.install()
    rules.install()
    distributed_map.install()
    names()
    clients()
    errors()
    interruption()
    histories()
    tokens()
    definitions()
    choices()
    waits()
    names_of_executions()
    executions()
    children()
    announcements()
    nested()


def names():
    """Threads and log lines are named by the whole definition in moto, rendered at every error; a class name is enough."""
    Component.__repr__ = Component.__str__ = lambda component: type(component).__name__


def everywhere(name, replacement):
    """Replaces a function in every module that imported it by name."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("moto.stepfunctions") and hasattr(module, name):
            setattr(module, name, replacement)


def clients():
    """One client per service and role: making one takes longer than the call. The access key names the state machine's role."""

    @functools.lru_cache(maxsize=None)
    def client(region, service, role):
        with lock:
            return boto3.session.Session().client(
                service, region_name=region, endpoint_url=f"http://127.0.0.1:{moto_server_port()}",
                aws_access_key_id=f"role.{role}", aws_secret_access_key="local",
                config=Config(parameter_validation=False, retries={"total_max_attempts": 1}, max_pool_connections=200,
                              connect_timeout=60, read_timeout=1000, s3={"addressing_style": "path"}))

    lock = threading.Lock()

    def client_for(region, service, state_credentials=None):
        role = getattr(state_credentials, "role_arn", None) or "/unknown"
        return client(region, service, role.rsplit("/", 1)[-1])

    everywhere("boto_client_for", client_for)


def errors():
    """States.ALL catches neither States.Runtime nor States.DataLimitExceeded; a Parallel or Map state passes on States.* errors;
    a missed heartbeat answers to States.HeartbeatTimeout as well as to States.Timeout."""
    terminal = (StatesErrorNameType.StatesRuntime.to_name(), StatesErrorNameType.StatesStatesDataLimitExceeded.to_name())
    declared = error_equals_decl.ErrorEqualsDecl._eval_body

    def equals(self, env):
        error = env.stack[-1]
        if error is not None and error.error_name in terminal:
            env.stack.pop()
            env.stack.append(any(name.error_name == error.error_name for name in self.error_names))
        else:
            declared(self, env)

    error_equals_decl.ErrorEqualsDecl._eval_body = equals

    def any_error_name(error_name):
        known = StatesErrorNameType.__members__.values()
        if error_name is not None and error_name in {kind.to_name() for kind in known}:
            return StatesErrorName.from_name(error_name)
        return custom_error_name.CustomErrorName(error_name)

    branches_decl.CustomErrorName = any_error_name
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker
    iteration_worker.CustomErrorName = any_error_name

    class MissedHeartbeat(StatesErrorName):
        def __init__(self):
            super().__init__(StatesErrorNameType.StatesHeartbeatTimeout)

        def matches(self, error_name):
            return error_name in ("States.HeartbeatTimeout", "States.Timeout")

    # "error in names" asks the names of the definition first, so equality has to look both ways.
    def equal(self, other):
        return isinstance(other, ErrorName) and (self.matches(other.error_name) or other.matches(self.error_name))

    ErrorName.__eq__ = equal
    from_error = StateTaskService._from_error

    def heartbeat_error(self, env, ex):
        if isinstance(ex, callback.HeartbeatTimeoutError):
            details = TaskTimedOutEventDetails(
                resourceType=self._get_sfn_resource_type(), resource=self._get_sfn_resource(), error="States.HeartbeatTimeout")
            return FailureEvent(env=env, error_name=MissedHeartbeat(), event_type=HistoryEventType.TaskTimedOut,
                                event_details=EventDetails(taskTimedOutEventDetails=details))
        return from_error(self, env, ex)

    StateTaskService._from_error = heartbeat_error


class Interrupted(BaseException):
    """The execution was stopped, or a sibling branch failed, while a state was running."""


def interruption():
    """A stopped execution, and the siblings of a failed branch, end at once, whatever they were waiting for."""

    def wakes(name):
        original = getattr(Environment, name)

        def changed(self, *args, **kwargs):
            original(self, *args, **kwargs)
            for wake in list(getattr(self, "wakeups", ())):
                wake()

        setattr(Environment, name, changed)

    set_error = Environment.set_error

    def keep_stopped(self, error):
        if not isinstance(self._program_state, (ProgramStopped, ProgramTimedOut)):
            set_error(self, error)

    Environment.set_error = keep_stopped
    for name in ("set_ended", "set_error", "set_timed_out", "set_stop"):
        wakes(name)

    def evaluate_with_timeout(self, env):
        self.timeout.eval(env=env)
        timeout_seconds = env.stack.pop()
        frame = env.open_frame()
        frame.states.reset(input_value=env.states.get_input())
        frame.stack = list(env.stack)
        outcome = []
        over = threading.Event()

        def run():
            try:
                self._eval_execution(frame)
                outcome.append((frame.stack[-1], None))
            except Interrupted:
                pass
            except Exception as ex:  # becomes the state's error in the thread that waits
                outcome.append((None, ex))
            over.set()

        wakeups(env).append(over.set)
        threading.Thread(target=run, daemon=True).start()
        over.wait(timeout_seconds)
        wakeups(env).remove(over.set)
        running = env.is_running()
        frame.set_ended()
        give_up(frame)
        env.close_frame(frame)
        if not running:
            raise Interrupted()
        if not outcome:
            raise EvalTimeoutError()
        output, failure = outcome[0]
        if failure:
            raise failure
        env.stack.append(output)
        if not self._is_language_query_jsonpath():
            env.states.set_result(output)
        if self.assign_decl:
            self.assign_decl.eval(env=env)
        if self.result_selector:
            self.result_selector.eval(env=env)
        if self.result_path:
            self.result_path.eval(env)
        else:
            env.states.reset(input_value=env.stack.pop())

    ExecutionState._evaluate_with_timeout = evaluate_with_timeout
    evaluate_state = CommonStateField._eval_body

    def stop_quietly(self, env):
        try:
            evaluate_state(self, env)
        except Interrupted:
            if env.is_running():
                raise

    CommonStateField._eval_body = stop_quietly


def histories():
    """Nothing is noted after the end: a call that was still under way when its state was given up would add events later."""
    add_event = EventManager.add_event
    last = (HistoryEventType.ExecutionSucceeded, HistoryEventType.ExecutionFailed, HistoryEventType.ExecutionAborted,
            HistoryEventType.ExecutionTimedOut)

    def add(self, context, event_type, *args, **kwargs):
        if getattr(self, "ended", False) or getattr(context, "given_up", False):
            return context.last_published_event_id
        event_id = add_event(self, context, event_type, *args, **kwargs)
        self.ended = event_type in last
        return event_id

    EventManager.add_event = add
    set_stop = Environment.set_stop

    def stop(self, *args, **kwargs):
        set_stop(self, *args, **kwargs)
        if self.is_frame():
            give_up(self)

    Environment.set_stop = stop


def give_up(frame):
    frame.event_history_context.given_up = True
    for inner in list(frame._frames):
        give_up(inner)


def wakeups(env):
    if not hasattr(env, "wakeups"):
        env.wakeups = []
    return env.wakeups


def tokens():
    """A token works once and only while its state waits: afterwards AWS answers TaskTimedOut, and InvalidToken to one it never gave."""

    def wait(self, env, timeout_seconds, callback_endpoint, heartbeat_endpoint):
        wakeups(env).append(callback_endpoint.interrupt_all)
        # the token may have been answered while the function that was given it still ran
        outcome = callback_endpoint.get_outcome()
        if heartbeat_endpoint is None:
            outcome = callback_endpoint.wait(timeout=timeout_seconds)
        else:
            while outcome is None and env.is_running():
                beaten = heartbeat_endpoint.clear_and_wait()
                outcome = callback_endpoint.get_outcome()
                if outcome is None and not beaten:
                    outcome = callback.HeartbeatTimedOut()
        callback_endpoint.consumer_error = callback.CallbackConsumerTimeout()
        if outcome is None and not env.is_running():
            raise Interrupted()
        return outcome or callback.CallbackOutcomeTimedOut(callback_id=callback_endpoint.callback_id)

    StateTaskServiceCallback._eval_wait_for_task_token = wait

    def endpoint(backend, token):
        for execution in backend._get_executions():
            env = execution.exec_worker.env if execution.exec_worker else None
            found = env.callback_pool_manager.get(token) if env else None
            if found is None:
                continue
            if found.consumer_error is not None or found.get_outcome() is not None or execution.exec_status != ExecutionStatus.RUNNING:
                raise TaskTimedOut("Task Timed Out: 'Provided task does not exist anymore'", exception_type="TaskTimedOut")
            return found
        raise InvalidToken()

    def success(self, task_token, outcome):
        try:
            expressions.parse_json(outcome)
        except (TypeError, ValueError) as error:
            raise InvalidOutput(f"Invalid Output: '{error}'", exception_type="InvalidOutput") from error
        endpoint(self, task_token).notify(callback.CallbackOutcomeSuccess(callback_id=task_token, output=outcome))

    def failure(self, task_token, error=None, cause=None):
        endpoint(self, task_token).notify(callback.CallbackOutcomeFailure(callback_id=task_token, error=error, cause=cause))

    def heartbeat(self, task_token):
        endpoint(self, task_token).notify_heartbeat()

    models.StepFunctionsParserBackend.send_task_success = success
    models.StepFunctionsParserBackend.send_task_failure = failure
    models.StepFunctionsParserBackend.send_task_heartbeat = heartbeat

    def send_task_failure(self):
        """moto drops the cause."""
        self.stepfunction_backend.send_task_failure(
            self._get_param("taskToken"), error=self._get_param("error"), cause=self._get_param("cause"))
        return responses.EmptyResult()

    responses.StepFunctionResponse.send_task_failure = send_task_failure


def definitions():
    """A definition is parsed once, not at each start: that takes seconds for a long one. The parser does not know ItemBatcher and
    WriterConfig, so they are taken out before and given to their Map states after."""
    parse = AmazonStateLanguageParser.parse

    @functools.lru_cache(maxsize=64)
    def parsed(definition):
        plain, extras = distributed_map.take_extras(definition)
        program, tree = parse(plain)
        distributed_map.give_extras(program, extras)
        return program, tree

    AmazonStateLanguageParser.parse = staticmethod(parsed)


def choices():
    """The Default's Assign and Output belong to the Default only, even if a rule leads to the same state."""
    evaluate = StateChoice._eval_state
    output = StateChoice._eval_state_output

    def by_rule(self, env):
        default = self.default_state
        evaluate(self, env)
        env.heap["choice-by-default"] = default is not None and env.stack[-1] is default.state_name

    def output_of_default(self, env):
        if env.heap.pop("choice-by-default", True) or self._is_language_query_jsonpath():
            output(self, env)
        else:
            env.next_state_name = env.stack.pop()

    StateChoice._eval_state = by_rule
    StateChoice._eval_state_output = output_of_default


def waits():
    """A Wait ends when its time has come, to the millisecond and in UTC; moto counts whole seconds and local time."""

    def wait_interval(self, env, wait_seconds):
        end = time.monotonic() + wait_seconds
        over = threading.Event()
        wakeups(env).append(over.set)
        over.wait(max(0.0, end - time.monotonic()))
        wakeups(env).remove(over.set)

    def seconds_until(self, env):
        self.string.eval(env=env)
        text = env.stack.pop()
        try:
            instant = datetime.datetime.fromisoformat(text)
        except (TypeError, ValueError):
            instant = None
        if instant is None or instant.tzinfo is None:
            raise FailureEventException(self._create_failure_event(env, text))
        return max(0.0, (instant - datetime.datetime.now(datetime.timezone.utc)).total_seconds())

    WaitFunction._wait_interval = wait_interval
    Timestamp._get_wait_seconds = seconds_until


def announcements():
    """AWS tells EventBridge of every execution that starts or ends; the gateway is told, in order, and routes it."""
    changes = queue.Queue()

    def tell():
        while True:
            body = json.dumps(changes.get()).encode()
            request = urllib.request.Request(f"http://127.0.0.1:{moto_server_port()}/tideway/execution", data=body, method="POST",
                                             headers={"Content-Type": "application/json"})
            try:
                urllib.request.urlopen(request, timeout=60).close()
            except OSError as error:
                logging.getLogger("tideway").warning("execution change not told: %s", error)

    def changed(execution):
        def millis(date):
            return int(date.timestamp() * 1000) if date else None

        changes.put({
            "executionArn": execution.exec_arn,
            "stateMachineArn": execution.state_machine.arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": millis(execution.start_date),
            "stopDate": millis(execution.stop_date),
            "input": expressions.to_text(execution.input_data),
            "output": expressions.to_text(execution.output) if execution.status == "SUCCEEDED" else None,
            "inputDetails": {"included": True},
            "outputDetails": {"included": True} if execution.status == "SUCCEEDED" else None,
            "error": execution.error,
            "cause": execution.cause,
        })

    start = Execution.start
    terminated = BaseExecutionWorkerCommunication.terminated

    def started(self):
        self.output = None
        start(self)
        changed(self)

    def ended(self):
        terminated(self)
        changed(self.execution)

    Execution.start = started
    BaseExecutionWorkerCommunication.terminated = ended
    threading.Thread(target=tell, daemon=True).start()


def names_of_executions():
    """An execution that is given no name gets a UUID; names have rules."""
    start = models.StepFunctionsParserBackend.start_execution

    def start_execution(self, state_machine_arn, name=None, execution_input=None, trace_header=None):
        name = str(uuid.uuid4()) if name is None else name
        if len(name) > 80:
            raise exceptions.NameTooLongException(name)
        if not name or FORBIDDEN.search(name):
            raise exceptions.InvalidName(f"Invalid Name: '{name}'")
        return start(self, state_machine_arn, name, execution_input, trace_header)

    models.StepFunctionsParserBackend.start_execution = start_execution


def children():
    """The children of a Map Run can be listed and looked at like other executions."""
    list_executions = responses.StepFunctionResponse.list_executions
    describe_execution = responses.StepFunctionResponse.describe_execution

    def runs(backend):
        return [run for execution in backend._get_executions() if execution.exec_worker
                for run in execution.exec_worker.env.map_run_record_pool_manager.get_all()]

    def in_pages(self):
        arn = self._get_param("mapRunArn")
        if not arn:
            return list_executions(self)
        run = next((run for run in runs(self.stepfunction_backend) if run.map_run_arn == arn), None)
        if run is None:
            raise exceptions.ResourceNotFound(arn)
        wanted = self._get_param("statusFilter")
        listed = [child.listed() for child in getattr(run, "children", ()) if child.start and wanted in (None, child.status)]
        listed.sort(key=lambda child: child["startDate"], reverse=True)
        return responses.ActionResult(page(self, "executions", listed))

    def of_child_too(self):
        arn = self._get_param("executionArn")
        if arn.count("/") == 0:
            return describe_execution(self)
        for run in runs(self.stepfunction_backend):
            for child in getattr(run, "children", ()):
                if child.arn == arn and child.start:
                    return responses.ActionResult(child.listed() | child.ends())
        raise exceptions.ExecutionDoesNotExist(f"Execution Does Not Exist: '{arn}'")

    responses.StepFunctionResponse.list_executions = in_pages
    responses.StepFunctionResponse.describe_execution = of_child_too


def page(response, member, everything):
    """The part of a list that the request asks for."""
    start = int(response._get_param("nextToken") or 0)
    size = int(response._get_param("maxResults") or 100)
    answer = {member: everything[start:start + size]}
    if start + size < len(everything):
        answer["nextToken"] = str(start + size)
    return answer


def executions():
    """StopExecution takes effect at once and keeps error and cause; the history comes in pages and in either order."""
    stop = Execution.stop

    def stop_now(self, stop_date, error, cause):
        stop(self, stop_date=stop_date, error=error, cause=cause)
        if self.exec_status == ExecutionStatus.RUNNING:
            self.exec_status, self.stop_date, self.error, self.cause = ExecutionStatus.ABORTED, stop_date, error, cause

    Execution.stop = stop_now

    def stop_execution(self):
        arn = self._get_param("executionArn")
        execution = self.stepfunction_backend.describe_execution(arn)
        if execution.exec_status == ExecutionStatus.RUNNING:
            execution.stop(datetime.datetime.now(datetime.timezone.utc), self._get_param("error"), self._get_param("cause"))
        return responses.ActionResult({"stopDate": execution.stop_date})

    responses.StepFunctionResponse.stop_execution = stop_execution

    def get_execution_history(self):
        events = self.stepfunction_backend.get_execution_history(self._get_param("executionArn"))["events"]
        if self._get_param("reverseOrder"):
            events = list(reversed(events))
        return responses.ActionResult(page(self, "events", events))

    responses.StepFunctionResponse.get_execution_history = get_execution_history


def nested():
    """A state that starts an execution continues as soon as that one ends, and stops it when the state is given up; moto asks every half second and
    stops nothing. It also sends the members as the definition spells them, which the API does not know."""
    listeners = {}
    terminated = BaseExecutionWorkerCommunication.terminated

    def ended(self):
        terminated(self)
        listeners.get(self.execution.exec_arn, lambda: None)()

    BaseExecutionWorkerCommunication.terminated = ended
    service = state_task_service_sfn.StateTaskServiceSfn
    build = service._build_sync2_resolver

    def until_the_end(self, env, resource_runtime_part, normalised_parameters, state_credentials):
        arn = env.stack[-1]["ExecutionArn"]
        look = build(self, env, resource_runtime_part, normalised_parameters, state_credentials)
        over = threading.Event()
        listeners[arn] = over.set
        wakeups(env).append(over.set)

        def resolve():
            result = look()
            if result is None:
                over.wait()
                if env.is_running():
                    result = look()
                else:
                    state_task_service_sfn.boto_client_for(
                        region=resource_runtime_part.region, service="stepfunctions",
                        state_credentials=state_credentials).stop_execution(executionArn=arn)
            wakeups(env).remove(over.set)
            listeners.pop(arn, None)
            return result

        return resolve

    def wait(self, env, sync_resolver, **_):
        return sync_resolver()

    def as_the_api_spells(self, parameters, *_):
        named = {name[0].lower() + name[1:]: value for name, value in parameters.items()}
        if not isinstance(named.get("input", ""), str):
            named["input"] = expressions.to_text(named["input"])
        parameters.clear()
        parameters.update(named)

    def as_definitions_spell(self, response, *_, **__):
        named = {name[0].upper() + name[1:]: int(value.timestamp() * 1000) if isinstance(value, datetime.datetime) else value
                 for name, value in response.items()}
        response.clear()
        response.update(named)

    service._normalise_parameters = as_the_api_spells
    service._normalise_response = as_definitions_spell
    service._build_sync2_resolver = until_the_end
    service._eval_sync = wait
