package io.offtake.claim.form;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.Claims;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Problem;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.commitment.form.Fields;
import io.offtake.commitment.form.LocatedTree;
import org.jspecify.annotations.Nullable;

/// A catalogue as a file: commitments in the form in which they are kept, and what was said of them. A list alone is one of
/// commitments.
public final class CatalogueFile {

  /// Names the form, so that a later one can be told from it.
  public static final String FORMAT = "offtake-catalogue/1";

  private static final ObjectMapper YAML = YAMLMapper.builder()
      .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
      .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
      .disable(YAMLGenerator.Feature.SPLIT_LINES)
      .build();

  private CatalogueFile() {}

  /// A commitment of a file.
  ///
  /// @param pointer  of it in the file
  public record FileCommitment(String pointer, int line, CommitmentJson.Outcome outcome) {}

  /// A claim of a file.
  ///
  /// @param withdrawn  why it was withdrawn; absent while it stands
  public record FileClaim(String pointer, int line, ClaimDraft draft, @Nullable String withdrawn) {}

  /// What a file holds.
  ///
  /// @param problems  of its form, with pointers into the file
  public record Read(
      LocatedTree tree, List<FileCommitment> commitments, List<FileClaim> claims, List<Problem> problems) {
    public Read {
      commitments = List.copyOf(commitments);
      claims = List.copyOf(claims);
      problems = List.copyOf(problems);
    }
  }

  /// @param text  JSON where it begins with a bracket, else YAML
  /// @throws LocatedTree.Unreadable  when it is neither YAML nor JSON, or goes beyond what is taken
  public static Read read(String text, CommitmentJson json) throws LocatedTree.Unreadable {
    String first = text.stripLeading();
    LocatedTree tree = LocatedTree.read(text, !first.startsWith("{") && !first.startsWith("["));
    JsonNode root = tree.root().isArray()
        ? JsonNodeFactory.instance.objectNode().set("commitments", tree.root())
        : tree.root();
    String commitmentsAt = tree.root().isArray() ? "" : "/commitments";
    var problems = new ArrayList<Problem>();
    var fields = new Fields(root, "", problems);
    String format = fields.text("format");
    if (format != null && !format.equals(FORMAT)) {
      fields.problem("format", "the form '%s' is not known here".formatted(format), "write '%s', or leave it out".formatted(FORMAT));
    }
    var commitments = new ArrayList<FileCommitment>();
    for (JsonNode each : fields.nodes("commitments")) {
      String pointer = commitmentsAt + "/" + commitments.size();
      commitments.add(new FileCommitment(pointer, tree.line(pointer), json.read(each)));
    }
    var claims = new ArrayList<FileClaim>();
    for (Fields each : fields.objects("claims")) {
      ClaimForm.Written written = ClaimForm.read(each);
      claims.add(new FileClaim(each.pointer(), tree.line(each.pointer()), written.draft(), written.withdrawn()));
    }
    fields.end();
    return new Read(tree, commitments, claims, problems);
  }

  /// What stands in a file, each in the order of ids.
  public record Parts(List<JsonNode> commitments, List<JsonNode> claims) {
    public Parts {
      commitments = List.copyOf(commitments);
      claims = List.copyOf(claims);
    }
  }

  public static Parts parts(Collection<Catalogue.Entry> commitments, Collection<Claims.Entry> claims) {
    return new Parts(
        commitments.stream().sorted(Comparator.comparing((Catalogue.Entry entry) -> entry.commitment().id()))
            .map(entry -> CommitmentJson.tree(entry.document())).toList(),
        claims.stream().sorted(Comparator.comparing((Claims.Entry entry) -> entry.claim().id().value()))
            .<JsonNode>map(entry -> ClaimForm.write(entry)).toList());
  }

  /// Whether two claims are written the same, however many noughts stand behind the points of their figures.
  public static boolean areSame(Claim one, Claim other) {
    return ClaimForm.write(one).equals(ClaimForm.write(other));
  }

  public static String yaml(Parts parts) {
    var root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    root.putArray("commitments").addAll(parts.commitments());
    root.putArray("claims").addAll(parts.claims());
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }
}
