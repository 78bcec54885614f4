package io.offtake.rest.edge.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What nobody should send, by the place where it is sent.
final class Oddities {

  private static final int DEEP = 3_000;

  /// Texts, as they are before any escaping.
  static final List<String> TEXTS = List.of(
      "", " ", "null", "undefined", "NaN", "-0", "true", "\u0000", "a\u0000b", "\r\nX-Injected: 1", "\t", "\u0085",
      "'; drop table observation; --", "\" or 1=1 --", "$$", "%s%n%x", "${jndi:ldap://127.0.0.1:9/a}", "{{7*7}}", "../../etc/passwd",
      "<script>alert(1)</script>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;", "=1+1", "@SUM(1)",
      "\u202Eabc", "\uFEFF", "\u200B", "\uD83D\uDE00", "e\u0301", "\u0130\u0131", "\uFFFE", "\uFDD0", "\uDB40\uDC01", "ﬁ", "１２３",
      "a".repeat(81), "a".repeat(2_001), "é".repeat(4_000), "a".repeat(30_000), "a-".repeat(3_000), "0".repeat(400),
      "9".repeat(400), "1e999999999", "-1e-999999999", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
      "2147483648", "4.9e-324", "0x10", "1_000", "٣", "+1", "1.", ".5", "1,5", "Infinity",
      "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "-2026-01-01", "+2026-01-01", "2026-W06-2",
      "2026-02-10T24:00:00Z", "2026-02-10T12:00:60Z", "9999-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z",
      "2026-02-10T12:00:00+18:00", "2026-02-10T12:00:00.1234567890Z", "2026-02-10T12:00:00[Europe/Paris]", "1970-01-01T00:00:00Z",
      "http://[::1", "http://169.254.169.254/", "http://127.0.0.1:99999/", "http://user:pass@127.0.0.1/", "file:///etc/passwd",
      "javascript:alert(1)", "http://\u0000/", "https://xn--/", "http://" + "a".repeat(300) + ".example/", "mailto:a@b",
      "a@b", "a@b\r\nBcc: c@d", "\"a b\"@c", "Europe/Nowhere", "GMT+99", "00000000-0000-0000-0000-000000000000");

  /// What stands where a value of JSON should, as it is written.
  static final List<String> VALUES = List.of(
      "null", "true", "0", "-0", "-1", "0.5", "1e400", "-1e400", "1e999999999", "1e-999999999", "1E+2147483648", "123456789012345678901234567890",
      "0.000000000000000000000000000001", "9".repeat(400), "1." + "0".repeat(2_000), "9223372036854775808", "NaN", "Infinity", "01", "+1",
      "1.", "'a'", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x\"", "\"a\tb\"", "[]", "{}", "[[]]", "[null]", "[{}]",
      "{\"\": \"\"}", "{\"__proto__\": {}}", "{\"value\": 1}", "{\"value\": \"1\", \"unit\": \"t\"}", "{\"value\": 1e400, \"unit\": \"t\"}",
      "[".repeat(DEEP) + "]".repeat(DEEP), "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP), "[" + "1,".repeat(5_000) + "1]",
      "[" + "\"a\",".repeat(2_000) + "\"a\"]", "/* */ 1", "", ",", "}", "]");

  /// Whole bodies.
  static final List<String> BODIES = List.of(
      "", " ", "null", "[]", "{}", "\"\"", "1", "{", "}", "[", "{\"a\"", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}{\"b\":2}", "{} x",
      "\uFEFF{}", "\u0000", "{\u0000}", "<a/>", "a=b&c=d", "--x\r\n\r\n--x--", "id,\"\"\"\r\n=1,2\r\n\"", "\"\r\n\"\"", ",,,\n,,,", "\r\n\r\n",
      "[".repeat(20_000), "{\"a\":".repeat(9_000), "{\"a\":1,\"a\":2}", "a".repeat(60_000), "a".repeat(70_000), "\uD83D\uDE00".repeat(900),
      "# offtake evidence table 1\n", "# offtake evidence table 99999999999\n# source: fas-export-sales\n");

  static final List<String> TYPES = List.of(
      "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=iso-8859-1",
      "application/json; charset=nonsense", "application/json; charset=\"", "APPLICATION/JSON", "application/xml", "text/plain", "text/csv",
      "text/csv; charset=windows-1252", "text/csv; charset=utf-32", "text/plain; charset=x-nothing", "application/x-www-form-urlencoded",
      "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/problem+json",
      "application/merge-patch+json", "application/octet-stream", "application/gzip", "*/*", "json", "", "a/b; c", "application/pdf");

  static final List<String> HEADERS = Stream.of(
      List.of("If-None-Match: *", "If-None-Match: \"", "If-None-Match: W/\"a\", \"b\"", "If-None-Match: " + "\"a\", ".repeat(300) + "\"b\"",
          "If-None-Match: é", "If-Match: *", "If-Match: W/\"1\"", "If-Match: \"1-x\"", "If-Match: x", "If-Match:",
          "If-Modified-Since: yesterday", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "If-Range: \"a\""),
      List.of("Accept: */*", "Accept: text/csv", "Accept: application/problem+json", "Accept: ,,,", "Accept: a/b;q=2",
          "Accept: application/json;q=0", "Accept: application/json;" + "a=b;".repeat(200), "Accept: " + "a/b,".repeat(500) + "*/*",
          "Accept-Encoding: gzip", "Accept-Encoding: br;q=1, *;q=0", "Accept-Encoding: identity;q=0", "Accept-Encoding: deflate",
          "Accept-Encoding: x\u00ff", "Accept-Charset: utf-7", "Accept-Language: " + "x".repeat(1_000)),
      List.of("Range: bytes=0-0", "Range: bytes=0-,0-,0-,0-", "Range: bytes=-99999999999999999999", "Range: lines=1-2"),
      List.of("Idempotency-Key: a", "Idempotency-Key:", "Idempotency-Key: " + "k".repeat(101), "Idempotency-Key: ' or 1=1",
          "Idempotency-Key: \u00e9", "Idempotency-Key: \t"),
      List.of("Host: evil.example", "Host:", "Host: localhost:99999", "Host: [::1", "Host: a b", "Host: localhost\r\nHost: localhost"),
      List.of("Expect: 100-continue", "Expect: nonsense", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: a", "X-HTTP-Method-Override: DELETE", "TE: trailers",
          "Last-Event-ID: -1", "Last-Event-ID: 99999999999999999999", "Last-Event-ID: é", "Cookie: " + "a=b; ".repeat(500),
          "Origin: null", "Sec-Fetch-Site: cross-site", "X-Forwarded-For: 127.0.0.1", "Forwarded: for=\"", "Via: 1.1 a",
          "Prefer: respond-async", "Content-Language: x", "Content-Disposition: attachment; filename=\"../../x\"",
          "Traceparent: 00-00000000000000000000000000000000-0000000000000000-00", "X-Request-Id: \u0007", "X Y: z", ": z", "X-\u0000: z"))
      .flatMap(List::stream).toList();

  /// Segments of a path, as they are sent.
  static final List<String> SEGMENTS = List.of(
      "", "%", "%zz", "%E0%A4%A", "%00", "a%00b", "%2e%2e", "..", ".", "%2F", "a%2Fb", "%25zz", "%C0%AF", "%ED%A0%80", "%F0%9F%98%80", ";x", "a;b=c",
      "{commitment}", "*", "-", "-1", "0", "1", "01", "99999999999999999999", "9223372036854775807", "9223372036854775808", "NaN", "null",
      "é", "\u0001", "a|b", "a\\b", "a\"b", "a<b", "%3Cscript%3E", "%27%3B--", "a".repeat(3_000), "a-".repeat(40), "A", "%41", "%20", "+", "%0D%0AX:1",
      "a.b.c.d.e.f.g", "fas-export-sales.netSales.soybeans.US.CN.weekly.nope", "....", "00000000-0000-0000-0000-000000000000",
      "00000000-0000-0000-0000-000000000000.x", "ffffffffffffffff");

  /// What follows the mark of a question, as it is sent.
  static final List<String> QUERIES = List.of(
      "?", "?&", "?&&&", "?=", "?=a", "?a", "?a=b", "?%", "?%zz=1", "?a=%", "?%00=1", "?{", "?a|b", "?a=b=c", "?dryRun", "?dryRun=maybe", "?dryRun=true&dryRun=true",
      "?pageSize=0", "?pageSize=-1", "?pageSize=99999999999", "?asOf=%2B", "?asOf=2026-02-10T12:00:00+00:00", "?dataVersion=0",
      "?dataVersion=9223372036854775807", "??", "?#", "?" + "a=b&".repeat(900), "?" + "a".repeat(4_500), "?\u00e9=1", "?asOf=9999-12-31",
      "?asOf=0001-01-01&dataVersion=1");

  /// What tokens of pages may say, forged.
  private static final List<String> TOKENS = List.of(
      "1", "0", "-1", "999999999", "999999999999999999", "1 2026-02-10T12:00:00Z 0", "1 2026-02-10T12:00:00Z 999999999",
      "1 9999-12-31T23:59:59Z 0", "1 0000-01-01T00:00:00Z 0", "1 2026-99-99T00:00:00Z 0", "1 0 1", "0 0 0", "1 1 1", "1 999999999 1",
      "999999999999999999 999999999 999999999999999999", "9223372036854775808 1 1", "1 0 " + "9".repeat(30), "", " ", "2026-02-10T12:00:00Z 1",
      "9999-12-31T23:59:59.999999Z 999999999999999999", "-999999999-01-01T00:00:00Z 1", "2026-99-99T00:00:00Z 1",
      "a", "z z", "' or 1=1", "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a", "2026-02-10 2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a",
      "2026-02-10T12:00:00Z 2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a", "us-cn-soybeans-2025", "2026-02-10 us-cn-soybeans-2025", "\u0000", "é");

  static final List<String> METHODS = List.of(
      "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO", "get", "PROPFIND", "QUERY");

  private Oddities() {}

  static <T> T one(SplittableRandom random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static String token(SplittableRandom random) {
    byte[] said = one(random, TOKENS).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? one(random, TOKENS) : Base64.getUrlEncoder().withoutPadding().encodeToString(said);
  }
}
