"""The Distributed Map of AWS: children that see only their input, tolerated failures, batches, and results written to S3."""

import concurrent.futures
import datetime
import json
import threading
import urllib.request
import uuid

from botocore.exceptions import ClientError
from moto.settings import moto_server_port
from moto.stepfunctions.parser.api import HistoryEventType, MapRunFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.distributed_iteration_component import (
    DistributedIterationComponent,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel.state_parallel import StateParallel
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext, EventManager
from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramError
from moto.stepfunctions.parser.asl.eval.variable_store import VariableStore
from moto.stepfunctions.parser.asl.utils import boto_client

import expressions

EXTRAS = ("ItemBatcher", "ResultWriter")
# AWS runs up to 10,000 children at once when MaxConcurrency is 0; one machine has fewer processors.
LOCAL_CONCURRENCY = 40
RESULT_FILE_BYTES = 64 * 1024 * 1024


def install():
    DistributedIterationComponent._map_run = map_run


def take_extras(definition):
    """Takes what moto's parser does not read out of the definition: (definition without it, fields it does not know by state name)."""
    document = json.loads(definition)
    extras = {}

    def walk(states):
        for name, state in states.items():
            if state.get("Type") == "Map":
                own = {key: state.pop(key) for key in EXTRAS if key in state}
                extras[name] = own
                # its grammar wants a fraction here, which AWS does not
                if isinstance(state.get("ToleratedFailurePercentage"), int):
                    state["ToleratedFailurePercentage"] = float(state["ToleratedFailurePercentage"])
                walk(state.get("ItemProcessor", state.get("Iterator", {})).get("States", {}))
            for branch in state.get("Branches", []):
                walk(branch.get("States", {}))

    walk(document.get("States", {}))
    return (json.dumps(document) if extras else definition), extras


def give_extras(program, extras):
    for name, state in program.states.states.items():
        if isinstance(state, StateMap):
            state.iteration_component.extras = extras.get(name, {})
            give_extras(state.iteration_component._get_iteration_program(), extras)
        if isinstance(state, StateParallel):
            for branch in state.branches.programs:
                give_extras(branch, extras)


class Child:
    """One child execution."""

    def __init__(self, run, child_input):
        self.run = run
        self.name = str(uuid.uuid4())
        self.input = child_input
        self.status = "PENDING"
        self.output = self.error = self.cause = None
        self.start = self.stop = None

    @property
    def arn(self):
        return self.run.map_state_machine_arn.replace(":stateMachine:", ":execution:") + ":" + self.name

    def describe(self):
        described = {
            "ExecutionArn": self.arn,
            "Input": compact(self.input),
            "InputDetails": {"Included": True},
            "Name": self.name,
            "RedriveCount": 0,
            "RedriveStatus": "NOT_REDRIVABLE" if self.status == "SUCCEEDED" else "REDRIVABLE",
            "StartDate": expressions.as_json(self.start) if self.start else None,
            "StateMachineArn": self.run.map_state_machine_arn,
            "Status": self.status,
            "StopDate": expressions.as_json(self.stop) if self.stop else None,
        }
        if self.status == "SUCCEEDED":
            described["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven"
            described |= {"Output": compact(self.output), "OutputDetails": {"Included": True}}
        if self.status == "FAILED":
            described |= {"Error": self.error, "Cause": self.cause}
        return {key: value for key, value in described.items() if value is not None}


    def listed(self):
        """As ListExecutions shows it."""
        item = {"executionArn": self.arn, "stateMachineArn": self.run.map_state_machine_arn, "name": self.name, "status": self.status,
                "startDate": self.start, "mapRunArn": self.run.map_run_arn, "itemCount": 1}
        if isinstance(self.input, dict) and isinstance(self.input.get("Items"), list):
            item["itemCount"] = len(self.input["Items"])
        return item | ({"stopDate": self.stop} if self.stop else {})

    def ends(self):
        """What DescribeExecution adds."""
        added = {"input": compact(self.input)}
        if self.status == "SUCCEEDED":
            added["output"] = compact(self.output)
        if self.status == "FAILED":
            added |= {"error": self.error, "cause": self.cause}
        return added


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def map_run(self, env, eval_input):
    """Runs the children and pushes their outputs in order, or fails as soon as more fail than is tolerated."""
    items = env.stack.pop()
    run = eval_input.map_run_record
    map_input = env.states.get_input()
    authorize_children(env, run)
    inputs = batches(env, [selected(env, eval_input, map_input, index, item) for index, item in enumerate(items)],
                     self.extras.get("ItemBatcher"))
    children = run.children = [Child(run, child_input) for child_input in inputs]
    writer = expressions.template(env, self.extras.get("ResultWriter", {}))
    run.item_counter.total.count(len(items))
    run.execution_counter.total.count(len(children))
    program = self._get_iteration_program()
    halt = threading.Event()
    workers = max(1, min(len(children), run.max_concurrency or LOCAL_CONCURRENCY))
    with concurrent.futures.ThreadPoolExecutor(max_workers=workers) as pool:
        for finished in concurrent.futures.as_completed(pool.submit(run_child, env, program, child, halt) for child in children):
            finished.result()
            if tolerance_exceeded(run) or not env.is_running():
                halt.set()
                with env._state_mutex:
                    frames = list(env._frames)
                for frame in frames:
                    frame.set_stop(stop_date=now(), cause=None, error=None)
    if tolerance_exceeded(run):
        results(env, run, writer, children)
        raise threshold_exceeded(env)
    env.stack.append(results(env, run, writer, children))


def authorize_children(env, run):
    """A Distributed Map starts its children with the state machine's own role, which must be allowed to."""
    details = env.aws_execution_details
    request = urllib.request.Request(
        f"http://127.0.0.1:{moto_server_port()}/tideway/authorize", method="POST", headers={"Content-Type": "application/json"},
        data=json.dumps({"role": details.role_arn, "action": "states:StartExecution",
                         "resource": run.map_state_machine_arn.rsplit("/", 1)[0]}).encode())
    with urllib.request.urlopen(request) as answer:
        denial = json.load(answer).get("denial")
    if denial:
        raise map_failed(env, StatesErrorNameType.StatesRuntime, denial)


def selected(env, eval_input, map_input, index, item):
    if not eval_input.item_selector:
        return item
    frame = env.open_inner_frame()
    try:
        frame.states.context_object.context_object_data["Map"] = {"Item": {"Index": index, "Value": item}}
        frame.states.reset(input_value=map_input)
        frame.stack.append(map_input)
        eval_input.item_selector.eval(frame)
        return frame.stack[-1]
    finally:
        env.delete_frame(frame)


def batches(env, items, batcher):
    if not batcher:
        return items
    settings = expressions.template(env, batcher)
    most, most_bytes = int(settings.get("MaxItemsPerBatch") or len(items) or 1), int(settings.get("MaxInputBytesPerBatch") or 262144)
    shared = {"BatchInput": settings["BatchInput"]} if "BatchInput" in settings else {}
    made, current = [], []
    for item in items:
        if current and (len(current) == most or len(compact(shared | {"Items": current + [item]})) > most_bytes):
            made.append(shared | {"Items": current})
            current = []
        current.append(item)
    return made + ([shared | {"Items": current}] if current else [])


def run_child(env, program, child, halt):
    run = child.run
    if halt.is_set() or not env.is_running():
        return
    frame = child_frame(env, child)
    child.status, child.start = "RUNNING", now()
    run.item_counter.running.count()
    run.execution_counter.running.count()
    try:
        program.eval(frame)
        state = frame.program_state()
        if isinstance(state, ProgramEnded):
            child.status, child.output = "SUCCEEDED", frame.states.get_input()
        elif isinstance(state, ProgramError):
            details = state.error or {}
            child.status, child.error, child.cause = "FAILED", details.get("error"), details.get("cause")
        else:
            child.status = "ABORTED"
    finally:
        child.stop = now()
        env.delete_frame(frame)
        for counter in (run.item_counter, run.execution_counter):
            counter.running.offset(-1)
            {"SUCCEEDED": counter.succeeded, "FAILED": counter.failed}.get(child.status, counter.aborted).count()


def child_frame(env, child):
    """An execution of its own: no variables of the parent, its own history, its own context object."""
    with env._state_mutex:
        frame = Environment.as_inner_frame_of(env=env, variable_store=VariableStore(),
                                              event_history_frame_cache=EventHistoryContext.of_program_start())
        env._frames.append(frame)
    frame.event_manager = EventManager()
    context = frame.states.context_object.context_object_data
    context["Execution"] = dict(context["Execution"]) | {"Id": child.arn, "Input": child.input, "Name": child.name, "StartTime": now()}
    frame.states.reset(input_value=child.input)
    frame.stack.append(frame.states.get_input())
    return frame


def tolerance_exceeded(run):
    failed = run.execution_counter.failed.get()
    count, percentage = run.tolerated_failure_count, run.tolerated_failure_percentage
    if not count and not percentage:
        return failed > 0
    share = 100.0 * failed / max(1, run.execution_counter.total.get())
    return bool(count and failed > count) or bool(percentage and share > percentage)


def threshold_exceeded(env):
    return map_failed(env, StatesErrorNameType.StatesExceedToleratedFailureThreshold,
                      "The specified tolerated failure threshold was exceeded")


def map_failed(env, kind, cause):
    name = StatesErrorName(typ=kind)
    details = MapRunFailedEventDetails(error=name.error_name, cause=cause)
    return FailureEventException(FailureEvent(env=env, error_name=name, event_type=HistoryEventType.MapRunFailed,
                                              event_details=EventDetails(mapRunFailedEventDetails=details)))


def results(env, run, writer, children):
    """The state's result: the outputs in order, or the place of the manifest if a ResultWriter wrote them to S3."""
    config = writer.get("WriterConfig", {})
    if "Resource" not in writer:
        succeeded = [child for child in children if child.status == "SUCCEEDED"]
        return entries(succeeded, "SUCCEEDED", config.get("Transformation", "COMPACT"))
    place = writer.get("Arguments") or writer.get("Parameters")
    bucket, prefix = place["Bucket"], place.get("Prefix", "")
    folder = (prefix if not prefix or prefix.endswith("/") else prefix + "/") + run.map_run_arn.split(":")[-1] + "/"
    client = boto_client.boto_client_for(
        region=env.aws_execution_details.region, service="s3",
        state_credentials=StateCredentials(role_arn=env.aws_execution_details.role_arn))
    lines = config.get("OutputType") == "JSONL"
    files = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    try:
        for status, statuses in {"FAILED": ("FAILED",), "PENDING": ("PENDING", "ABORTED"), "SUCCEEDED": ("SUCCEEDED",)}.items():
            written = entries([child for child in children if child.status in statuses], status, config.get("Transformation", "NONE"))
            for number, body in enumerate(result_files(written, lines)):
                key = f"{folder}{status}_{number}.{'jsonl' if lines else 'json'}"
                client.put_object(Bucket=bucket, Key=key, Body=body)
                files[status].append({"Key": key, "Size": len(body)})
        manifest = {"DestinationBucket": bucket, "MapRunArn": run.map_run_arn, "ResultFiles": files}
        client.put_object(Bucket=bucket, Key=folder + "manifest.json", Body=json.dumps(manifest).encode())
    except ClientError as error:
        raise map_failed(env, StatesErrorNameType.StatesResultWriterFailed, str(error)) from error
    ended = len([child for child in children if child.status in ("SUCCEEDED", "FAILED")])
    run.item_counter.results_written.count(ended)
    run.execution_counter.results_written.count(ended)
    return {"MapRunArn": run.map_run_arn, "ResultWriterDetails": {"Bucket": bucket, "Key": folder + "manifest.json"}}


def entries(children, status, transformation):
    if status != "SUCCEEDED" or transformation == "NONE":
        return [child.describe() for child in children]
    if transformation == "FLATTEN":
        return [item for child in children for item in (child.output if isinstance(child.output, list) else [child.output])]
    return [child.output for child in children]


def result_files(written, lines):
    texts = [compact(entry) for entry in written]
    while texts:
        size, count = 0, 0
        while count < len(texts) and (count == 0 or size + len(texts[count]) < RESULT_FILE_BYTES):
            size, count = size + len(texts[count]), count + 1
        body = "\n".join(texts[:count]) + "\n" if lines else "[" + ",".join(texts[:count]) + "]"
        yield body.encode()
        texts = texts[count:]
