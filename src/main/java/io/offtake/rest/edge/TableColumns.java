package io.offtake.rest.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.offtake.api.model.TableConstraintsDto;
import io.offtake.api.model.TableFieldDto;
import io.offtake.api.model.TableMetadataDto;
import io.offtake.api.model.TableSchemaDto;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Says what the columns of a table are, as the contract describes the fields that [FlatTable] writes into them.
@Singleton
public class TableColumns {

  private static final String SUFFIX = "Dto";
  private static final String UNIT = "Unit";

  private final Contract contract;
  private final FlatTable table;

  TableColumns(Contract contract, FlatTable table) {
    this.contract = contract;
    this.table = table;
  }

  /// @param row  the model of its rows
  /// @param address  the template of its path
  public TableMetadataDto of(Class<?> row, String address) {
    JsonNode operation = contract.document().get("paths").get(address).get("get");
    String file = address.substring(address.lastIndexOf('/') + 1);
    return TableMetadataDto.builder()
        .name(file.substring(0, file.indexOf('.')))
        .profile(TableMetadataDto.ProfileEnum.TABULAR_DATA_RESOURCE)
        .path(file)
        .title(operation.get("summary").textValue())
        .description(operation.get("description").textValue().strip())
        .format(TableMetadataDto.FormatEnum.CSV)
        .mediatype(TableMetadataDto.MediatypeEnum.TEXT_CSV)
        .encoding(TableMetadataDto.EncodingEnum.UTF_8)
        .schema(TableSchemaDto.builder().fields(fields(row)).missingValues(List.of("")).build())
        .build();
  }

  private List<TableFieldDto> fields(Class<?> row) {
    String model = row.getSimpleName();
    JsonNode schema = contract.document().at("/components/schemas/" + model.substring(0, model.length() - SUFFIX.length()));
    List<FlatTable.Column> columns = table.columns(row);
    List<String> names = columns.stream().map(FlatTable.Column::name).toList();
    return columns.stream()
        .<TableFieldDto>map(column -> field(schema, column, isAmount(column) ? unitOf(column, names) : null))
        .toList();
  }

  private TableFieldDto field(JsonNode row, FlatTable.Column column, @Nullable String unit) {
    JsonNode described = row;
    var descriptions = new ArrayList<String>();
    for (String name : column.path()) {
      described = contract.resolved(described).path("properties").path(name);
      descriptions.add(description(described));
    }
    JsonNode schema = contract.resolved(described);
    return TableFieldDto.builder()
        .name(column.name())
        .title(inWords(column.name()))
        .type(TableFieldDto.TypeEnum.fromValue(type(schema)))
        .description(descriptions.stream().filter(text -> !text.isEmpty()).reduce((outer, inner) -> outer + " " + inner)
            .orElse(null))
        .unitField(unit)
        .constraints(schema.has("enum") ? TableConstraintsDto.builder()
            ._enum(StreamSupport.stream(schema.get("enum").spliterator(), false).map(JsonNode::asText).toList())
            .build() : null)
        .build();
  }

  private String description(JsonNode described) {
    String own = described.path("description").asText();
    return (own.isEmpty() ? contract.resolved(described).path("description").asText() : own).strip();
  }

  /// Lists are written as texts, whatever they are of.
  private static String type(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "integer" -> "integer";
      case "number" -> "number";
      case "boolean" -> "boolean";
      case "string" -> switch (schema.path("format").asText()) {
        case "date" -> "date";
        case "date-time" -> "datetime";
        default -> "string";
      };
      default -> "string";
    };
  }

  private static boolean isAmount(FlatTable.Column column) {
    return column.path().size() > 1 && column.path().getLast().equals("value");
  }

  private static @Nullable String unitOf(FlatTable.Column column, List<String> names) {
    String unit = column.name() + UNIT;
    return names.contains(unit) ? unit : null;
  }

  /// `fulfilledShare` as Fulfilled share.
  private static String inWords(String name) {
    String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
