package io.offtake.rest.edge;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.offtake.api.model.EstimateDto;
import io.offtake.api.model.QuantityDto;
import jakarta.inject.Singleton;

/// Writes rows of the contract as a table: the flat twin of an answer (UTF-8, RFC 4180, with a header).
///
/// The columns are the fields of the row's model in the contract's order, whatever a row holds. An amount takes two
/// columns, the second named with `Unit`; a part takes the columns of its fields, named after both; a list takes one,
/// its members joined by a semicolon. What is absent is empty.
@Singleton
public class FlatTable {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String LIST_SEPARATOR = "; ";

  private final ObjectMapper json;
  private final Map<Class<?>, List<Column>> columns = new ConcurrentHashMap<>();

  FlatTable(ObjectMapper json) {
    this.json = json;
  }

  /// @param path  the fields that lead to its value
  record Column(String name, List<String> path) {

    Column {
      path = List.copyOf(path);
    }
  }

  /// The columns of a row's model, in their order.
  List<Column> columns(Class<?> model) {
    return columns.computeIfAbsent(model, type -> columnsOf(json.constructType(type), "", List.of()));
  }

  public <T> String write(List<T> rows, Class<T> model, TableForm form) {
    List<Column> header = columns(model);
    var text = new StringWriter();
    if (form.bom()) {
      text.append(BYTE_ORDER_MARK);
    }
    CsvWriter csv = CsvWriter.builder()
        .fieldSeparator(form.delimiter())
        .lineDelimiter(LineDelimiter.CRLF)
        .bufferSize(0)
        .build(text);
    csv.writeRecord(header.stream().map(Column::name).toList());
    for (T row : rows) {
      JsonNode tree = json.valueToTree(row);
      csv.writeRecord(header.stream().map(column -> cell(tree, column.path(), form)).toList());
    }
    return text.toString();
  }

  private List<Column> columnsOf(JavaType type, String prefix, List<String> path) {
    var found = new ArrayList<Column>();
    for (BeanPropertyDefinition property : json.getSerializationConfig().introspect(type).findProperties()) {
      String name = prefix.isEmpty() ? property.getName() : prefix + capitalised(property.getName());
      List<String> inner = new ArrayList<>(path);
      inner.add(property.getName());
      JavaType of = property.getPrimaryType();
      if (of.hasRawClass(QuantityDto.class) || of.hasRawClass(EstimateDto.class)) {
        found.add(new Column(name, with(inner, "value")));
        found.add(new Column(name + "Unit", with(inner, "unit")));
      } else if (isPart(of)) {
        found.addAll(columnsOf(of, name, inner));
      } else {
        found.add(new Column(name, inner));
      }
    }
    return found;
  }

  private static boolean isPart(JavaType type) {
    return type.getRawClass().getPackageName().equals(QuantityDto.class.getPackageName()) && !type.isEnumType();
  }

  private String cell(JsonNode row, List<String> path, TableForm form) {
    JsonNode node = row;
    for (String field : path) {
      node = node.path(field);
    }
    return text(node, form);
  }

  private String text(JsonNode node, TableForm form) {
    if (node.isArray()) {
      var parts = new ArrayList<String>();
      node.forEach(part -> parts.add(part.isObject() ? written(part) : text(part, form)));
      return String.join(LIST_SEPARATOR, parts);
    }
    if (node.isNumber()) {
      return form.number(node.decimalValue());
    }
    return node.isMissingNode() || node.isNull() ? "" : TableForm.text(node.asText());
  }

  /// As in the answer: a number without an exponent.
  private String written(JsonNode part) {
    try {
      return json.writeValueAsString(part);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a part of a row can always be written", e);
    }
  }

  private static List<String> with(List<String> path, String last) {
    var longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
