package dev.tideway.preflight;

import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.TableId;
import dev.tideway.request.Migration;
import java.util.Map;

/**
 * What the checks look at.
 *
 * @param migration the request
 * @param inventory both servers and the selected tables
 * @param present tables of the migration that the target already has; whether they hold rows
 * @param ownTables whether those were made by an earlier execution of this migration
 */
record Situation(Migration migration, Inventory inventory, Map<TableId, Boolean> present, boolean ownTables) {}
