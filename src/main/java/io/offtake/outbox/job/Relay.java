package io.offtake.outbox.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.database.Outage;
import io.offtake.outbox.Courier;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.Digest;
import io.offtake.outbox.Lanes;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outcome;
import io.offtake.outbox.RetrySchedule;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.OutboxConfig;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import org.jspecify.annotations.Nullable;

/// Takes messages to their receivers: at least once, in the order of their subject, and never two relays the same.
///
/// Threads are virtual, for they wait for receivers most of the time; how many lanes are served at once, and how many
/// of these speak to the database, is bounded, so that requests to the API are not starved.
@Startup
@ApplicationScoped
class Relay {

  /// Longer than a lane is served: the budget, one timeout, and a name that resolves slowly.
  private static final Duration LEASE = Duration.ofSeconds(45);
  private static final Duration BUDGET = Duration.ofSeconds(10);
  /// With what an attempt takes it stays within the lease.
  private static final Duration SETTLE = Duration.ofSeconds(15);

  private static final int MESSAGES_AT_ONCE = 50;
  private static final int DELIVERIES_AT_ONCE = 32;
  private static final int LONGEST_DIGEST = 100;
  /// Deliveries to one receiver at the same time.
  private static final int ABREAST = 4;
  /// A quarter of the connections there are.
  private static final int AT_THE_DATABASE = 5;
  /// Leaves the better half of a processor to those who read; `src/bench/java/LoadRelay.java` measures what it costs them.
  private static final int PER_SECOND_AND_PROCESSOR = 150;
  private static final int FEWEST_PER_SECOND = 20;
  private static final Duration RATE_SPAN = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /// To who is unconfirmed goes the question alone: the lanes give no other delivery out.
  private static final Set<Subscription.State> MAY_BE_SENT_TO =
      EnumSet.of(Subscription.State.ACTIVE, Subscription.State.UNCONFIRMED);

  private final Lanes lanes;
  private final Subscriptions subscriptions;
  private final Courier courier;
  private final Clock clock;
  private final OutboxMetrics metrics;
  private final int lanesAtOnce;
  private final String owner = UUID.randomUUID().toString();
  private final Throttle throttle;
  private final Semaphore database = new Semaphore(AT_THE_DATABASE);
  private final ThreadFactory threads = Thread.ofVirtual().name("relay-", 0).factory();

  Relay(
      Lanes lanes,
      Subscriptions subscriptions,
      Courier courier,
      Clock clock,
      OutboxMetrics metrics,
      OutboxConfig config) {
    this.lanes = lanes;
    this.subscriptions = subscriptions;
    this.courier = courier;
    this.clock = clock;
    this.metrics = metrics;
    this.lanesAtOnce = config.lanes();
    this.throttle = new Throttle(perSecond(config));
  }

  /// @throws IllegalArgumentException  so few that an attempt could begin when the lease of its lane has run out
  private static int perSecond(OutboxConfig config) {
    int fewest = Math.max(FEWEST_PER_SECOND, Math.toIntExact((long) config.lanes() * ABREAST / BUDGET.toSeconds()));
    int perSecond = config.perSecond().orElse(
        Math.max(fewest, PER_SECOND_AND_PROCESSOR * Runtime.getRuntime().availableProcessors()));
    if (perSecond < fewest) {
      throw new IllegalArgumentException(
          "offtake.outbox.per-second is %d; it takes %d or more".formatted(perSecond, fewest));
    }
    return perSecond;
  }

  /// Works until nothing is due any more.
  void turn(BooleanSupplier stopping) {
    BlockingQueue<UUID> served = new LinkedBlockingQueue<>();
    int underWay = 0;
    int expanded = MESSAGES_AT_ONCE;
    long lookedAt = System.nanoTime();
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
      while (!stopping.getAsBoolean()) {
        if (expanded > 0 || underWay == 0 || System.nanoTime() - lookedAt > LOOK_AGAIN.toNanos()) {
          expanded = lanes.expand(MESSAGES_AT_ONCE);
          lookedAt = System.nanoTime();
        }
        // Many at a time, so that claiming does not cost more than serving.
        List<UUID> claimed = underWay <= lanesAtOnce / 2
            ? lanes.claim(owner, LEASE, lanesAtOnce - underWay)
            : List.of();
        for (UUID lane : claimed) {
          executor.execute(() -> {
            try {
              serve(lane, stopping);
            } catch (RuntimeException e) {
              Log.errorf(e, "The deliveries of subscription %s are left until its lease has run out", lane);
            } finally {
              served.add(lane);
            }
          });
        }
        underWay += claimed.size();
        if (underWay == 0 && expanded == 0) {
          return;
        }
        if (underWay > 0 && (expanded == 0 || underWay > lanesAtOnce / 2)) {
          underWay -= awaitOne(served);
        }
        underWay -= served.drainTo(new ArrayList<>());
      }
    }
  }

  private static int awaitOne(BlockingQueue<UUID> served) {
    try {
      return served.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS) == null ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /// What goes out in one piece.
  private record Parcel(String key, List<Delivery> deliveries) {

    static Parcel of(Delivery delivery) {
      return new Parcel(delivery.message().key(), List.of(delivery));
    }

    List<Message> messages() {
      return deliveries.stream().map(Delivery::message).toList();
    }
  }

  /// @param heldUntil  before which nothing more of the lane is due
  private record Load(Courier.Receiver receiver, List<Parcel> parcels, Optional<Instant> heldUntil) {}

  private void serve(UUID lane, BooleanSupplier stopping) {
    Optional<Load> load = atTheDatabase(() -> QuarkusTransaction.requiringNew().call(() -> subscriptions.find(lane)
        .filter(subscription -> MAY_BE_SENT_TO.contains(subscription.state()))
        .map(this::load)));
    List<Lanes.Result> results = load.map(each -> deliver(each.receiver(), each.parcels(), stopping)).orElse(List.of());
    metrics.count(results);
    settle(lane, results, load.flatMap(Load::heldUntil));
  }

  /// Tries for a while: what was delivered is known here alone, and would go out again.
  private void settle(UUID lane, List<Lanes.Result> results, Optional<Instant> heldUntil) {
    long begun = System.nanoTime();
    while (true) {
      try {
        atTheDatabase(() -> {
          lanes.settle(lane, owner, results, heldUntil);
          return true;
        });
        return;
      } catch (RuntimeException e) {
        if (Outage.of(e).isEmpty() || System.nanoTime() - begun > SETTLE.toNanos() || !pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Load load(Subscription subscription) {
    Instant now = clock.instant();
    Courier.Receiver receiver = courier.receiver(subscription);
    List<Delivery> due = lanes.due(subscription.id(), DELIVERIES_AT_ONCE);
    var parcels = new ArrayList<>(due.stream().filter(Delivery::urgent).map(Parcel::of).toList());
    List<Delivery> ordinary = due.stream().filter(each -> !each.urgent()).toList();

    if (subscription.state() == Subscription.State.UNCONFIRMED) {
      return new Load(receiver, parcels, Optional.empty());
    }
    Optional<Instant> quietUntil = subscription.draft().quietHours()
        .flatMap(hours -> hours.endOf(now, subscription.draft().zone()));
    if (quietUntil.isPresent()) {
      return new Load(receiver, parcels, quietUntil);
    }
    int allowance = DELIVERIES_AT_ONCE;
    int rate = subscription.draft().ratePerMinute();
    if (rate > 0) {
      List<Instant> made = lanes.attemptsAfter(subscription.id(), now.minus(RATE_SPAN));
      if (made.size() >= rate) {
        return new Load(receiver, parcels, Optional.of(made.get(made.size() - rate).plus(RATE_SPAN)));
      }
      allowance = Math.min(allowance, rate - made.size());
    }
    Optional<Instant> heldUntil = Optional.empty();
    List<Delivery> digest = lanes.digest(subscription.id());
    boolean collects = subscription.draft().digest().isPresent();
    if (digest.isEmpty() && collects) {
      heldUntil = bindWhenReady(subscription, receiver, now);
      digest = lanes.digest(subscription.id());
    }
    var sent = new ArrayList<Parcel>();
    if (!digest.isEmpty()) {
      Instant dueAt = digest.getFirst().dueAt();
      if (dueAt.isAfter(now)) {
        heldUntil = collects ? Optional.of(dueAt) : Optional.empty();
      } else {
        sent.add(new Parcel(digest.getFirst().digest().orElseThrow(), digest));
      }
    }
    // What was tried by itself before goes on by itself, whatever was decided since.
    ordinary.stream()
        .filter(each -> each.digest().isEmpty() && (!collects || each.tries() > 0))
        .map(Parcel::of)
        .forEach(sent::add);
    parcels.addAll(sent.subList(0, Math.min(allowance, sent.size())));
    return new Load(receiver, parcels, heldUntil);
  }

  /// Binds the next digest when its time has come.
  ///
  /// @return when it will be, if it has not
  private Optional<Instant> bindWhenReady(Subscription subscription, Courier.Receiver receiver, Instant now) {
    Digest mode = subscription.draft().digest().orElseThrow();
    List<Delivery> collected = lanes.collected(subscription.id(), LONGEST_DIGEST);
    if (collected.isEmpty()) {
      return Optional.empty();
    }
    Instant ready = mode.readyAt(collected.getFirst().createdAt(), subscription.draft().zone());
    if (ready.isAfter(now)) {
      return Optional.of(ready);
    }
    List<Delivery> bound = collected.subList(
        0, receiver.fitting(collected.stream().map(Delivery::message).toList()));
    lanes.bind("digest-" + bound.getFirst().message().key(), bound.stream().map(Delivery::id).toList());
    return Optional.empty();
  }

  /// Tries each once, a few abreast; what does not fit into the budget, or not before the service stops, stays due.
  private List<Lanes.Result> deliver(Courier.Receiver receiver, List<Parcel> parcels, BooleanSupplier stopping) {
    if (parcels.size() == 1) {
      return attempt(receiver, parcels.getFirst());
    }
    long begun = System.nanoTime();
    var waiting = new LinkedBlockingQueue<>(parcels);
    var results = new LinkedBlockingQueue<Lanes.Result>();
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
      for (int i = 0; i < Math.min(ABREAST, parcels.size()); i++) {
        executor.execute(() -> {
          while (System.nanoTime() - begun < BUDGET.toNanos() && !stopping.getAsBoolean()) {
            Parcel parcel = waiting.poll();
            if (parcel == null) {
              return;
            }
            results.addAll(attempt(receiver, parcel));
          }
        });
      }
    }
    return List.copyOf(results);
  }

  private List<Lanes.Result> attempt(Courier.Receiver receiver, Parcel parcel) {
    if (!throttle.await()) {
      return List.of();
    }
    Instant startedAt = clock.instant();
    Outcome outcome = receiver.deliver(parcel.key(), parcel.messages());
    Instant finishedAt = clock.instant();
    return parcel.deliveries().stream()
        .map(each -> new Lanes.Result(each, startedAt, finishedAt, outcome, next(each, finishedAt, outcome)))
        .toList();
  }

  private static @Nullable Instant next(Delivery delivery, Instant at, Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        ? RetrySchedule.next(delivery.tries() + 1, at, failed.retryAfter()).orElse(null)
        : null;
  }

  private <T> T atTheDatabase(Supplier<T> work) {
    database.acquireUninterruptibly();
    try {
      return Objects.requireNonNull(work.get());
    } finally {
      database.release();
    }
  }
}
