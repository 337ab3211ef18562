package dev.tideway.waiting;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A condition that must stay true during a wait. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = Guard.TasksHealthy.class, name = "tasksHealthy")})
public sealed interface Guard {
  /** Every task runs, and none of its tables is in error. */
  record TasksHealthy(List<String> tasks) implements Guard {}
}
