package io.offtake.access;

import io.offtake.setting.Form;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;

/// What operators may set about who may do what.
public final class AccessSettings {

  public static final String ACCESS = "OFFTAKE_ACCESS";
  static final String ADMIN_KEY = "OFFTAKE_ADMIN_KEY";
  static final String OF_A_KEY = "1200";
  static final String OF_AN_ADDRESS = "600";
  private static final int MOST_REQUESTS = 10_000_000;

  public static final SettingGroup GROUP = SettingGroup.of("Access",
      Setting.of(ACCESS, Form.word(AccessMode.ids(), "%s is allowed".formatted(String.join(", ", AccessMode.ids()))),
              "`open`: nothing needs a key, and changes are taken from this machine only, so that it goes with a loopback"
                  + " address alone; `read-open`: changes need one; `closed`: reads do too. [Keys](keys.md)")
          .setting("offtake.access.mode").preset(AccessMode.OPEN.id()),
      Setting.of(ADMIN_KEY, Form.of(key -> Secret.parse(key).isPresent(),
                  "otk_, 8 hexadecimal digits, _ and 43 letters, digits, - or _ are allowed"),
              "a key that may do everything, to make the others with: `otk_`, 8 hexadecimal digits, `_` and 43 random letters"
                  + " and digits. `./offtake key` makes one in the database without it")
          .setting("offtake.access.admin-key").secret(),
      Setting.of("OFFTAKE_KEY_REQUESTS", Form.wholeNumber(0, MOST_REQUESTS),
              "requests that each key may send in a minute; a 304 counts as a tenth. `0`: as many as it likes."
                  + " [Limits](keys.md#how-much-may-be-asked)")
          .setting("offtake.access.requests-a-minute-of-a-key").preset(OF_A_KEY),
      Setting.of("OFFTAKE_ADDRESS_REQUESTS", Form.wholeNumber(0, MOST_REQUESTS),
              "likewise of each address without a key; loopback addresses are not counted")
          .setting("offtake.access.requests-a-minute-of-an-address").preset(OF_AN_ADDRESS));

  private AccessSettings() {}

  /// Whether a value of [#ACCESS] lets nobody change anything without a key.
  public static boolean needsKeys(String mode) {
    return !mode.equals(AccessMode.OPEN.id());
  }
}
