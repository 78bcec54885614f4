package io.offtake.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

import io.offtake.database.Outage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageTest {

  @ParameterizedTest
  @CsvSource({"08006,UNREACHABLE", "08001,UNREACHABLE", "57P01,UNREACHABLE", "57P02,UNREACHABLE", "57P03,UNREACHABLE",
      "25006,UNREACHABLE", "58000,UNREACHABLE", "53100,FULL", "53200,BUSY", "53300,BUSY", "55P03,BUSY", "57014,BUSY",
      "40001,BUSY", "40P01,BUSY"})
  void isToldByTheStateOfWhateverTheServerSaid(String state, Kind kind) {
    assertThat(Outage.of(new IllegalStateException("the outbox cannot be read", new SQLException("so it is", state))))
        .contains(new Outage(kind, "so it is"));
  }

  @ParameterizedTest
  @CsvSource({"23505", "22021", "42P01", "P0001", "22P05"})
  void isNotWhatTheServerRefusesForAReasonOfItsOwn(String state) {
    assertThat(Outage.of(new IllegalStateException(new SQLException("so it is", state)))).isEmpty();
  }

  @Test
  void isADatabaseThatDidNotLetItselfBeConnectedToInTime() {
    var givenUp = new SQLException("Something unusual has occurred to cause the driver to fail.", "99999",
        new IllegalStateException("Interrupted while attempting to connect."));
    assertThat(Outage.of(new IllegalStateException("the outbox cannot be read", givenUp)))
        .map(Outage::kind).contains(Kind.UNREACHABLE);
    assertThat(Outage.of(new SQLException("Something unusual has occurred.", "99999"))).isEmpty();
  }

  @Test
  void isNoneWhereNoDatabaseIsSpokenOf() {
    assertThat(Outage.of(new IllegalStateException("a fault", new IOException("of ours")))).isEmpty();
    assertThat(Outage.of(new SocketTimeoutException("of a publisher"))).isEmpty();
  }

  @Test
  void isThePoolThatHasNoConnectionLeft() {
    assertThat(Outage.of(new IllegalStateException(new SQLException("Sorry, acquisition timeout!"))))
        .map(Outage::kind).contains(Kind.BUSY);
  }

  @Test
  void isAFullDiskWhateverElseFailedForIt() {
    var full = new SQLException("could not extend file \"base/1/2\": No space left on device", "53100");
    var batch = new BatchUpdateException("batch entry 0", "08006", 0, new int[0], null);
    batch.setNextException(full);
    var failure = new IllegalStateException("not committed");
    failure.addSuppressed(new SQLException("the connection is gone", "08003"));
    failure.initCause(batch);

    assertThat(Outage.of(failure)).map(Outage::kind).contains(Kind.FULL);
  }

  @Test
  void isToldInOneLine() {
    assertThat(Outage.of(new SQLException("FATAL: the database system is shutting down\n  Hint: wait", "57P03")))
        .map(Outage::reason).contains("FATAL: the database system is shutting down");
  }

  @Test
  void endsWhereCausesGoInACircle() {
    var one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("other", one));
    assertThat(Outage.of(one)).isEmpty();
  }
}
