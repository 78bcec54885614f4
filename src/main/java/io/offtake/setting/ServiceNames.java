package io.offtake.setting;

import java.util.Locale;

/// How the settings of a publisher's service are named.
public final class ServiceNames {

  private ServiceNames() {}

  /// The variable that says where a service lies.
  public static String url(String service) {
    return wanted(service) + "_URL";
  }

  /// The variable that holds its key.
  public static String key(String service) {
    return wanted(service) + "_KEY";
  }

  /// The variable that says whether it is asked, where it is asked only then.
  public static String wanted(String service) {
    return Setting.PREFIX + service.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
