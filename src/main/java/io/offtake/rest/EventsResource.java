package io.offtake.rest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.offtake.access.Access;
import io.offtake.access.Caller;
import io.offtake.evidence.Actor;
import io.offtake.outbox.Messages;
import io.offtake.outbox.client.MessageWording;
import io.offtake.outbox.client.OutboxConfig;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Streams messages to those who read along. Written by hand: the generator knows no streams.
///
/// A listener costs no thread. It asks for the next page when it has taken the one before, so a slow one holds up
/// nobody; and whether there is anything new is looked up once for all of them. What it reads are the messages as they
/// are kept, so it does not matter which replica it is connected to. The stream ends with the key that it was asked for with.
@Path("/v1/events")
@Singleton
class EventsResource {

  private static final int PAGE = 100;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration FRESH = Duration.ofMillis(900);
  private static final int PAUSES_TO_HEARTBEAT = 15;
  private static final Pattern ID = Pattern.compile("\\d{1,18}");
  private static final String RESYNC = "resync";

  private final Messages messages;
  private final MessageWording wording;
  private final Sse sse;
  private final Access access;
  private final Caller caller;
  private final int mostListeners;
  private final AtomicInteger listeners = new AtomicInteger();
  private final Counter read;
  private final Uni<Long> newest;
  private volatile long lookedAt;

  EventsResource(
      Messages messages,
      MessageWording wording,
      Sse sse,
      Access access,
      Caller caller,
      OutboxConfig config,
      MeterRegistry registry) {
    this.messages = messages;
    this.wording = wording;
    this.sse = sse;
    this.access = access;
    this.caller = caller;
    this.mostListeners = config.listeners();
    Gauge.builder("offtake.events.listeners", listeners, AtomicInteger::get)
        .description("Open streams of events")
        .register(registry);
    this.read = Counter.builder("offtake.events.read")
        .description("Messages read for the listeners of the stream of events")
        .register(registry);
    this.newest = Uni.createFrom().item(() -> {
          lookedAt = System.nanoTime();
          return messages.newestId();
        })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .memoize().until(() -> System.nanoTime() - lookedAt > FRESH.toNanos());
  }

  /// How far one listener is.
  private static final class Place {
    final Actor listener;
    volatile long after = -1;
    int pauses;

    Place(Actor listener) {
      this.listener = listener;
    }
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  @ResponseHeader(name = "X-Accel-Buffering", value = "no")
  public Multi<OutboundSseEvent> stream(@HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
    if (listeners.incrementAndGet() > mostListeners) {
      listeners.decrementAndGet();
      throw new ProblemException(ProblemType.UNAVAILABLE,
          "%d listeners are connected to this replica, and it takes no more. Come back later, or read /v1/alerts.atom"
              .formatted(mostListeners));
    }
    var place = new Place(caller.actor());
    // Who has read that the stream is open misses nothing that comes from then on.
    Multi<OutboundSseEvent> opening = Uni.createFrom().item(() -> opening(place, lastEventId))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .onItem().transformToMulti(Multi.createFrom()::iterable);
    Multi<OutboundSseEvent> following = Multi.createBy().repeating()
        .uni(() -> next(place))
        .whilst(_ -> access.stillKnows(place.listener))
        .onItem().transformToMultiAndConcatenate(Multi.createFrom()::iterable);
    return Multi.createBy().concatenating().streams(opening, following)
        .onTermination().invoke(() -> listeners.decrementAndGet());
  }

  /// Sets where a listener begins. Who names an event that is not here, as after the store was put back from a backup,
  /// is told that it has to look anew: a browser that is refused would never ask again.
  private List<OutboundSseEvent> opening(Place place, @Nullable String lastEventId) {
    long newestId = messages.newestId();
    OutboundSseEvent greeting = comment("messages of Offtake");
    if (lastEventId == null || lastEventId.isBlank()) {
      place.after = newestId;
      return List.of(greeting);
    }
    String asked = lastEventId.strip();
    if (ID.matcher(asked).matches() && Long.parseLong(asked) <= newestId) {
      place.after = Long.parseLong(asked);
      return List.of(greeting);
    }
    place.after = newestId;
    return List.of(greeting, sse.newEventBuilder()
        .id(Long.toString(newestId))
        .name(RESYNC)
        .data("""
            {"newest":%d,"reason":"Last-Event-ID is no event of this service; what came before is at /v1/alerts and /v1/changes"}"""
            .formatted(newestId))
        .build());
  }

  private Uni<List<OutboundSseEvent>> next(Place place) {
    return newest.onItem().transformToUni(id -> !access.stillKnows(place.listener)
        ? Uni.createFrom().item(List.<OutboundSseEvent>of())
        : id > place.after ? page(place) : pause(place));
  }

  private Uni<List<OutboundSseEvent>> page(Place place) {
    return Uni.createFrom().item(() -> messages.after(place.after, PAGE))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .map(found -> {
          place.pauses = 0;
          read.increment(found.size());
          found.forEach(message -> place.after = Math.max(place.after, message.id()));
          return found.stream()
              .map(message -> sse.newEventBuilder()
                  .id(Long.toString(message.id()))
                  .name(message.type())
                            .data(wording.data(message))
                  .build())
              .toList();
        });
  }

  private Uni<List<OutboundSseEvent>> pause(Place place) {
    return Uni.createFrom().item(() -> {
      place.pauses++;
      return place.pauses % PAUSES_TO_HEARTBEAT == 0 ? List.of(comment("still here")) : List.<OutboundSseEvent>of();
    }).onItem().delayIt().by(PAUSE);
  }

  private OutboundSseEvent comment(String text) {
    return sse.newEventBuilder().comment(text).build();
  }
}
