package dev.tideway.local.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server's program, and data from which it can be started any number of times.
 *
 * @param command runs the program; its options follow
 * @param options the options that this copy of the program always needs, such as the folder of its messages
 * @param data a freshly initialised data directory whose root has no password; every start uses a copy
 * @param environment variables the program needs
 * @param tls whether current clients can use TLS with it
 */
record Installation(List<String> command, List<String> options, Path data, Map<String, String> environment, boolean tls) {}
