package dev.tideway.local.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.json.Json;
import dev.tideway.run.RequestParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** The command {@code schedule}: migrations that start by schedule, any number of them. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    description = "Starts migrations at times that you choose, with EventBridge Scheduler.",
    subcommands = {ScheduleCommand.Add.class, ScheduleCommand.Listing.class, ScheduleCommand.Remove.class})
public final class ScheduleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static String key(String name) {
    return "requests/" + name + ".json";
  }

  /** Adds a schedule. */
  @Command(name = "add", mixinStandardHelpOptions = true, description = "Stores a request in the stack's bucket and creates a schedule that starts it.")
  static final class Add extends StackCommand {
    @Parameters(paramLabel = "NAME", description = "The schedule's name: letters, digits, -, _ and ., at most 64.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private When when;

    @Option(names = "--time-zone", paramLabel = "ZONE", defaultValue = "UTC", description = "Time zone of --at and --cron (default: ${DEFAULT-VALUE}).")
    private ZoneId zone;

    @Option(names = "--request", paramLabel = "FILE", required = true, description = "The migration request.")
    private Path request;

    private static final class When {
      @Option(names = "--at", paramLabel = "TIME", description = "Once, for example 2026-12-06T02:00:00.")
      private LocalDateTime at;

      @Option(names = "--cron", paramLabel = "FIELDS", description = "Repeatedly, for example '0 2 ? * SUN *'.")
      private String cron;

      private String expression() {
        return at != null ? "at(" + at.withNano(0).format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME) + ")" : "cron(" + cron + ")";
      }
    }

    @Override
    void run(Deployment deployment, PrintWriter out) throws IOException {
      if (!name.matches("[0-9A-Za-z_.-]{1,64}")) {
        throw new Refused("EventBridge Scheduler does not accept the name " + name + ": use letters, digits, -, _ and ., at most 64");
      }
      if (when.at != null && when.at.atZone(zone).toInstant().isBefore(java.time.Instant.now())) {
        throw new Refused(when.at + " in " + zone + " is in the past: it would never start");
      }
      String text = request();
      String bucket = deployment.output("BucketName");
      String group = deployment.output("ScheduleGroupName");
      String machine = deployment.output("MigrationArn");
      String role = deployment.output("ScheduleRoleArn");
      String deadLetters = deployment.output("ScheduleDeadLetterArn");
      SchedulerClient scheduler = deployment.client(SchedulerClient.builder());
      refuseIfThere(scheduler, group);
      // the request is written first: no schedule fires without its request
      deployment.s3().putObject(r -> r.bucket(bucket).key(key(name)).contentType("application/json"), RequestBody.fromString(text));
      out.println("Stored " + request + " as s3://" + bucket + "/" + key(name));
      try {
        scheduler.createSchedule(r -> r
            .name(name)
            .groupName(group)
            .scheduleExpression(when.expression())
            .scheduleExpressionTimezone(zone.getId())
            .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
            .target(t -> t.arn(machine).roleArn(role).input(Json.write(Map.of("request", key(name)))).deadLetterConfig(d -> d.arn(deadLetters))));
      } catch (ConflictException e) {
        throw exists();
      }
      out.println("Created the schedule " + name + " in group " + group + ": " + when.expression() + " in " + zone + " starts the migration");
    }

    private void refuseIfThere(SchedulerClient scheduler, String group) {
      try {
        scheduler.getSchedule(r -> r.groupName(group).name(name));
        throw exists();
      } catch (ResourceNotFoundException e) {
        // already deleted
      }
    }

    private Refused exists() {
      return new Refused("there is a schedule " + name + " already: `tideway schedule remove " + name + "` first, or choose a different name");
    }

    private String request() throws IOException {
      try {
        String text = Files.readString(request);
        List<Finding> mistakes = RequestParser.read(Json.read(text, JsonNode.class)).mistakes();
        if (!mistakes.isEmpty()) {
          throw new Refused(request + " has " + mistakes.size() + " mistakes:" + mistakes.stream().map(mistake -> "\n  " + mistake.line()).collect(Collectors.joining()));
        }
        return text;
      } catch (UncheckedIOException e) {
        if (e.getCause() instanceof JsonProcessingException syntax) {
          throw new Refused(request + " is not JSON: line " + syntax.getLocation().getLineNr() + ", column " + syntax.getLocation().getColumnNr());
        }
        throw e;
      } catch (java.nio.file.NoSuchFileException e) {
        throw new Refused("there is no file " + request);
      }
    }
  }

  /** Lists the schedules. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the stack's schedules.")
  static final class Listing extends StackCommand {
    @Override
    void run(Deployment deployment, PrintWriter out) {
      SchedulerClient scheduler = deployment.client(SchedulerClient.builder());
      List<ScheduleSummary> schedules = all(scheduler, deployment.output("ScheduleGroupName"));
      for (ScheduleSummary summary : schedules) {
        GetScheduleResponse schedule = scheduler.getSchedule(r -> r.groupName(summary.groupName()).name(summary.name()));
        String input = schedule.target().input();
        out.println(schedule.name() + "  " + schedule.scheduleExpression() + " " + schedule.scheduleExpressionTimezone() + "  "
            + schedule.stateAsString() + "  " + (input != null && input.length() < 100 ? input : "its own request"));
      }
      if (schedules.isEmpty()) {
        out.println("No schedules");
      }
    }
  }

  /** Removes a schedule. */
  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a schedule; its request stays in the bucket.")
  static final class Remove extends StackCommand {
    @Parameters(paramLabel = "NAME", description = "The schedule's name.")
    private String name;

    @Override
    void run(Deployment deployment, PrintWriter out) {
      String group = deployment.output("ScheduleGroupName");
      try {
        deployment.client(SchedulerClient.builder()).deleteSchedule(r -> r.groupName(group).name(name));
      } catch (ResourceNotFoundException e) {
        throw new Refused("there is no schedule " + name + "; `tideway schedule list` lists all schedules");
      }
      out.println("Removed the schedule " + name);
    }
  }

  /** The schedules of a group; empty if the group was deleted with its stack. */
  static List<ScheduleSummary> all(SchedulerClient scheduler, String group) {
    try {
      return scheduler.listSchedulesPaginator(r -> r.groupName(group)).schedules().stream().toList();
    } catch (ResourceNotFoundException e) {
      return List.of();
    }
  }
}
