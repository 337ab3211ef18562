package dev.tideway.aws;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Tag;

/** The tag that marks a resource as belonging to a migration. A resource with a different tag value, or without the tag, is neither used nor removed. */
public final class OwnershipTag {
  /** The name of the tag. Its value is the name of the migration that owns the resource. */
  public static final String NAME = "tideway:migration";

  private final DatabaseMigrationClient dms;
  private final String migration;

  public OwnershipTag(DatabaseMigrationClient dms, String migration) {
    this.dms = dms;
    this.migration = migration;
  }

  /** Tags of everything that is created: the ownership tag, and the tags from the request. */
  public List<Tag> tags(Map<String, String> asked) {
    List<Tag> tags = new ArrayList<>();
    tags.add(Tag.builder().key(NAME).value(migration).build());
    asked.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
    return tags;
  }

  public boolean owns(String arn) {
    return dms.listTagsForResource(r -> r.resourceArn(arn)).tagList().stream()
        .anyMatch(t -> t.key().equals(NAME) && t.value().equals(migration));
  }

  /** Throws an exception if a resource has the right name but not the migration's tag. */
  public void demand(String what, String arn) {
    if (!owns(arn)) {
      throw new MigrationFailed(
          ErrorCode.RESOURCE_UNUSABLE,
          what + " exists already (" + arn + ") without the tag " + NAME + "=" + migration
              + ": it does not belong to this migration. Choose a different name for the migration, or remove the resource");
    }
  }
}
