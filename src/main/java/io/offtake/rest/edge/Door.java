package io.offtake.rest.edge;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.offtake.access.Access;
import io.offtake.access.AccessMode;
import io.offtake.access.Caller;
import io.offtake.evidence.Actor;
import io.offtake.rest.edge.Hosts.Authority;
import io.quarkus.logging.Log;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Decides who is let in, before anything of a request is carried out.
///
/// Whoever sends a key is known by it. Where none is needed, changes are taken from this machine only. The peer of the
/// socket counts; a proxy on this machine makes everybody local, so a request that says it was passed on is not. What
/// `X-Forwarded-Host` and the like say of the host is never used: whoever sends a request can write it.
///
/// A page of another origin changes nothing, whatever it sends, and where no key is needed it reads nothing either: a
/// browser here would do it for anybody's page.
///
/// A reader's link that confirms a subscription or ends it carries its own proof, and is followed from anywhere.
@ApplicationScoped
class Door {

  private static final int PRIORITY = 10_000;
  private static final Pattern PROVES_ITSELF = Pattern.compile("/v1/(?:unsubscribe|confirm)/[A-Za-z0-9._-]+");
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /// Headers by which proxies say that they pass a request on, and for whom; besides all that begin `X-Forwarded-`.
  private static final Set<String> PASSED_ON = Set.of(
      "forwarded", "forwarded-for", "via", "x-real-ip", "client-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip",
      "x-proxyuser-ip", "x-envoy-external-address", "x-remote-ip", "x-remote-addr", "proxy-client-ip", "cdn-loop");
  /// Of whole families: those of proxies and content networks.
  private static final List<String> PASSED_ON_STARTS = List.of(
      "x-forward", "x-original-", "x-rewrite-", "x-amzn-", "x-azure-", "cf-", "fastly-", "fly-", "wl-proxy-", "akamai-");

  /// Headers that are read here and kept or compared.
  private static final List<String> READ_HEADERS =
      List.of("Accept", "Content-Type", "If-Match", "If-None-Match", Idempotency.HEADER);
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+\\s*(;.*)?");

  private static final Pattern PARAMETERS = Pattern.compile(";.*$");
  private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]*)");
  private static final String JSON = "application/json";

  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+)");
  private static final String API_KEY = "X-Api-Key";
  private static final String API = "/v1";

  private final Hosts hosts;
  private final Contract contract;
  private final Access access;
  private final KnownReads knownReads = new KnownReads();
  private final RateLimits limits;
  private final EarlyProblems problems;

  Door(
      @ConfigProperty(name = "quarkus.http.host") String bound,
      @ConfigProperty(name = "offtake.public-url") Optional<String> publicUrl,
      @ConfigProperty(name = "offtake.hosts") Optional<List<String>> further,
      Contract contract,
      Access access,
      RateLimits limits,
      EarlyProblems problems) {
    this.access = access;
    this.limits = limits;
    this.hosts = new Hosts(bound, publicUrl, further.orElse(List.of()));
    this.contract = contract;
    this.problems = problems;
  }

  /// Why a request is not let in.
  private record Refusal(ProblemType type, String detail, List<Fault> faults) {

    static Refusal of(ProblemType type, String detail, Fault... faults) {
      return new Refusal(type, detail, List.of(faults));
    }
  }

  void register(@Observes Filters filters) {
    filters.register(this::receive, PRIORITY);
  }

  private void receive(RoutingContext exchange) {
    Optional<Refusal> refusal = refusal(exchange);
    HttpServerRequest request = exchange.request();
    SocketAddress peer = request.connection().remoteAddress();
    Allowance allowance = limits.of(Caller.of(exchange), peer == null ? null : peer.hostAddress());
    if (allowance == null) {
      pass(exchange, refusal);
      return;
    }
    boolean within = allowance.take(Allowance.WHOLE, limits.now());
    exchange.addHeadersEndHandler(_ -> tell(request.response(), allowance, within));
    pass(exchange, within ? refusal : Optional.of(Refusal.of(ProblemType.TOO_MANY_REQUESTS,
        "%d requests a minute are allowed to this %s, and more came. Nothing was carried out".formatted(
            allowance.quota().requests(), allowance.quota().name()))));
  }

  /// What is left, of which a poll that finds nothing new costs little.
  private void tell(HttpServerResponse response, Allowance allowance, boolean within) {
    if (within && response.getStatusCode() == 304) {
      allowance.giveBack(Allowance.WHOLE - Allowance.HELD);
    }
    long now = limits.now();
    response.putHeader(RateLimits.POLICY, allowance.quota().policy());
    response.putHeader(RateLimits.LEFT, allowance.told(now));
    if (!within) {
      response.putHeader(HttpHeaders.RETRY_AFTER,
          Long.toString(Math.max(1, allowance.secondsUntil(Allowance.WHOLE, now))));
    }
  }

  /// What cannot be routed, and what fails outside of the operations, is told as a problem too.
  void registerFailures(@Observes Router router) {
    router.errorHandler(400, exchange -> unroutable(exchange.request()));
    router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
  }

  private void failed(RoutingContext exchange) {
    int status = exchange.statusCode();
    if (status == 400) {
      unroutable(exchange.request());
      return;
    }
    if (status < 400 || status >= 500) {
      Log.errorf(exchange.failure(), "the request for %s failed", exchange.request().path());
    }
    ProblemType type = ProblemType.ofStatus(status).orElse(ProblemType.INTERNAL_ERROR);
    problems.endWhenRead(exchange.request(), type, type.meaning(), List.of());
  }

  /// Health and metrics have a port of their own, and the same rule for the host.
  void registerManagement(@Observes ManagementInterface management) {
    management.router().errorHandler(404,
        exchange -> problems.endWhenRead(exchange.request(), ProblemType.NOT_FOUND,
            "Nothing is at this address of the port of health and metrics", List.of()));
    management.router().errorHandler(400, exchange -> unroutable(exchange.request()));
    management.router().route().order(Integer.MIN_VALUE).failureHandler(this::failed);
    management.router().route().order(Integer.MIN_VALUE)
        .handler(exchange -> pass(exchange, refusalOfTarget(exchange.request())));
  }

  private void unroutable(HttpServerRequest request) {
    Refusal why = refusalOfTarget(request).orElseGet(() ->
        Refusal.of(ProblemType.UNREADABLE_REQUEST, ProblemType.UNREADABLE_REQUEST.meaning()));
    problems.endWhenRead(request, why.type(), why.detail(), why.faults());
  }

  private void pass(RoutingContext exchange, Optional<Refusal> refusal) {
    if (refusal.isEmpty()) {
      exchange.addHeadersEndHandler(_ -> nameNoCodingOfNothing(exchange));
      exchange.next();
    } else {
      problems.endWhenRead(exchange.request(), refusal.get().type(), refusal.get().detail(), refusal.get().faults());
    }
  }

  /// The framework marks what it does not compress as `identity`, an answer without a body too.
  static void nameNoCodingOfNothing(RoutingContext exchange) {
    var response = exchange.response();
    boolean hasBody = response.getStatusCode() != 304 && response.getStatusCode() != 204
        && !exchange.request().method().name().equals("HEAD")
        && response.headers().contains(HttpHeaders.CONTENT_TYPE);
    if (!hasBody) {
      response.headers().remove(HttpHeaders.CONTENT_ENCODING);
    }
  }

  private Optional<Refusal> refusal(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    KnownReads.Like like = KnownReads.like(request);
    KnownReads.LetIn known = like == null ? null : knownReads.find(like);
    if (known != null) {
      if (known.accept() != null) {
        request.headers().set(HttpHeaders.ACCEPT, known.accept());
      }
      Readership.note(exchange, access.mode(), known.scope());
      Caller.note(exchange, Actor.anybody(), false);
      return Optional.empty();
    }
    Optional<Refusal> refusal = lookedAtAnew(exchange);
    if (like != null && refusal.isEmpty()) {
      operation(request).filter(this::isForAnybody).ifPresent(operation -> knownReads.remember(like,
          new KnownReads.LetIn(request.getHeader(HttpHeaders.ACCEPT), operation.scope())));
    }
    return refusal;
  }

  /// Whether a read is let in whoever sends it, and from wherever.
  private boolean isForAnybody(Contract.Operation operation) {
    return access.decide(new Access.Wish(operation.scope(), false, null, null), Optional.empty())
        instanceof Access.Decision.Allowed;
  }

  private Optional<Refusal> lookedAtAnew(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    boolean change = !READS.contains(request.method().name());
    return refusalOfTarget(request)
        .or(() -> change || access.mode() == AccessMode.OPEN && !isVisit(request)
            ? refusalOfOrigin(request, change) : Optional.empty())
        .or(() -> refusalOfCaller(exchange, change))
        .or(() -> refusalOfAddress(request))
        .or(() -> refusalOfHeaders(request))
        .or(() -> negotiate(request));
  }

  private Optional<Refusal> refusalOfTarget(HttpServerRequest request) {
    var target = RequestTarget.parts(request.uri());
    if (target.isEmpty()) {
      return Optional.of(Refusal.of(ProblemType.UNREADABLE_REQUEST,
          "The request line names no path of this service"));
    }
    List<String> hostLines = request.headers().getAll(HttpHeaders.HOST);
    if (hostLines.size() > 1) {
      return Optional.of(invalidHost("The header Host is given %d times".formatted(hostLines.size())));
    }
    Optional<Authority> host = host(request);
    if (host.isEmpty()) {
      return Optional.of(invalidHost("The header Host is missing or names no host"));
    }
    String local = request.connection().localAddress() == null
        ? "" : textOf(request.connection().localAddress());
    String absolute = target.get().authority();
    Optional<Authority> asked = absolute == null ? host : Authority.parse(absolute);
    if (asked.isEmpty()) {
      return Optional.of(Refusal.of(ProblemType.UNREADABLE_REQUEST, "The address in the request line names no host"));
    }
    for (Authority each : List.of(host.get(), asked.get())) {
      if (!hosts.serves(each, local)) {
        return Optional.of(Refusal.of(ProblemType.UNKNOWN_HOST,
            "This service does not answer for the host '%s'".formatted(each.host()),
            Fault.inParameter("Host", "'%s' is not a host of this service".formatted(each.host()),
                "ask at localhost, at the address it listens on, or at a host that OFFTAKE_PUBLIC_URL or OFFTAKE_HOSTS"
                    + " names")));
      }
    }
    return Optional.empty();
  }

  private static Refusal invalidHost(String detail) {
    return Refusal.of(ProblemType.UNREADABLE_REQUEST, detail,
        Fault.inParameter("Host", detail, "send it once, as host or host:port"));
  }

  /// In HTTP/2 the authority takes the place of the header.
  private static Optional<Authority> host(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.HOST);
    if (header == null && request.authority() != null) {
      header = request.authority().toString();
    }
    return header == null ? Optional.empty() : Authority.parse(header.strip());
  }

  /// Whether a browser follows a link, and so shows what it gets in place of the page.
  private static boolean isVisit(HttpServerRequest request) {
    return "navigate".equals(request.getHeader("Sec-Fetch-Mode")) && "document".equals(request.getHeader("Sec-Fetch-Dest"));
  }

  private Optional<Refusal> refusalOfCaller(RoutingContext exchange, boolean change) {
    HttpServerRequest request = exchange.request();
    Optional<Contract.Operation> operation = operation(request);
    if (operation.isEmpty()) {
      Caller.note(exchange, Actor.anybody(), change);
      String path = RequestTarget.decodedPath(String.valueOf(request.path()));
      if (access.mode() != AccessMode.OPEN && path.contains(API) && contract.methodsAt(path).isEmpty()) {
        // What the contract does not know has no scope: nothing of the API is reached by another spelling.
        return Optional.of(Refusal.of(ProblemType.NOT_FOUND, ProblemType.NOT_FOUND.meaning()));
      }
      return change && !PROVES_ITSELF.matcher(String.valueOf(request.uri())).matches()
          && access.mode() == AccessMode.OPEN ? refusalOfPeer(request) : Optional.empty();
    }
    Set<String> sent = credentials(request);
    if (sent.size() > 1) {
      return Optional.of(Refusal.of(ProblemType.INVALID_PARAMETER, "Two keys are sent",
          Fault.inParameter(API_KEY, "It names another key than Authorization does", "send one")));
    }
    Readership.note(exchange, access.mode(), operation.get().scope());
    Map<String, String> path = change
        ? operation.get().pathParameters(RequestTarget.decodedPath(String.valueOf(request.path()))) : Map.of();
    var wish = new Access.Wish(operation.get().scope(), change, path.get("commitment"), path.get("source"));
    return switch (access.decide(wish, sent.stream().findFirst())) {
      case Access.Decision.Allowed(Actor actor) -> {
        Caller.note(exchange, actor, change);
        yield Optional.empty();
      }
      case Access.Decision.FromHereOnly() -> {
        Caller.note(exchange, Actor.anybody(), change);
        yield refusalOfPeer(request);
      }
      case Access.Decision.Unknown(String reason) -> Optional.of(Refusal.of(ProblemType.KEY_NEEDED, reason,
          Fault.inParameter("Authorization", reason, "send a key as Authorization: Bearer, or in " + API_KEY)));
      case Access.Decision.Refused(String reason, String remedy) -> Optional.of(Refusal.of(ProblemType.KEY_MAY_NOT, reason,
          Fault.inParameter("Authorization", reason, remedy)));
    };
  }

  /// What the request says of its sender. Other schemes than Bearer are for proxies on the way.
  private static Set<String> credentials(HttpServerRequest request) {
    var sent = new TreeSet<String>();
    request.headers().getAll(API_KEY).forEach(each -> sent.add(each.strip()));
    for (String each : request.headers().getAll(HttpHeaders.AUTHORIZATION)) {
      var bearer = BEARER.matcher(each.strip());
      if (bearer.matches()) {
        sent.add(bearer.group(1));
      }
    }
    return sent;
  }

  /// Browsers say which page a request comes from; programs say nothing.
  private Optional<Refusal> refusalOfOrigin(HttpServerRequest request, boolean change) {
    Authority host = host(request).orElseThrow();
    for (String origin : request.headers().getAll(HttpHeaders.ORIGIN)) {
      if (!hosts.isOwn(origin.strip(), host)) {
        return Optional.of(foreign("Origin", "The page that sends this is of another origin", change));
      }
    }
    for (String site : request.headers().getAll("Sec-Fetch-Site")) {
      if (!OWN_SITES.contains(site.strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(foreign("Sec-Fetch-Site", "The page that sends this is of another site", change));
      }
    }
    return Optional.empty();
  }

  private static Refusal foreign(String header, String detail, boolean change) {
    return Refusal.of(ProblemType.FOREIGN_ORIGIN, detail + (change ? "; nothing was carried out" : "; nothing is told to it"),
        Fault.inParameter(header, detail, "ask from a program, or from a page that this service serves"));
  }

  private static Optional<Refusal> refusalOfPeer(HttpServerRequest request) {
    Optional<String> passedOn = request.headers().names().stream()
        .filter(Door::saysItWasPassedOn)
        .findFirst();
    if (passedOn.isPresent()) {
      String detail = "The header %s says that the request was passed on, so it is not from this machine"
          .formatted(passedOn.get());
      return Optional.of(Refusal.of(ProblemType.WRITES_FROM_LOOPBACK_ONLY, detail,
          Fault.inParameter(passedOn.get(), detail, "send a key, or send it on the machine that runs Offtake, without a proxy")));
    }
    return isLoopback(request.connection().remoteAddress())
        ? Optional.empty()
        : Optional.of(Refusal.of(ProblemType.WRITES_FROM_LOOPBACK_ONLY,
            "Without a key this is taken from the loopback address only. Send one, or send the request on the machine that"
                + " runs Offtake, for instance through an SSH tunnel to 127.0.0.1."));
  }

  static boolean saysItWasPassedOn(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return PASSED_ON.contains(name) || PASSED_ON_STARTS.stream().anyMatch(name::startsWith);
  }

  static boolean isLoopback(SocketAddress peer) {
    return peer.isDomainSocket() || InetAddress.ofLiteral(peer.hostAddress()).isLoopbackAddress();
  }

  private static String textOf(SocketAddress address) {
    return address.hostAddress() == null ? "" : address.hostAddress();
  }

  private static Optional<Refusal> refusalOfAddress(HttpServerRequest request) {
    List<Fault> faults = RequestTarget.faults(RequestTarget.parts(request.uri()).orElseThrow());
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(new Refusal(RequestTarget.typeOf(faults), faults.getFirst().detail(), faults));
  }

  /// What a body is, is said by its type alone; nothing is guessed.
  private Optional<Refusal> refusalOfType(HttpServerRequest request, String type) {
    if (!hasBody(request)) {
      return Optional.empty();
    }
    List<String> taken = operation(request).map(Contract.Operation::bodyTypes).orElse(List.of());
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    if (type.isEmpty()) {
      return Optional.of(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "The body comes without the header Content-Type; nothing was carried out",
          Fault.inParameter("Content-Type", "The header is missing", "write " + String.join(" or ", taken))));
    }
    String bare = PARAMETERS.matcher(type).replaceFirst("").strip().toLowerCase(Locale.ROOT);
    boolean jsonAlone = taken.equals(List.of(JSON));
    if (jsonAlone && !bare.equals(JSON)) {
      return Optional.of(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "A body of the type '%s' is not taken here; nothing was carried out".formatted(Contract.Parameter.shortened(bare)),
          Fault.inParameter("Content-Type", "It names a type that is not taken", "write " + JSON)));
    }
    var charset = CHARSET.matcher(type);
    if (jsonAlone && charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
      return Optional.of(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "JSON is taken in UTF-8 only; nothing was carried out",
          Fault.inParameter("Content-Type", "It names the charset '%s'".formatted(Contract.Parameter.shortened(charset.group(1))),
              "send the body in UTF-8, as application/json")));
    }
    return Optional.empty();
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.strip().equals("0");
  }

  private Optional<Contract.Operation> operation(HttpServerRequest request) {
    return Optional.ofNullable(request.path())
        .flatMap(path -> contract.find(request.method().name(), RequestTarget.decodedPath(path)));
  }

  private Optional<Refusal> refusalOfHeaders(HttpServerRequest request) {
    List<Fault> faults = new ArrayList<>();
    for (String name : READ_HEADERS) {
      List<String> lines = request.headers().getAll(name);
      if (lines.stream().anyMatch(line -> !PRINTABLE.matcher(line).matches())) {
        faults.add(Fault.inParameter(name, "The header %s holds what is not printable ASCII".formatted(name),
            "leave such characters out"));
      }
    }
    if (request.headers().getAll(Idempotency.HEADER).size() > 1) {
      faults.add(Fault.inParameter(Idempotency.HEADER, "The header Idempotency-Key is given twice", "give it once"));
    }
    if (!faults.isEmpty()) {
      return Optional.of(new Refusal(ProblemType.INVALID_PARAMETER, faults.getFirst().detail(), faults));
    }
    List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() > 1 || types.stream().anyMatch(type -> !MEDIA_TYPE.matcher(type.strip()).matches())) {
      return Optional.of(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The header Content-Type names no media type",
          Fault.inParameter("Content-Type", "It names no media type", "write one, such as application/json")));
    }
    Optional<Refusal> ofType = refusalOfType(request, types.isEmpty() ? "" : types.getFirst().strip());
    if (ofType.isPresent()) {
      return ofType;
    }
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
      return Optional.of(Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Compressed bodies are not taken",
          Fault.inParameter("Content-Encoding", "The body is in a coding", "send the body as it is")));
    }
    String expected = request.getHeader(HttpHeaders.EXPECT);
    return expected == null || expected.isBlank() || expected.strip().equalsIgnoreCase("100-continue")
        ? Optional.empty()
        : Optional.of(Refusal.of(ProblemType.EXPECTATION_FAILED, "The header Expect asks for what is not done here",
            Fault.inParameter("Expect", "Nothing but 100-continue is known", "leave it out")));
  }

  /// Settles in which form the answer is to be, and leaves that alone in the header: what comes after would look at the
  /// first form it likes, whatever its weight, and only when the work is done.
  private Optional<Refusal> negotiate(HttpServerRequest request) {
    List<String> lines = request.headers().getAll(HttpHeaders.ACCEPT);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Optional<Accept> accepted = Accept.parse(lines);
    List<String> offered = operation(request)
        .map(Contract.Operation::successTypes)
        .orElse(List.of());
    if (accepted.isEmpty()) {
      return Optional.of(notAcceptable("The header Accept names no media type", offered));
    }
    if (offered.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> best = accepted.get().best(offered);
    if (best.isEmpty()) {
      return Optional.of(notAcceptable("The header Accept asks for none of the forms that there are here", offered));
    }
    request.headers().set(HttpHeaders.ACCEPT, best.get());
    return Optional.empty();
  }

  private static Refusal notAcceptable(String detail, List<String> offered) {
    return Refusal.of(ProblemType.NOT_ACCEPTABLE, detail + "; nothing was carried out",
        Fault.inParameter("Accept", detail, offered.isEmpty()
            ? "name media types, such as */*, or leave the header out"
            : "ask for " + String.join(" or ", offered)));
  }
}
