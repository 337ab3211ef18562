"""CloudFormation in moto: remembers every resource's resolved properties and adds the types moto does not create."""

import json
import re

from moto.awslambda.models import LambdaFunction, Permission
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudwatch.models import cloudwatch_backends
from moto.core.common_models import CloudFormationModel
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.iam.exceptions import NotFoundException
from moto.iam.models import Role, iam_backends
from moto.scheduler.models import scheduler_backends
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.models import stepfunctions_parser_backends
from werkzeug.exceptions import HTTPException

import network

_resolved = {}
# moto finds the service of a model in the second part of its module's name.
MODULE = "tideway.local"
# What these do is done by the gateway, by the properties remembered here.
READ_BY_THE_GATEWAY = {"AWS::Events::Rule", "AWS::Lambda::Permission", "AWS::Logs::LogGroup", "AWS::KMS::Key"}


# What moto's services, and the rules here, refuse a resource with.
REFUSALS = (HTTPException, ServiceException, ValueError)


def _failed(logical_id, resource_type, status, error):
    """AWS would go on and roll back; here the call itself says what failed."""
    return ValidationError(
        message=f'{logical_id} ({resource_type}) {status}: Resource handler returned message: "{getattr(error, "message", error)}"')


def created():
    """Logical id -> type and resolved properties of everything created, for the gateway to read."""
    return _resolved


def install():
    original = parsing.parse_and_create_resource

    def remember(logical_id, resource_json, resources_map, account_id, region_name):
        try:
            resource = original(logical_id, resource_json, resources_map, account_id, region_name)
        except ValidationError:
            raise
        except REFUSALS as error:
            raise _failed(logical_id, resource_json["Type"], "CREATE_FAILED", error) from error
        if resource is not None:
            properties = parsing.clean_json(resource_json.get("Properties", {}), resources_map)
            _resolved[logical_id] = {
                "type": resource_json["Type"],
                "physicalId": str(resource.physical_resource_id),
                "properties": properties,
            }
        return resource

    parsing.parse_and_create_resource = remember
    parsing.ResourceMap.update = _update
    parsing.ResourceMap.delete = _delete(parsing.ResourceMap.delete)
    _termination_protection()
    StateMachine.create_from_cloudformation_json = classmethod(_create_state_machine)
    _functions()
    # moto keeps the policies of a stack's role as it parsed them, and would answer GetRolePolicy with Python instead of JSON.
    Role.put_policy = lambda role, name, document: role.policies.update(
        {name: document if isinstance(document, str) else json.dumps(document)}
    )
    # moto would add what CloudFormation calls a permission to a policy of the function, as if it were a statement
    Permission.create_from_cloudformation_json = classmethod(_permit)
    Permission.physical_resource_id = property(lambda permission: permission.name)


def _delete(delete):
    def remembering(stack):
        """Whoever lists the resources of a deleted stack would make them anew otherwise."""
        resources = dict(stack._parsed_resources)
        delete(stack)
        stack._parsed_resources = resources

    return remembering


def _termination_protection():
    """moto takes the setting, but does nothing with it."""
    delete = CloudFormationBackend.delete_stack

    def unless_protected(backend, name_or_stack_id):
        for stack in backend.stacks.values():
            if name_or_stack_id in (stack.name, stack.stack_id) and stack.enable_termination_protection:
                raise ValidationError(message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
        return delete(backend, name_or_stack_id)

    def update(response):
        stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
        stack.enable_termination_protection = response._get_bool_param("EnableTerminationProtection", False)
        return ActionResult({"StackId": stack.stack_id})

    CloudFormationBackend.delete_stack = unless_protected
    CloudFormationResponse.update_termination_protection = update


def _update(stack, template, parameters=None):
    """Moto compares the templates before references are resolved, and so misses what a changed parameter or condition changes."""
    before = stack._resource_json_map
    stack._template = template
    stack._resource_json_map = template["Resources"]
    stack.input_parameters = parameters or stack.input_parameters
    stack.load()
    wanted = [name for name, resource in template["Resources"].items()
              if "Condition" not in resource or stack.lazy_condition_map[resource["Condition"]]]
    for name in [name for name in _resolved if name not in wanted]:
        resource = stack._parsed_resources.pop(name)
        if before[name].get("DeletionPolicy") != "Retain":
            stack._delete_resource(resource, before[name])
        del _resolved[name]
    for name in wanted:
        resource = stack[name]  # creates what is new
        properties = parsing.clean_json(template["Resources"][name].get("Properties", {}), stack)
        if properties != _resolved[name]["properties"]:
            try:
                _change(resource, _resolved[name]["type"], properties, stack)
            except REFUSALS as error:
                raise _failed(name, _resolved[name]["type"], "UPDATE_FAILED", error) from error
            _resolved[name]["properties"] = properties


def _change(resource, resource_type, properties, stack):
    if resource_type == "AWS::StepFunctions::StateMachine":
        _refuse_absent_role(properties["RoleArn"])
        stepfunctions_parser_backends[stack._account_id][stack._region_name].update_state_machine(
            resource.arn, _definition(resource.name, properties), properties["RoleArn"],
            logging_configuration=_as_api(properties.get("LoggingConfiguration")),
            tracing_configuration=_as_api(properties.get("TracingConfiguration")))
    elif resource_type == "AWS::Lambda::Function":
        network.refuse_absent(properties.get("VpcConfig", {}))
        resource.update_configuration(properties)
        _complete(resource, properties)
    elif resource_type == "AWS::IAM::Role":
        for policy in properties.get("Policies", []):
            resource.put_policy(policy["PolicyName"], policy["PolicyDocument"])
    elif resource_type == "AWS::IAM::Policy":
        iam_backends[stack._account_id]["aws"].update_inline_policy(
            resource.name, properties["PolicyName"], properties["PolicyDocument"], properties.get("Groups"), properties.get("Roles"),
            properties.get("Users"))
    elif resource_type == "AWS::EC2::SecurityGroup":
        _change_rules(resource, properties, ec2_backends[stack._account_id][stack._region_name])
    elif isinstance(resource, Kept):
        resource.change(properties, stack._account_id, stack._region_name)
    elif resource_type not in READ_BY_THE_GATEWAY:
        raise ValueError(f"The local cloud cannot change {resource.logical_resource_id} ({resource_type})")


def _change_rules(group, properties, ec2):
    """What lets in; the group stays, and with it all that names it."""
    group.ingress_rules.clear()
    for rule in properties.get("SecurityGroupIngress", []):
        source = rule.get("SourceSecurityGroupId")
        ec2.authorize_security_group_ingress(
            group_name_or_id=group.id, ip_protocol=rule["IpProtocol"], from_port=rule["FromPort"], to_port=rule["ToPort"],
            ip_ranges=[{"CidrIp": rule["CidrIp"]}] if "CidrIp" in rule else [], source_groups=[{"GroupId": source}] if source else [],
            vpc_id=group.vpc_id)


def _refuse_absent_role(arn):
    """Step Functions tries to take the role when it is given it."""
    try:
        iam_backends[network.ACCOUNT]["aws"].get_role_by_arn(arn)
    except NotFoundException as error:
        raise ValueError("Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.") from error


def _create_state_machine(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
    """In the backend that executes, and with DefinitionSubstitutions: moto does neither for a stack's state machine."""
    properties = cloudformation_json["Properties"]
    _refuse_absent_role(properties["RoleArn"])
    tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.get("Tags", [])]
    return stepfunctions_parser_backends[account_id][region_name].create_state_machine(
        properties.get("StateMachineName", resource_name), _definition(resource_name, properties), properties["RoleArn"], tags=tags,
        loggingConfiguration=_as_api(properties.get("LoggingConfiguration")),
        tracingConfiguration=_as_api(properties.get("TracingConfiguration")))


def _definition(resource_name, properties):
    definition = properties["DefinitionString"]
    for key, value in properties.get("DefinitionSubstitutions", {}).items():
        definition = definition.replace("${" + key + "}", str(value))
    left = sorted(set(re.findall(r"\$\{\w+}", definition)))
    if left:
        raise ValueError(f"The definition of {resource_name} has no substitution for {', '.join(left)}")
    return definition


def _as_api(value):
    """CloudFormation's properties in the API's words, which begin in lower case."""
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: _as_api(member) for key, member in value.items()}
    return [_as_api(member) for member in value] if isinstance(value, list) else value


def _functions():
    """With every property that the API shows, and only into a network that is there: moto drops some and looks nothing up."""
    create = LambdaFunction.create_from_cloudformation_json
    configuration = LambdaFunction.get_configuration

    def in_network(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        network.refuse_absent(properties.get("VpcConfig", {}))
        return _complete(create(resource_name, cloudformation_json, account_id, region_name, **kwargs), properties)

    def shown(function, *args, **kwargs):
        logging = {"LogFormat": "Text", "LogGroup": function.logs_group_name} | getattr(function, "logging", {})
        return configuration(function, *args, **kwargs) | {"LoggingConfig": logging}

    LambdaFunction.create_from_cloudformation_json = classmethod(in_network)
    LambdaFunction.get_configuration = shown


def _complete(function, properties):
    function.architectures = properties.get("Architectures", ["x86_64"])
    function.tracing_config = properties.get("TracingConfig", {"Mode": "PassThrough"})
    function.logging = properties.get("LoggingConfig", {})
    return function


def _permit(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
    permission = cls(region_name)
    permission.name = resource_name
    return permission


class Kept:
    """A resource that is only remembered: what it does is done by the gateway, which reads its properties."""

    type_name = ""
    attributes = ("Arn",)

    def __init__(self, name, arn):
        self.name = name
        self.arn = arn

    @property
    def physical_resource_id(self):
        return self.name

    @classmethod
    def cloudformation_type(cls):
        return cls.type_name

    @staticmethod
    def cloudformation_name_type():
        return "Name"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr in cls.attributes

    def get_cfn_attribute(self, attribute_name):
        return self.arn

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        return cls(resource_name, f"arn:aws:{cls.arn_service}:{region_name}:{account_id}:{cls.arn_kind}{resource_name}")

    def change(self, properties, account_id, region):
        pass

    def delete(self, account_id, region):
        pass


class EventInvokeConfig(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::Lambda::EventInvokeConfig"
    arn_service, arn_kind = "lambda", "event-invoke-config:"


class ScheduleGroup(Kept, CloudFormationModel):
    """In the service too, where schedules are added to it that no stack has."""

    __module__ = MODULE
    type_name = "AWS::Scheduler::ScheduleGroup"
    arn_service, arn_kind = "scheduler", "schedule-group/"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        scheduler_backends[account_id][region_name].create_schedule_group(resource_name, [])
        return cls(resource_name, f"arn:aws:scheduler:{region_name}:{account_id}:schedule-group/{resource_name}")

    def delete(self, account_id, region):
        scheduler_backends[account_id][region].schedule_groups.pop(self.name, None)


class Schedule(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::Scheduler::Schedule"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        schedule = scheduler_backends[account_id][region_name].create_schedule(
            description=properties.get("Description"), end_date=properties.get("EndDate"), flexible_time_window=properties["FlexibleTimeWindow"],
            group_name=properties.get("GroupName"), kms_key_arn=None, name=resource_name, schedule_expression=properties["ScheduleExpression"],
            schedule_expression_timezone=properties.get("ScheduleExpressionTimezone"), start_date=properties.get("StartDate"),
            state=properties.get("State"), target=properties["Target"], action_after_completion=None)
        return cls(resource_name, schedule.arn)

    def change(self, properties, account_id, region):
        scheduler_backends[account_id][region].update_schedule(
            description=properties.get("Description"), end_date=properties.get("EndDate"), flexible_time_window=properties["FlexibleTimeWindow"],
            group_name=properties.get("GroupName") or "default", kms_key_arn=None, name=self.name,
            schedule_expression=properties["ScheduleExpression"], schedule_expression_timezone=properties.get("ScheduleExpressionTimezone"),
            start_date=properties.get("StartDate"), state=properties.get("State"), target=properties["Target"])

    def delete(self, account_id, region):
        for group in scheduler_backends[account_id][region].schedule_groups.values():
            group.schedules.pop(self.name, None)


class VpcEndpoint(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::EC2::VPCEndpoint"
    attributes = ("Id",)
    arn_service, arn_kind = "ec2", "vpc-endpoint/"


class TopicPolicy(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::SNS::TopicPolicy"
    attributes = ("Id",)
    arn_service, arn_kind = "sns", "policy/"


class QueuePolicy(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::SQS::QueuePolicy"
    attributes = ("Id",)
    arn_service, arn_kind = "sqs", "policy/"


class BucketPolicy(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::S3::BucketPolicy"
    attributes = ("Id",)
    arn_service, arn_kind = "s3", "policy/"


class Alarm(Kept, CloudFormationModel):
    """moto has alarms, but makes none for a stack. It never looks at their metrics, so they stay as they begin."""

    __module__ = MODULE
    type_name = "AWS::CloudWatch::Alarm"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        given = cloudformation_json["Properties"]
        alarm = cls._put(given.get("AlarmName", resource_name), given, account_id, region_name)
        return cls(alarm.name, alarm.alarm_arn)

    @staticmethod
    def _put(name, given, account_id, region_name):
        alarm = cloudwatch_backends[account_id][region_name].put_metric_alarm(
            name, given.get("Namespace"), given.get("MetricName"), given["ComparisonOperator"],
            given["EvaluationPeriods"], given.get("Period"), given.get("Threshold"), given.get("Statistic"),
            given.get("AlarmDescription"), given.get("Dimensions", []), given.get("AlarmActions", []), ok_actions=given.get("OKActions", []),
            insufficient_data_actions=given.get("InsufficientDataActions", []), datapoints_to_alarm=given.get("DatapointsToAlarm"),
            treat_missing_data=given.get("TreatMissingData"))
        alarm.state_value = "INSUFFICIENT_DATA"
        return alarm

    def change(self, properties, account_id, region):
        self._put(self.name, properties, account_id, region)

    def delete(self, account_id, region):
        cloudwatch_backends[account_id][region].delete_alarms([self.name])


class Subscription(Kept, CloudFormationModel):
    __module__ = MODULE
    type_name = "AWS::SNS::Subscription"
    arn_service, arn_kind = "sns", "subscription:"
