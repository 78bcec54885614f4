package io.offtake.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.offtake.publisher.Publisher.Service;
import io.offtake.setting.Form;
import io.offtake.setting.ServiceNames;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;

/// The settings of publishers' services, which follow from their descriptors.
public final class PublisherSettings {

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");

  private PublisherSettings() {}

  public static SettingGroup of(List<Publisher> publishers) {
    List<Setting> settings = new ArrayList<>();
    List<Service> services = publishers.stream().flatMap(publisher -> publisher.services().stream()).toList();
    for (Service service : services) {
      switch (service.asked()) {
        case FREELY -> { }
        case WITH_A_KEY -> settings.add(Setting.of(ServiceNames.key(service.id()),
                Form.of(KEY, "the key as the publisher gave it is allowed, without spaces"), service.what())
            .setting(property(service, "key")).secret());
        case IF_WANTED -> settings.add(Setting.of(ServiceNames.wanted(service.id()), Form.onOrOff(), service.what())
            .setting(property(service, "wanted")).preset("off"));
      }
    }
    for (Service service : services) {
      settings.add(Setting.of(ServiceNames.url(service.id()), Form.httpAddress(),
              "where to ask instead, such as a proxy")
          .setting(property(service, "url")).usually("`" + service.address() + "`").secret());
    }
    return SettingGroup.of("Publishers", settings.toArray(Setting[]::new));
  }

  private static String property(Service service, String name) {
    return "offtake.publisher.%s.%s".formatted(service.id(), name);
  }
}
