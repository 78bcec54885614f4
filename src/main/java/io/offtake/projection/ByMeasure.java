package io.offtake.projection;

import java.util.Map;

import io.offtake.evidence.Measure;

/// Puts each question to the model of its measure.
///
/// @param models  by measure
/// @param otherwise  for the measures that have none of their own
public record ByMeasure(Map<Measure, ProjectionModel> models, ProjectionModel otherwise) implements ProjectionModel {

  public ByMeasure {
    models = Map.copyOf(models);
  }

  @Override
  public Projection project(Question question) {
    return models.getOrDefault(question.known().measure(), otherwise).project(question);
  }
}
