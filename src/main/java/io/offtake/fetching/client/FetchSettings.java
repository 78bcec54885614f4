package io.offtake.fetching.client;

import java.util.regex.Pattern;

import io.offtake.setting.Form;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;

/// What operators may set about asking publishers.
public final class FetchSettings {

  private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*");

  public static final SettingGroup GROUP = SettingGroup.of("Asking publishers",
      Setting.of("OFFTAKE_FETCH", Form.onOrOff(), "`off` asks no publisher; documents are handed in")
          .setting("offtake.fetch.enabled").preset("on"),
      Setting.of("OFFTAKE_CONTACT", Form.of(HEADER, "printable ASCII is allowed, such as ops@example.com"),
              "an address that publishers find in the user agent")
          .setting("offtake.fetch.contact").secret());

  private FetchSettings() {}
}
