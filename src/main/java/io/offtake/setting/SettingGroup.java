package io.offtake.setting;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The settings of a feature.
///
/// @param title  above them on the page of settings
/// @param together  what is wrong with them together, a line each, by the values that are set
/// @param derived  properties that follow from several of them, by the values that are set
public record SettingGroup(
    String title,
    List<Setting> settings,
    Function<Map<String, String>, List<String>> together,
    Function<Map<String, String>, Map<String, String>> derived) {

  public SettingGroup {
    settings = List.copyOf(settings);
  }

  /// Those that have nothing to do with each other.
  public static SettingGroup of(String title, Setting... settings) {
    return new SettingGroup(title, List.of(settings), _ -> List.of(), _ -> Map.of());
  }
}
