package io.offtake.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;

/// Short documents to be damaged, and the beginnings of long ones.
public final class DamagedDocuments {

  /// Soybeans to China, the first two weeks of the marketing year 2021.
  public static final String SALES = """
      [{"commodityCode":801,"countryCode":5700,"weeklyExports":400850,"accumulatedExports":400850,\
      "outstandingSales":15473908,"grossNewSales":2286918,"currentMYNetSales":1592905,\
      "currentMYTotalCommitment":15874758,"nextMYOutstandingSales":0,"nextMYNetSales":0,"unitId":1,\
      "weekEndingDate":"2020-09-03T00:00:00"},
      {"commodityCode":801,"countryCode":5700,"weeklyExports":1089367,"accumulatedExports":1490217,\
      "outstandingSales":15871680,"grossNewSales":1237036,"currentMYNetSales":1487139,\
      "currentMYTotalCommitment":17361897,"nextMYOutstandingSales":0,"nextMYNetSales":0,"unitId":1,\
      "weekEndingDate":"2020-09-10T00:00:00"}]
      """;

  static final String DESTINATIONS = """
      commodity,week_ending,country,net_sales,weekly_exports,accumulated_exports,outstanding_sales,unit
      Soybeans,2025-09-04,CANADA,727.0,285.0,285.0,2713.0,Metric Tons
      Soybeans,2025-09-04,UNKNOWN,596650.0,0.0,0.0,3878600.0,Metric Tons
      Soybeans,2025-09-11,CANADA,0.0,241.0,526.0,2472.0,Metric Tons
      Soybeans,2025-09-11,UNKNOWN,-148500.0,0.0,0.0,3730100.0,Metric Tons
      """.replace("\n", "\r\n");

  static final String MARKETING_YEARS = """
      market_year,week_ending,total_net_sales_kt,total_commitment_kt,total_weekly_exports_kt,\
      total_accumulated_exports_kt,china_net_sales_kt,china_commitment_kt,china_weekly_exports_kt,\
      china_accumulated_exports_kt
      2020,2020-08-27,18.511,47302.579,809.324,43785.086,83.347,17006.917,465.347,15724.064
      2020,2020-09-03,170.156,47472.735,1149.438,44934.524,15.151,17022.068,542.151,16266.215
      2021,2020-09-03,5642.515,29828.437,468.69,468.69,2348.758,15874.758,400.85,400.85
      2021,2020-09-10,2398.936,32227.373,1674.657,2143.347,1487.139,17361.897,1089.367,1490.217
      """;

  private DamagedDocuments() {}

  /// The first lines of a document.
  public static byte[] beginning(byte[] document, int lines) {
    return new String(document, UTF_8).lines().limit(lines).collect(Collectors.joining("\n", "", "\n"))
        .getBytes(UTF_8);
  }

  public static byte[] resource(String name) {
    try (var stream = DamagedDocuments.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
