package io.offtake.fetching.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What may be set about fetching. Operators set it through the variables named here.
@ConfigMapping(prefix = "offtake.fetch")
public interface FetchConfig {

  /// `OFFTAKE_FETCH`: whether publishers are asked at all.
  @WithDefault("true")
  boolean enabled();

  /// `OFFTAKE_CONTACT`: an address that publishers find in the user agent, for instance for complaints.
  Optional<String> contact();

  /// How long a whole answer may take.
  @WithDefault("PT60S")
  Duration deadline();

  /// The largest document in bytes, as sent and once unpacked.
  @WithDefault("67108864")
  int maxBytes();

  /// The longest wait before the first retry of a question.
  @WithDefault("PT1S")
  Duration firstDelay();

  /// Between two questions to one publisher.
  @WithDefault("PT0.25S")
  Duration spacing();

  /// The most questions to one publisher in an hour; a key of api.data.gov allows 1,000.
  @WithDefault("900")
  int perHour();

  /// Questions of which half must have failed before a publisher is left alone.
  @WithDefault("10")
  int breakerAfter();

  /// For how long it is then left alone.
  @WithDefault("PT1M")
  Duration breakerDelay();

  Fas fas();

  Fgis fgis();

  Census census();

  Eia eia();

  Comtrade comtrade();

  interface Census {

    /// `OFFTAKE_CENSUS_URL`: where the international trade data service lies, up to and without `/exports`.
    @WithDefault("https://api.census.gov/data/timeseries/intltrade")
    URI url();

    /// `OFFTAKE_CENSUS_KEY`: the key of the Census Bureau.
    Optional<String> key();
  }

  interface Eia {

    /// `OFFTAKE_EIA_URL`: where version 2 of EIA's data service lies.
    @WithDefault("https://api.eia.gov/v2")
    URI url();

    /// `OFFTAKE_EIA_KEY`: the key of EIA.
    Optional<String> key();
  }

  interface Comtrade {

    /// `OFFTAKE_COMTRADE_URL`: where the data service lies, up to and without `/get`.
    @WithDefault("https://comtradeapi.un.org/data/v1")
    URI url();

    /// `OFFTAKE_COMTRADE_KEY`: the subscription key.
    Optional<String> key();
  }

  interface Fas {

    /// `OFFTAKE_FAS_URL`: where the Export Sales data service lies, up to and without `/exports`.
    @WithDefault("https://api.fas.usda.gov/api/esr")
    URI url();

    /// `OFFTAKE_FAS_KEY`: the key of api.data.gov.
    Optional<String> key();
  }

  interface Fgis {

    /// `OFFTAKE_FGIS_URL`: where the weekly report lies.
    @WithDefault("https://www.ams.usda.gov/mnreports/wa_gr101.txt")
    URI url();

    /// `OFFTAKE_FGIS_CERTIFICATES`: whether the yearly files of certificates, tens of megabytes each week, are fetched too.
    @WithDefault("false")
    boolean certificates();

    /// `OFFTAKE_FGIS_CERTIFICATES_URL`: where the yearly files lie.
    @WithDefault("https://fgisonline.ams.usda.gov/ExportGrainReport")
    URI certificatesUrl();
  }
}
