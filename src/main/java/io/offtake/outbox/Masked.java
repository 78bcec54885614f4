package io.offtake.outbox;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.offtake.outbox.Subscription.Channel;

/// Receivers' addresses as anybody may see them. Who knows the path of a webhook can post to it, so path and query are
/// secrets; a mail address is somebody's own. What is left lets its owner recognise it:
/// `https://hooks.example.com/***Lu2v`, `d***@example.com`.
public final class Masked {

  public static final String HIDDEN = "***";

  /// So many characters at the end of a webhook's address are shown, ...
  private static final int SHOWN = 4;

  /// ... when the part that they end is so long that they tell little of it.
  private static final int LONG_PART = 12;

  /// A part of an address that is shorter is no secret by itself, and may be a common word.
  private static final int SECRET_PART = 8;

  private static final Pattern URLS = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"']+");
  /// It begins where a word does: looking for the sign from every letter of a long word on would take the square of it.
  private static final Pattern MAILBOXES = Pattern.compile(
      "(?<![^\\s<>\"'(),;:@\\[\\]])[^\\s<>\"'(),;:@\\[\\]]{1,254}+@[A-Za-z0-9][A-Za-z0-9.-]*");
  private static final Pattern BETWEEN_PARTS = Pattern.compile("[/?&=;:,#]+");

  private Masked() {}

  public static String of(Channel channel) {
    return switch (channel) {
      case Channel.Webhook(URI url, _) -> url(url);
      case Channel.Mail(String address) -> mailbox(address);
    };
  }

  /// Scheme, host and port; of the rest no more than the last characters. An address without a rest is shown whole.
  public static String url(URI url) {
    String origin = "%s://%s%s".formatted(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT),
        url.getHost() == null ? HIDDEN : url.getHost(), url.getPort() < 0 ? "" : ":" + url.getPort());
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String rest = path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    if (rest.isEmpty() || rest.equals("/")) {
      return origin + rest;
    }
    String[] parts = BETWEEN_PARTS.split(rest, 0);
    int last = parts.length == 0 || !rest.endsWith(parts[parts.length - 1]) ? 0 : parts[parts.length - 1].length();
    return origin + "/" + HIDDEN + (last < LONG_PART ? "" : rest.substring(rest.length() - SHOWN));
  }

  /// The first letter and the domain.
  public static String mailbox(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return HIDDEN;
    }
    // Of one letter nothing is shown: it would be the whole.
    String shown = address.codePointCount(0, at) < 2 ? "" : address.substring(0, address.offsetByCodePoints(0, 1));
    return shown + HIDDEN + address.substring(at);
  }

  /// Whether this is what an address is masked as, and so no address to send to.
  public static boolean isMask(String address) {
    return address.contains(HIDDEN);
  }

  /// Words of others, in which every address of the web or of mail is masked.
  public static String text(String text) {
    String withoutUrls = URLS.matcher(text).replaceAll(found -> Matcher.quoteReplacement(ofUrl(found.group())));
    return MAILBOXES.matcher(withoutUrls)
        .replaceAll(found -> Matcher.quoteReplacement(mailbox(found.group())));
  }

  /// Words of others about a receiver, such as what a mail server answered: its address does not stand in them, neither
  /// whole nor in those parts that are secret.
  public static String text(String text, Channel channel) {
    String masked = text;
    for (String secret : secrets(channel)) {
      Pattern alone = Pattern.compile("(?i)(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])");
      masked = alone.matcher(masked).replaceAll(Matcher.quoteReplacement(shortened(secret, channel)));
    }
    return text(masked);
  }

  private static String ofUrl(String text) {
    try {
      return url(URI.create(text));
    } catch (IllegalArgumentException notAnAddress) {
      return text.replaceFirst("(?i)^(https?://).*$", "$1" + Matcher.quoteReplacement(HIDDEN));
    }
  }

  private static String shortened(String secret, Channel channel) {
    return switch (channel) {
      case Channel.Webhook webhook -> secret.contains("://") ? of(webhook) : HIDDEN;
      case Channel.Mail mail -> secret.contains("@") ? of(mail) : mailbox(secret + "@").replace("@", "");
    };
  }

  /// The longest first.
  private static Iterable<String> secrets(Channel channel) {
    Set<String> secrets = new LinkedHashSet<>();
    switch (channel) {
      case Channel.Webhook(URI url, _) -> {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String rest = path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        secrets.add(url.toString());
        Stream.concat(Stream.of(rest, path), BETWEEN_PARTS.splitAsStream(rest))
            .flatMap(part -> Stream.of(part, decoded(part)))
            .filter(part -> part.length() >= SECRET_PART)
            .forEach(secrets::add);
      }
      case Channel.Mail(String address) -> {
        secrets.add(address);
        String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
        if (local.length() > 1) {
          secrets.add(local);
        }
      }
    }
    return secrets.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return part;
    }
  }
}
