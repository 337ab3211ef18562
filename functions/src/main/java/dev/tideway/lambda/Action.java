package dev.tideway.lambda;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * All actions that run in Lambda, by the name in the payload's {@code action}. Actions of one phase with the same network, secrets and permissions share a function. Actions of the
 * cutover do not share a function with slow actions.
 */
public enum Action {
  // ControlFunction
  validate(ControlFunction.class, 60, ValidateHandler::new),
  lock(ControlFunction.class, 60, LockHandler::new),
  release(ControlFunction.class, 60, ReleaseHandler::new),
  announce(ControlFunction.class, 60, AnnounceHandler::new),
  classify(ControlFunction.class, 60, ClassifyHandler::new),
  warm(ControlFunction.class, 60, WarmHandler::new),
  // DocumentFunction
  convert(DocumentFunction.class, 900, ConvertHandler::new),
  planTasks(DocumentFunction.class, 900, PlanTasksHandler::new),
  plan(DocumentFunction.class, 300, PlanHandler::new),
  report(DocumentFunction.class, 900, ReportHandler::new),
  // CheckAccountFunction
  checkAccount(CheckAccountFunction.class, 60, CheckAccountHandler::new),
  // InspectFunction
  addresses(InspectFunction.class, 60, AddressesHandler::new),
  inventory(InspectFunction.class, 900, InventoryHandler::new),
  preflight(InspectFunction.class, 900, PreflightHandler::new),
  dryRun(InspectFunction.class, 900, DryRunHandler::new),
  // SchemaFunction
  createTables(SchemaFunction.class, 900, CreateTablesHandler::new),
  buildIndexes(SchemaFunction.class, 900, BuildIndexesHandler::new),
  foreignKeys(SchemaFunction.class, 900, ForeignKeysHandler::new),
  drift(SchemaFunction.class, 900, DriftHandler::new),
  analyze(SchemaFunction.class, 900, AnalyzeHandler::new),
  // ProbeIndexesFunction
  probeIndexes(ProbeIndexesFunction.class, 180, ProbeIndexesHandler::new),
  // ProbeFreezeFunction
  probeFreeze(ProbeFreezeFunction.class, 60, ProbeFreezeHandler::new),
  // CompareFunction
  chunk(CompareFunction.class, 900, ChunkHandler::new),
  judgeVerification(CompareFunction.class, 900, JudgeVerificationHandler::new),
  applyRepair(CompareFunction.class, 900, ApplyRepairHandler::new),
  // VerifyChunksFunction
  verifyChunks(VerifyChunksFunction.class, 900, VerifyChunksHandler::new),
  // CutoverFunction
  repairCascades(CutoverFunction.class, 900, RepairCascadesHandler::new),
  rebase(CutoverFunction.class, 900, RebaseHandler::new),
  // ProvisionFunction
  ensureInstance(ProvisionFunction.class, 60, EnsureInstanceHandler::new),
  ensureEndpoints(ProvisionFunction.class, 60, EnsureEndpointsHandler::new),
  testConnections(ProvisionFunction.class, 60, TestConnectionsHandler::new),
  ensureTasks(ProvisionFunction.class, 300, EnsureTasksHandler::new),
  cleanUp(ProvisionFunction.class, 60, CleanUpHandler::new),
  // TasksFunction
  startTasks(TasksFunction.class, 60, StartTasksHandler::new),
  judgeLoad(TasksFunction.class, 300, JudgeLoadHandler::new),
  resumeTasks(TasksFunction.class, 60, ResumeTasksHandler::new),
  reloadTables(TasksFunction.class, 60, ReloadTablesHandler::new),
  measureLag(TasksFunction.class, 300, MeasureLagHandler::new),
  stopTasks(TasksFunction.class, 60, StopTasksHandler::new),
  loadKeyless(TasksFunction.class, 60, LoadKeylessHandler::new),
  judgeKeyless(TasksFunction.class, 300, JudgeKeylessHandler::new),
  // AwaitFunction
  await(AwaitFunction.class, 120, AwaitHandler::new),
  // ObserveFunction
  observe(ObserveFunction.class, 120, ObserveHandler::new),
  // ApproveFunction
  approve(ApproveFunction.class, 60, ApproveHandler::new),
  // NotifyFunction
  notify(NotifyFunction.class, 60, NotifyHandler::new);

  private final Class<? extends ActionsFunction> function;
  private final Duration limit;
  // a constructor reference is immutable
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<Handler<?, ?>> wiring;

  Action(Class<? extends ActionsFunction> function, int limitSeconds, Supplier<Handler<?, ?>> wiring) {
    this.function = function;
    this.limit = Duration.ofSeconds(limitSeconds);
    this.wiring = wiring;
  }

  /** The actions of one function. */
  public static List<Action> of(Class<? extends ActionsFunction> function) {
    return Arrays.stream(values()).filter(action -> action.function == function).toList();
  }

  /** The function that runs it. */
  public Class<? extends ActionsFunction> function() {
    return function;
  }

  /** The action's own time limit, which may be shorter than its function's timeout. The state that calls it waits a minute longer. */
  public Duration limit() {
    return limit;
  }

  /** Creates its handler from the function's environment variables. */
  Handler<?, ?> wire() {
    return wiring.get();
  }
}
