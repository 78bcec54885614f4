package io.offtake.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

import io.agroal.api.AgroalPoolInterceptor;
import io.offtake.evidence.Actor;
import jakarta.inject.Singleton;

/// Tells the database for whom a transaction works, for the audit that its tables keep.
@Singleton
class ActorOfConnections implements AgroalPoolInterceptor {

  /// To the end of the transaction, so that nobody is taken for who had the connection before.
  private static final String TELL = "select set_config('offtake.actor', ?, true)";

  private final Caller caller;

  ActorOfConnections(Caller caller) {
    this.caller = caller;
  }

  @Override
  public void onConnectionAcquire(Connection connection) {
    Optional<Actor> actor = caller.changing();
    if (actor.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(TELL)) {
      statement.setString(1, actor.get().kind() + " " + actor.get().name());
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be told for whom it works", e);
    }
  }
}
