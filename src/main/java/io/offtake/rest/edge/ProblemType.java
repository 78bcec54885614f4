package io.offtake.rest.edge;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of refusal and failure that a client may meet and tell apart. Slugs are public and never change.
public enum ProblemType {
  INVALID_PARAMETER("invalid-parameter", 400, "A parameter is not valid",
      "A parameter of the path, the query or a header does not have the form that the contract gives it.",
      "The member errors names each parameter with what would be right. Correct it and ask again."),
  UNKNOWN_PARAMETER("unknown-parameter", 400, "A parameter is not known",
      "The query has a parameter that this operation does not take. It is refused, because an answer that ignores it"
          + " could be taken for one that does not.",
      "The member errors names it and lists those that are known. Correct the name or leave it out."),
  INVALID_BODY("invalid-body", 400, "The body is not valid",
      "The body is not JSON, or has an unknown, missing or wrong field.",
      "The member errors points at each place, as a JSON Pointer. Correct it and send it again."),
  UNREADABLE_REQUEST("unreadable-request", 400, "The request cannot be read",
      "It is not HTTP as RFC 9112 has it: the request line, a header or the host is missing, malformed or given twice.",
      "Send it with a common client. The member errors names the header, where it is one."),
  FOREIGN_ORIGIN("foreign-origin", 403, "A page of another origin is refused",
      "The headers Origin or Sec-Fetch-Site say that a browser sends this for a page that is not of this service. Such a page"
          + " changes nothing, and where no key is needed it reads nothing either. Nothing was carried out.",
      "Ask from a program, or from a page that this service serves at its own address or at OFFTAKE_PUBLIC_URL."),
  WRITES_FROM_LOOPBACK_ONLY("writes-from-loopback-only", 403, "This is taken from this machine only",
      "The service runs without keys (OFFTAKE_ACCESS=open), and nothing tells who may change or read this. So it is taken"
          + " from the loopback address only. A request that says it was passed on (Forwarded, X-Forwarded-For, Via and the"
          + " like) is not from there. Nothing was carried out.",
      "Send a key, in the header Authorization: Bearer or X-Api-Key. Or send the request on the machine that runs Offtake,"
          + " without a proxy, for instance through an SSH tunnel to 127.0.0.1."),
  KEY_NEEDED("key-needed", 401, "A key is needed",
      "This service asks for a key, and none was sent, or one that is not its own, was revoked, or is over. Nothing was"
          + " carried out.",
      "Send a key in the header Authorization: Bearer, or in X-Api-Key. Whoever runs the service makes one: POST /v1/keys, or"
          + " ./offtake key."),
  KEY_MAY_NOT("key-may-not", 403, "The key may not do this",
      "The key is good, and what was asked for is beyond its scopes, or concerns other commitments or sources than those it"
          + " is for. Nothing was carried out.",
      "Use another key, or ask an administrator of the service for one: the detail says which scope is needed."),
  NOT_FOUND("not-found", 404, "There is no such resource",
      "Nothing is at this address, or nothing was known of it at the asOf and data version that were asked for.",
      "Check the id and the path. The lists under /v1 name what there is; the paths are listed at /docs."),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here",
      "The address exists and does not take this method.",
      "The header Allow lists the methods that it takes."),
  NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable form can be given",
      "The header Accept asks for media types that this address does not have.",
      "Ask for application/json. Tables have their own address, which ends in .csv."),
  ALREADY_EXISTS("already-exists", 409, "The id is already taken",
      "Something else has the id already. Nothing was changed.",
      "Choose another id, or read what is there."),
  COMMITMENT_WITHDRAWN("commitment-withdrawn", 409, "The commitment was withdrawn",
      "The commitment is no longer followed, and stays as it is. Nothing was changed.",
      "Read it: its withdrawal says why. Add another commitment for what is to be followed."),
  CLAIM_WITHDRAWN("claim-withdrawn", 409, "The claim was withdrawn",
      "The claim was said not to stand, and stays as it is. Nothing was changed.",
      "Read it: its withdrawal says why. Add another claim for what was said."),
  PROPOSAL_DECIDED("proposal-decided", 409, "The proposal was decided before",
      "A proposal that was read in a statement is confirmed or dismissed once. Nothing was changed.",
      "Read the statement. A claim that was confirmed by mistake is withdrawn: POST /v1/claims/{claim}/withdrawal."),
  NOT_TAKEN_BACK("not-taken-back", 409, "The commitment cannot be taken back any more",
      "A commitment can be taken back within an hour of being added, and only while no alert of it was sent. Nothing was"
          + " changed.",
      "Withdraw it with a reason: POST /v1/commitments/{commitment}/withdrawal."),
  ALREADY_RETRACTED("already-retracted", 409, "The release is already retracted",
      "The release was withdrawn before, and a retraction is never changed. Nothing was changed.",
      "Read what is kept at /v1/releases/{release}/retraction."),
  ALREADY_RELEASED("already-released", 409, "The figures are already released",
      "The held-back figures were released before, by a second document or by somebody. Nothing was changed.",
      "Read how at /v1/held-back?state=released."),
  JOB_OVER("job-over", 409, "The job is over",
      "The job has come to its end, so there is nothing to cancel or to resume. Nothing was changed.",
      "Read the job: its state says how it ended."),
  KEY_OVER("key-over", 409, "The key has ended",
      "The key was revoked or is over, so that none can take its place. Nothing was changed.",
      "Make a new key: POST /v1/keys."),
  ALERT_NOT_FIRING("alert-not-firing", 409, "The alert does not fire",
      "Only an alert that fires can be taken in hand. Nothing was changed.",
      "Read the alert: its state and the newest cause say where it stands."),
  NOT_FETCHED("not-fetched", 409, "The source is not fetched by this service",
      "Offtake cannot ask this source, or a setting that it needs for that is missing.",
      "Set the variable that the detail names and start again, or hand the source's documents in."),
  NOT_ACTIVE("not-active", 409, "The subscription does not take this now",
      "The subscription is paused, disabled, or has no secret, so that there is nothing to do. Nothing was changed.",
      "Read the subscription: its state says what it is. A PATCH with the state active makes it active again."),
  UNCONFIRMED("unconfirmed", 409, "Nobody has agreed yet to be sent mail there",
      "Whoever reads at the subscription's mail address was asked by mail and has not answered. Until then nothing else is"
          + " sent there, no test and no replay either. Nothing was changed.",
      "Open the link in that mail and press its button, or POST to the link. POST /v1/subscriptions/{subscription}/confirmation"
          + " sends the mail again."),
  NOTHING_TO_CONFIRM("nothing-to-confirm", 409, "There is nothing to confirm",
      "Only a subscription by mail that is unconfirmed asks for consent; this one goes by webhook, was confirmed, or has"
          + " ended. Nothing was changed.",
      "Read the subscription: its state says what it is."),
  CONFIRMATION_OVER("confirmation-over", 410, "The link can no longer be used",
      "The link of a confirmation was used before, is older than 48 hours, or belongs to an address that the subscription"
          + " no longer has. A link works once.",
      "If messages come, all is well. Otherwise have the mail sent again with"
          + " POST /v1/subscriptions/{subscription}/confirmation."),
  TOO_MANY_REQUESTS("too-many-requests", 429, "Too much was asked",
      "The key, or without one the address, has sent more requests in a minute than it may. Nothing was carried out. The"
          + " headers RateLimit-Policy and RateLimit of every answer say how many it may and how many are left.",
      "Ask again after the seconds that the header Retry-After names. Send the ETag of what you have in If-None-Match: an"
          + " answer 304 counts as a tenth of a request. Take one stream of /v1/events in place of many polls."),
  TOO_MANY_CONFIRMATIONS("too-many-confirmations", 429, "The mailbox was asked often enough",
      "A mailbox is asked three times in 24 hours and ten times in 30 days at most, whoever asks, so that nobody can fill"
          + " it from here. Nothing was changed.",
      "Look for the mail that was sent, also among unwanted mail. Ask again after the seconds that the header Retry-After"
          + " names."),
  NO_SECRET_KEY("no-secret-key", 409, "Secrets cannot be kept",
      "A webhook's secret is kept encrypted, and this service has no key to do that with: it runs on a database of yours"
          + " and OFFTAKE_SECRET_KEY is not set.",
      "Set OFFTAKE_SECRET_KEY to 32 random bytes in Base64 (openssl rand -base64 32), the same for every replica, and"
          + " start again."),
  MAIL_OFF("mail-off", 409, "Mail is off",
      "This service has no mail server to send with.",
      "Set OFFTAKE_MAIL_HOST and OFFTAKE_MAIL_FROM and start again, or subscribe by webhook."),
  ADDRESS_TOO_LONG("address-too-long", 414, "The address is too long",
      "The request line is longer than this service reads.",
      "Ask for less at once, in fewer or shorter parameters."),
  EXPECTATION_FAILED("expectation-failed", 417, "The expectation cannot be met",
      "The header Expect asks for something other than 100-continue. Nothing was carried out.",
      "Leave the header out."),
  UNKNOWN_HOST("unknown-host", 421, "The host is not one of this service",
      "The header Host, or the address in the request line, names a host that this service does not answer for. So no"
          + " page can read or write here under a name of its own that it points to this service.",
      "Ask at localhost or at the address that the service listens on. To be reached by another name, set"
          + " OFFTAKE_PUBLIC_URL, or list the name in OFFTAKE_HOSTS."),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large",
      "The headers of the request are larger than this service reads.",
      "Send fewer or shorter headers; a browser may have collected cookies."),
  REQUEST_AT_WORK("request-at-work", 409, "The same request is being carried out",
      "Another request came with the same Idempotency-Key and is not finished.",
      "Send it again in a moment under the same key: you get the answer of the one that is carried out."),
  CHANGED_MEANWHILE("changed-meanwhile", 409, "Somebody else was faster",
      "The same was changed by somebody else at the same moment. Nothing of this request was kept.",
      "Read it again, decide anew, and send what is still to be done."),
  PRECONDITION_FAILED("precondition-failed", 412, "It has changed since",
      "The tag in If-Match is no longer current: somebody has changed the resource in the meantime.",
      "Read it again, decide anew, and send the change with the new ETag."),
  TOO_SLOW("too-slow", 408, "The body came too slowly",
      "The body of the request was not whole in time. Nothing of it was kept.",
      "Send it again over a better line, or the document in parts as the publisher has them."),
  TOO_LARGE("too-large", 413, "The body is too large",
      "The body is larger than this service takes. Nothing of it was kept.",
      "Send the document in parts as the publisher has them, or ask the operator to raise the limit."),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not taken here",
      "The header Content-Type names a form that this address does not take, or is missing.",
      "See at /docs which media types the operation takes."),
  UNPROCESSABLE("unprocessable", 422, "The body does not make sense",
      "The body has the right form, but what it says cannot be: it names something unknown, or contradicts itself.",
      "The member errors points at each place. Correct it and send it again."),
  PRECONDITION_REQUIRED("precondition-required", 428, "The change needs If-Match",
      "A change must say which state of the resource it is based on, so that no other change is lost.",
      "Read the resource and send its ETag in the header If-Match."),
  INTERNAL_ERROR("internal-error", 500, "The service failed",
      "The fault is not in the request. The failure was logged.",
      "Try again later. If it stays, tell the operator the time and the address."),
  UNAVAILABLE("unavailable", 503, "The service cannot answer for the moment",
      "The service is starting, stopping, cannot reach its database, has no room for another stream, or other changes"
          + " have been going on for too long. Nothing was changed, unless the database went away at the last moment.",
      "Try again after the seconds that the header Retry-After names, and a POST under the same Idempotency-Key, so that"
          + " it is carried out once."),
  STORAGE_FULL("storage-full", 503, "The disk of the database is full",
      "Nothing more can be kept until the disk of the database has room again. Nothing was changed.",
      "Tell the operator. Reads are answered meanwhile.");

  private final String slug;
  private final int status;
  private final String title;
  private final String meaning;
  private final String remedy;

  ProblemType(String slug, int status, String title, String meaning, String remedy) {
    this.slug = slug;
    this.status = status;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  public static Optional<ProblemType> ofSlug(String slug) {
    return Arrays.stream(values()).filter(type -> type.slug.equals(slug)).findFirst();
  }

  /// The kind that a bare status stands for; empty for a status without a kind of its own.
  public static Optional<ProblemType> ofStatus(int status) {
    return status == 400
        ? Optional.of(INVALID_BODY)
        : Arrays.stream(values()).filter(type -> type.status == status).findFirst();
  }

  /// A URI reference; the path is where the kind is explained.
  public String uri() {
    return "/problems/" + slug;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String meaning() {
    return meaning;
  }

  public String remedy() {
    return remedy;
  }
}
