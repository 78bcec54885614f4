package io.offtake.answer;

import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;

/// An empty store for a class of tests, in a service that others were tested with: to build and start another one takes half a
/// minute of a processor. Only for services in which nothing runs by itself.
public final class FreshStart {

  private static final String TABLES = """
      select string_agg(quote_ident(tablename), ', ') from pg_tables where schemaname = 'public'
      and tablename not in ('flyway_schema_history', 'data_version', 'installation', 'outbox_expansion')""";

  private FreshStart() {}

  /// Nothing is held. Versions and keys go on where they were, so that nothing which is remembered by them is taken for
  /// something new; but the version that stands is of no instant, so that any clock may begin.
  public static void ofTheStore() {
    try (var connection = Arc.container().instance(AgroalDataSource.class).get().getConnection();
        var statement = connection.createStatement()) {
      String tables;
      try (var found = statement.executeQuery(TABLES)) {
        found.next();
        tables = found.getString(1);
      }
      for (String each : List.of(
          "truncate " + tables,
          "update outbox_expansion set up_to = 0",
          "alter table data_version disable trigger user",
          "delete from data_version where id < (select max(id) from data_version)",
          "update data_version set at = 'epoch'",
          "alter table data_version enable trigger user")) {
        statement.execute(each);
      }
      forgetSnapshots();
    } catch (SQLException | ReflectiveOperationException e) {
      throw new IllegalStateException("the store cannot be emptied", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static void forgetSnapshots() throws ReflectiveOperationException {
    Snapshots snapshots = ClientProxy.unwrap(Arc.container().instance(Snapshots.class).get());
    var nothing = (Snapshot) field("NOTHING").get(null);
    for (String name : List.of("kept", "served")) {
      ((AtomicReference<Snapshot>) field(name).get(snapshots)).set(nothing);
    }
    snapshots.refresh();
  }

  private static Field field(String name) throws NoSuchFieldException {
    var field = Snapshots.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
