import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Adds up a file of certificates with DuckDB, as [TimeCertificates] does with Offtake: prints the sums as CSV to the
/// standard output and the seconds it took, from the query to its last row, to the standard error.
/// `java -cp duckdb_jdbc.jar DuckdbCertificates.java FILE`
final class DuckdbCertificates {

  /// Only the four columns that are needed, as text, and days written anew only once a sum: the least that DuckDB can be
  /// asked for.
  private static final String QUERY = """
      select strftime(strptime("Thursday", '%%Y%%m%%d'), '%%Y-%%m-%%d') as week, "Grain", "Destination", tonnes
      from (
        select "Thursday", "Grain", "Destination", sum(cast("Metric Ton" as decimal(18, 6))) as tonnes
        from read_csv('%s', header = true, all_varchar = true)
        group by all
      )
      order by week, "Grain", "Destination"
      """;

  private DuckdbCertificates() {}

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      var csv = new StringBuilder("week,grain,destination,tonnes\n");
      long start = System.nanoTime();
      try (ResultSet rows = statement.executeQuery(QUERY.formatted(arguments[0].replace("'", "''")))) {
        while (rows.next()) {
          csv.append(rows.getString(1)).append(',').append(rows.getString(2)).append(',').append(rows.getString(3))
              .append(',').append(rows.getBigDecimal(4).stripTrailingZeros().toPlainString()).append('\n');
        }
      }
      System.err.printf("%.3f%n", (System.nanoTime() - start) / 1e9);
      System.out.print(csv);
    }
  }
}
