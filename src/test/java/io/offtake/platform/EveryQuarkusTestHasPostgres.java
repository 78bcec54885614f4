package io.offtake.platform;

import io.quarkus.test.common.QuarkusTestResource;

/// Without a restriction to the class it stands on, a test resource is there for every test that starts Quarkus.
@QuarkusTestResource(PostgresTestResource.class)
final class EveryQuarkusTestHasPostgres {

  private EveryQuarkusTestHasPostgres() {}
}
